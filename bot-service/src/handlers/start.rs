//! `/start`

use domain::reply;
use telegram::Text;

use super::HandleError;
use crate::bot::Bot;

/// Greets.
pub(super) async fn handle(bot: &Bot, text: &Text) -> Result<(), HandleError> {
    Ok(bot.say(text.chat, &reply::start()).await?)
}
