//! Which tracking a person means, by a name behind a command or by a button.

use domain::Tracking;
use domain::reply::{self, Reply};

use crate::bot::Bot;
use crate::patience::patiently;
use crate::trackings::{self, Found};
use crate::who::Who;
use crate::{failure, rights};

use super::HandleError;

/// The trackings that are meant, or what is said instead.
pub(super) enum Meant {
    These(Vec<Found>),
    Say(Reply),
}

/// The tracking of a name; without a name the only one there is. `verb` is what a press on one of several does.
pub(super) async fn one(bot: &Bot, who: &Who, verb: &str, name: &str) -> Meant {
    let found = match in_chat(bot, who).await {
        Meant::These(found) => found,
        say @ Meant::Say(_) => return say,
    };
    if name.is_empty() && found.len() == 1 {
        return Meant::These(found);
    }
    choose(who, verb, name, found)
}

/// All trackings of the chat; there is at least one.
pub(super) async fn in_chat(bot: &Bot, who: &Who) -> Meant {
    match trackings::in_chat(&bot.scheduler, who.chat).await {
        Ok(found) if found.is_empty() => Meant::Say(reply::nothing_tracked(who.language)),
        Ok(found) => Meant::These(found),
        Err(error) => {
            failure::log(&error, None, "the trackings could not be listed");
            Meant::Say(failure::not_changed(who.language, &error))
        }
    }
}

/// The one of a name, or the question which is meant.
pub(super) fn choose(who: &Who, verb: &str, name: &str, found: Vec<Found>) -> Meant {
    if name.is_empty() {
        return Meant::Say(reply::which(who.language, verb, &trackings_of(&found)));
    }
    let meant: Vec<Found> = found
        .iter()
        .filter(|found| found.is_called(name))
        .cloned()
        .collect();
    match meant.len() {
        1 => Meant::These(meant),
        0 => Meant::Say(reply::unknown_name(
            who.language,
            verb,
            name,
            &trackings_of(&found),
        )),
        _ => Meant::Say(reply::unknown_name(
            who.language,
            verb,
            name,
            &trackings_of(&meant),
        )),
    }
}

/// The tracking of a Scheduler job. One of another chat is, for this chat, not there: `gone` is said.
pub(super) async fn of_job(bot: &Bot, who: &Who, job: &str, gone: Reply) -> Meant {
    match patiently(bot.scheduler.get(job)).await {
        Ok(None) => Meant::Say(gone),
        Ok(Some(job)) => match Found::read(job) {
            None => Meant::Say(reply::unreadable(who.language)),
            Some(found) if !found.is_in(who.chat) => Meant::Say(gone),
            Some(found) => Meant::These(vec![found]),
        },
        Err(error) => {
            failure::log(&error, Some(job), "a job could not be read");
            Meant::Say(failure::not_changed(who.language, &error))
        }
    }
}

/// Those of the meant that somebody may change.
pub(super) async fn changeable(bot: &Bot, who: &Who, meant: Meant) -> Result<Meant, HandleError> {
    let Meant::These(found) = meant else {
        return Ok(meant);
    };
    let mut allowed = Vec::new();
    for one in found {
        if rights::may_change(bot, who, &one.tracking).await? {
            allowed.push(one);
        }
    }
    Ok(if allowed.is_empty() {
        Meant::Say(reply::no_rights(who.language))
    } else {
        Meant::These(allowed)
    })
}

fn trackings_of(found: &[Found]) -> Vec<Tracking> {
    found.iter().map(|found| found.tracking.clone()).collect()
}
