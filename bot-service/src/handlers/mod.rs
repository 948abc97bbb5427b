//! One file per command and per button.

mod ending;
mod help;
mod link;
mod list;
mod message;
mod press;
mod press_cancel;
mod press_start;
mod press_stop;
mod start;
mod stop;
mod track;

use gcp::ClockError;
use telegram::{Event, TelegramError};
use thiserror::Error;
use tracing::{Instrument, info_span};

use crate::bot::Bot;

/// Why an update has to come again: the person could not be told.
#[derive(Debug, Error)]
pub(crate) enum HandleError {
    /// Telegram did not take the answer.
    #[error("the answer could not be sent")]
    Telegram(#[from] TelegramError),
    /// The present is unknown.
    #[error("the present is unknown")]
    Clock(#[from] ClockError),
}

/// Handles an update to its end.
pub(crate) async fn handle(bot: &Bot, event: Event) -> Result<(), HandleError> {
    match event {
        Event::Text(text) => {
            let span = info_span!("message", chat = text.chat, message_id = text.message_id);
            message::handle(bot, &text).instrument(span).await
        }
        Event::Press(press) => {
            let span = info_span!("press", chat = press.chat, message_id = press.message_id);
            press::handle(bot, &press).instrument(span).await
        }
        Event::Left { .. } | Event::Migrated { .. } | Event::Ignored => Ok(()),
    }
}
