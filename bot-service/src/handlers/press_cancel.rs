//! The button Cancel.

use domain::reply;
use telegram::Press;

use super::HandleError;
use crate::bot::Bot;

/// Puts an end to the question.
pub(super) async fn handle(bot: &Bot, press: &Press) -> Result<(), HandleError> {
    Ok(bot.replace(press, &reply::cancelled()).await?)
}
