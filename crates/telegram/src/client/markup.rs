//! What stands below a message.

use domain::reply::{Asks, Button, Reply};
use teloxide::types::{
    ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, MessageId, ReplyMarkup,
    ReplyParameters,
};

/// The longest placeholder that Telegram takes.
const LONGEST_PLACEHOLDER: usize = 64;

/// The buttons, or where there are none the wish for an answer.
pub(super) fn markup(reply: &Reply) -> Option<ReplyMarkup> {
    let buttons = keyboard(reply).map(ReplyMarkup::InlineKeyboard);
    buttons.or_else(|| reply.asks.as_ref().map(force_reply))
}

/// The buttons alone: all that can stand below an edited message.
pub(super) fn keyboard(reply: &Reply) -> Option<InlineKeyboardMarkup> {
    let button = |button: &Button| InlineKeyboardButton::callback(&button.text, &button.data);
    let rows = reply.buttons.iter();
    let rows = rows.map(|row| row.iter().map(button).collect::<Vec<_>>());
    (!reply.buttons.is_empty()).then(|| InlineKeyboardMarkup::new(rows))
}

/// A message whose original was deleted meanwhile is sent without it.
pub(super) fn below(message: i32) -> ReplyParameters {
    ReplyParameters::new(MessageId(message)).allow_sending_without_reply()
}

pub(super) fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

/// In a group only the person whose message is replied to is asked.
fn force_reply(asks: &Asks) -> ReplyMarkup {
    let placeholder: String = asks.placeholder.chars().take(LONGEST_PLACEHOLDER).collect();
    let ask = ForceReply::new().selective();
    ReplyMarkup::ForceReply(if placeholder.is_empty() {
        ask
    } else {
        ask.input_field_placeholder(placeholder)
    })
}
