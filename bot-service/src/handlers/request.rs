//! `/now`, `/chart` and `/pace`: what only the tracker can tell is asked for by an execution, and its event completes the message.

use domain::reply::{self, Reply};
use domain::{Tracking, scheduler_job};
use telegram::Action;

use super::named::{self, Meant};
use super::{HandleError, guide};
use crate::bot::Bot;
use crate::failure;
use crate::patience::patiently;
use crate::trackings::Found;
use crate::who::Who;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Reading,
    Chart,
    Sales,
}

impl What {
    fn verb(self) -> &'static str {
        match self {
            Self::Reading => "now",
            Self::Chart => "chart",
            Self::Sales => "pace",
        }
    }

    fn meanwhile(self, found: &Found) -> Reply {
        match self {
            Self::Reading => reply::reading(&found.tracking),
            Self::Chart => reply::drawing(&found.tracking),
            Self::Sales => reply::adding_up(&found.tracking),
        }
    }
}

/// The command, with a tracking's name or without.
pub(super) async fn handle(bot: &Bot, who: &Who, what: What, name: &str) -> Result<(), HandleError> {
    let meant = named::one(bot, who, what.verb(), name).await;
    answer(bot, who, what, meant).await
}

/// The button below a tracking's card.
pub(super) async fn pressed(bot: &Bot, who: &Who, what: What, job: &str) -> Result<(), HandleError> {
    let gone = reply::moved_already(who.language);
    let meant = named::of_job(bot, who, job, gone).await;
    answer(bot, who, what, meant).await
}

async fn answer(bot: &Bot, who: &Who, what: What, meant: Meant) -> Result<(), HandleError> {
    match meant {
        Meant::Say(reply) => Ok(bot.tell(who, &reply).await?),
        Meant::These(_) if !bot.hears_events() => Ok(bot.tell(who, &reply::events_off(who.language)).await?),
        Meant::These(found) => {
            for one in &found {
                ask(bot, who, what, one).await?;
            }
            Ok(())
        }
    }
}

async fn ask(bot: &Bot, who: &Who, what: What, found: &Found) -> Result<(), HandleError> {
    let Some(message) = bot.say(who.chat, None, &what.meanwhile(found)).await? else {
        return Ok(());
    };
    let ((), asked) = tokio::join!(
        show(bot, who.chat, what),
        run(bot, &found.tracking, what.verb(), message)
    );
    if let Err(reply) = asked {
        bot.replace(who.chat, message, &reply(who)).await?;
    }
    Ok(())
}

/// Starts the execution whose event completes a message of ours.
pub(super) async fn run(
    bot: &Bot,
    tracking: &Tracking,
    action: &str,
    message: i32,
) -> Result<(), impl FnOnce(&Who) -> Reply + use<>> {
    let message = message.to_string();
    let extra = [("ACTION", action), ("REPLY_TO", message.as_str())];
    let body = scheduler_job::run_request(tracking, &extra);
    patiently(bot.runs.run(&body)).await.map_err(|error| {
        failure::log(&error, Some(&tracking.id), "the tracker could not be asked");
        move |who: &Who| failure::not_run(who.language, &error)
    })
}

async fn show(bot: &Bot, chat: i64, what: What) {
    match what {
        What::Reading => guide::typing(bot, chat).await,
        What::Chart | What::Sales => {
            if let Err(error) = bot.telegram.chat_action(chat, Action::UploadPhoto).await {
                tracing::debug!(%error, "sending a picture was not shown");
            }
        }
    }
}
