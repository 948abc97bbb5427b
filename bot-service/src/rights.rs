//! Who may change a tracking: in a group, whoever began it and the administrators.

use domain::Tracking;
use telegram::{ChatKind, TelegramError};

use crate::bot::Bot;
use crate::config::ChangesInGroups;
use crate::who::Who;

/// Whether somebody may change a tracking of the chat.
pub(crate) async fn may_change(bot: &Bot, who: &Who, tracking: &Tracking) -> Result<bool, TelegramError> {
    let is_own = tracking.owner.is_none() || tracking.owner == who.person;
    if who.kind == ChatKind::Private
        || bot.changes_in_groups == ChangesInGroups::Everybody
        || is_own
        || who.is_anonymous()
    {
        return Ok(true);
    }
    match who.person {
        Some(person) => bot.telegram.is_administrator(who.chat, person).await,
        None => Ok(true),
    }
}
