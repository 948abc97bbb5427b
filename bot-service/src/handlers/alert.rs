//! `/alert` and its buttons: what the chat wants to hear at once, changed while a tracking runs.

use domain::Alerts;
use domain::reply::{self, Reply};
use scheduler::SchedulerError;

use super::HandleError;
use super::named::{self, Meant};
use crate::bot::Bot;
use crate::failure;
use crate::trackings::Found;
use crate::who::Who;

/// What a button sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Switch {
    /// Nothing: the choices are shown.
    None,
    Stock(bool),
    Change(bool),
    Off,
}

/// The command: a tracking's name, where there are several, and the alerts behind it.
pub(super) async fn handle(bot: &Bot, who: &Who, arguments: &str) -> Result<(), HandleError> {
    let Some((name, alerts)) = split(arguments) else {
        return Ok(bot.tell(who, &reply::alerts_usage(who.language)).await?);
    };
    let meant = named::one(bot, who, "alerts", &name).await;
    let reply = match named::changeable(bot, who, meant).await? {
        Meant::Say(reply) => reply,
        Meant::These(mut found) => match found.pop() {
            Some(mut one) => {
                one.tracking.alerts = alerts;
                match keep(bot, &one).await {
                    Ok(()) => reply::alerts_now(&one.tracking),
                    Err(error) => not_kept(who, &one, &error),
                }
            }
            None => return Ok(()),
        },
    };
    Ok(bot.tell(who, &reply).await?)
}

/// A button: the message shows the alerts as they are then.
pub(super) async fn pressed(bot: &Bot, who: &Who, job: &str, switch: Switch) -> Result<(), HandleError> {
    let meant = named::of_job(bot, who, job, reply::moved_already(who.language)).await;
    let found = match named::changeable(bot, who, meant).await? {
        Meant::Say(reply) => return Ok(bot.tell(who, &reply).await?),
        Meant::These(found) => found,
    };
    for mut one in found {
        let alerts = &mut one.tracking.alerts;
        match switch {
            Switch::None => {}
            Switch::Stock(is_on) => alerts.stock = is_on,
            Switch::Change(is_on) => alerts.change = is_on,
            Switch::Off => *alerts = Alerts::default(),
        }
        if switch != Switch::None
            && let Err(error) = keep(bot, &one).await
        {
            return Ok(bot.tell(who, &not_kept(who, &one, &error)).await?);
        }
        let choices = reply::alerts_choices(&one.tracking);
        bot.replace(who.chat, who.message, &choices).await?;
    }
    Ok(())
}

/// The next execution is told of them.
async fn keep(bot: &Bot, found: &Found) -> Result<(), SchedulerError> {
    let alerts = &found.tracking.alerts;
    let value = (!alerts.is_none()).then(|| alerts.to_string());
    found.set(&bot.scheduler, &[("ALERT", value)]).await
}

fn not_kept(who: &Who, found: &Found, error: &SchedulerError) -> Reply {
    failure::log(error, Some(&found.tracking.id), "the alerts could not be changed");
    failure::not_changed(who.language, error)
}

/// A tracking's name and the alerts behind it; the longest end that is alerts counts.
fn split(arguments: &str) -> Option<(String, Alerts)> {
    let words: Vec<&str> = arguments.split_whitespace().collect();
    (0..words.len()).find_map(|at| {
        let (name, alerts) = words.split_at(at);
        Some((name.join(" "), alerts.join(" ").parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_stand_before_the_alerts() {
        for (arguments, name, alerts) in [
            ("stock", "", "stock"),
            ("ABC below HK$100", "ABC", "below 100"),
            ("demo ABC stock, change", "demo ABC", "stock, change"),
            ("off", "", ""),
        ] {
            let (read, found) = split(arguments).unwrap();
            assert_eq!(
                (read.as_str(), found.to_string().as_str()),
                (name, alerts),
                "{arguments}"
            );
        }
        for arguments in ["", "ABC", "stock ABC"] {
            assert_eq!(split(arguments), None, "{arguments}");
        }
    }
}
