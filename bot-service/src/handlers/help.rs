//! `/help`

use domain::reply;
use telegram::Text;

use super::HandleError;
use crate::bot::Bot;

/// Explains all commands, with the platforms that there are.
pub(super) async fn handle(bot: &Bot, text: &Text) -> Result<(), HandleError> {
    let platforms: Vec<String> = bot.platforms.names().map(ToString::to_string).collect();
    Ok(bot.say(text.chat, &reply::help(&platforms)).await?)
}
