//! `/list`

use domain::reply::{self, Reply};
use telegram::Text;

use super::HandleError;
use crate::bot::Bot;
use crate::failure;
use crate::trackings::{self, Found};

/// Lists what is tracked in the chat, as Cloud Scheduler tells it.
pub(super) async fn handle(bot: &Bot, text: &Text) -> Result<(), HandleError> {
    for reply in replies(bot, text.chat).await? {
        bot.say(text.chat, &reply).await?;
    }
    Ok(())
}

async fn replies(bot: &Bot, chat: i64) -> Result<Vec<Reply>, HandleError> {
    let found = match trackings::in_chat(&bot.scheduler, chat).await {
        Ok(found) => found,
        Err(error) => {
            failure::log(&error, None, "the trackings could not be listed");
            return Ok(vec![failure::not_read(&error)]);
        }
    };
    let listed: Vec<_> = found.into_iter().map(Found::listed).collect();
    Ok(reply::list(&listed, bot.clock.now().await?))
}
