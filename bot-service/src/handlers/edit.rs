//! The buttons of the guided `/track`: each changes the draft in the card, which then shows its next question.

use domain::command::{Field, TrackError, TrackWords};
use domain::reply::{self, AWAITED};
use domain::{Alerts, Interval, PlatformName};
use telegram::Press;

use super::guide::{Place, Step};
use super::{HandleError, guide, track};
use crate::bot::Bot;
use crate::who::Who;

/// A choice below a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Choice {
    /// A platform.
    Platform(String),
    /// A deadline: `hour`, `tonight`, `tomorrow`, `other`.
    Deadline(String),
    /// An interval.
    Interval(String),
    /// An alert to switch: `stock`, `change`, `below`, `off`.
    Alert(String),
    /// A part to choose anew.
    Part(String),
    /// What can be chosen anew.
    Edit {
        /// Whether a reading is on its way that will complete the card.
        awaited: bool,
    },
    /// The card as it is.
    Back,
    /// Forget it.
    Cancel,
}

impl Choice {
    /// Reads a button's verb and what stands behind it.
    pub(super) fn read(verb: &str, value: &str) -> Option<Self> {
        let value = value.to_owned();
        Some(match verb {
            "p" => Self::Platform(value),
            "d" => Self::Deadline(value),
            "i" => Self::Interval(value),
            "a" => Self::Alert(value),
            "e" => Self::Part(value),
            "edit" => Self::Edit {
                awaited: value == AWAITED,
            },
            "back" => Self::Back,
            "cancel" => Self::Cancel,
            _ => return None,
        })
    }
}

/// Follows a choice below the card with a draft.
pub(super) async fn handle(
    bot: &Bot,
    who: &Who,
    press: &Press,
    choice: Choice,
    (arguments, asked_in): (&str, i32),
) -> Result<(), HandleError> {
    let card = Place::Card(press.message_id);
    let now = bot.clock.now().await?;
    let (draft, wrong) = track::understand(bot, arguments, now);
    let mut step = Step {
        draft,
        asked_in,
        wrong,
    };
    match choice {
        Choice::Cancel => return cancel(bot, who, press).await,
        Choice::Edit { awaited } => return menu(bot, who, press, &step, awaited).await,
        Choice::Back => {}
        Choice::Platform(name) => {
            step.draft.event = step.draft.event.filter(|_| {
                step.draft
                    .platform
                    .as_ref()
                    .is_some_and(|old| old.as_str() == name)
            });
            step.draft.platform = PlatformName::parse(&name).filter(|name| bot.platforms.get(name).is_some());
            step.wrong = None;
        }
        Choice::Deadline(choice) => return deadline(bot, who, card, step, &choice).await,
        Choice::Interval(code) => {
            if let Ok(interval) = Interval::parse(&code, bot.zone) {
                step.draft.interval = interval;
            }
        }
        Choice::Alert(alert) => return alerts(bot, who, press, step, &alert).await,
        Choice::Part(part) => return part_anew(bot, who, press, step, &part).await,
    }
    guide::show(bot, who, card, step).await
}

/// What can be chosen anew. A reading that is on its way would complete the card as it was and throw away what is chosen
/// meanwhile: then the conversation goes on in a card of its own, and the reading finds nothing to complete.
async fn menu(bot: &Bot, who: &Who, press: &Press, step: &Step, awaited: bool) -> Result<(), HandleError> {
    let menu = reply::edit(who.language, step.question());
    let card = if awaited {
        Place::Below(step.asked_in)
    } else {
        Place::Card(press.message_id)
    };
    guide::put(bot, who, card, &menu).await?;
    if !awaited {
        return Ok(());
    }
    match bot.telegram.delete(press.chat, press.message_id).await {
        Err(error) if !error.is_final() => Err(error.into()),
        _ => Ok(()),
    }
}

/// The card goes, so that a reading which is on its way finds nothing to complete.
async fn cancel(bot: &Bot, who: &Who, press: &Press) -> Result<(), HandleError> {
    let cancelled = reply::cancelled(who.language);
    match bot.telegram.delete(press.chat, press.message_id).await {
        Ok(()) => Ok(bot.tell(who, &cancelled).await?),
        Err(error) if error.is_final() => Ok(bot
            .replace(press.chat, press.message_id, &cancelled)
            .await
            .map(drop)?),
        Err(error) => Err(error.into()),
    }
}

async fn deadline(
    bot: &Bot,
    who: &Who,
    card: Place,
    mut step: Step,
    choice: &str,
) -> Result<(), HandleError> {
    let words = match choice {
        "hour" => "in 1h",
        "tonight" => "23:59",
        "tomorrow" => "tomorrow 14:00",
        _ => {
            let Place::Card(message) = card else { return Ok(()) };
            return guide::prompt(bot, who, message, &step, Field::Deadline).await;
        }
    };
    set_deadline(bot, &mut step, words).await?;
    guide::show(bot, who, card, step).await
}

/// Puts a deadline into the draft, or says why it is none.
pub(super) async fn set_deadline(bot: &Bot, step: &mut Step, words: &str) -> Result<(), HandleError> {
    let now = bot.clock.now().await?;
    let (draft, wrong) = TrackWords::read(&format!("until {words}")).draft(now, bot.zone, &bot.event_forms());
    step.draft.deadline = draft.deadline;
    step.wrong = wrong.or_else(|| {
        let unreadable = || TrackError::Deadline(domain::DeadlineError::Unreadable(words.to_owned()));
        draft.deadline.is_none().then(unreadable)
    });
    Ok(())
}

async fn alerts(bot: &Bot, who: &Who, press: &Press, mut step: Step, alert: &str) -> Result<(), HandleError> {
    let alerts = &mut step.draft.alerts;
    match alert {
        "stock" => alerts.stock = !alerts.stock,
        "change" => alerts.change = !alerts.change,
        "off" => *alerts = Alerts::default(),
        _ if alerts.below.take().is_none() => {
            return guide::prompt(bot, who, press.message_id, &step, Field::Below).await;
        }
        _ => {}
    }
    show_alerts(bot, who, press.message_id, &step).await
}

/// The card with the alerts to choose from.
pub(super) async fn show_alerts(bot: &Bot, who: &Who, card: i32, step: &Step) -> Result<(), HandleError> {
    let reply = reply::ask_alerts(who.language, step.question());
    guide::put(bot, who, Place::Card(card), &reply).await.map(drop)
}

async fn part_anew(
    bot: &Bot,
    who: &Who,
    press: &Press,
    mut step: Step,
    part: &str,
) -> Result<(), HandleError> {
    let card = Place::Card(press.message_id);
    step.wrong = None;
    match part {
        "platform" => (step.draft.platform, step.draft.event) = (None, None),
        "event" => step.draft.event = None,
        "deadline" => step.draft.deadline = None,
        "alerts" => return show_alerts(bot, who, press.message_id, &step).await,
        _ => {
            let reply = reply::intervals(who.language, step.question());
            return guide::put(bot, who, card, &reply).await.map(drop);
        }
    }
    guide::show(bot, who, card, step).await
}
