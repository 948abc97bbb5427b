//! `/sheet`: the link to a tracking's tab.

use domain::reply;

use super::HandleError;
use super::named::{self, Meant};
use crate::bot::Bot;
use crate::who::Who;

/// The command, with a tracking's name or without.
pub(super) async fn handle(bot: &Bot, who: &Who, name: &str) -> Result<(), HandleError> {
    let meant = named::one(bot, who, "sheet", name).await;
    answer(bot, who, meant).await
}

/// The button of one of several.
pub(super) async fn pressed(bot: &Bot, who: &Who, job: &str) -> Result<(), HandleError> {
    let meant = named::of_job(bot, who, job, reply::moved_already(who.language)).await;
    answer(bot, who, meant).await
}

async fn answer(bot: &Bot, who: &Who, meant: Meant) -> Result<(), HandleError> {
    let sheet = bot.view().await?.sheet;
    let replies = match (meant, sheet) {
        (Meant::Say(reply), _) => vec![reply],
        (Meant::These(_), None) => vec![reply::no_sheet(who.language)],
        (Meant::These(found), Some(sheet)) => {
            let links = found.iter().map(|found| reply::sheet(&found.tracking, sheet));
            links.collect()
        }
    };
    for reply in replies {
        bot.tell(who, &reply).await?;
    }
    Ok(())
}
