//! One file per command and per button.
//!
//! `guide` asks for what a `/track` lacks and shows the card before Start, `begin` makes the tracking; `request` asks the
//! tracker for what only it can tell; `named` finds the tracking that a person means.

mod alert;
mod answer;
mod begin;
mod edit;
mod guide;
mod lang;
mod later;
mod link;
mod list;
mod message;
mod named;
mod on_sale;
mod pause;
mod press;
mod request;
mod sheet;
mod stop;
mod track;
mod undo;

use std::time::Duration;

use gcp::ClockError;
use telegram::{Event, TelegramError};
use thiserror::Error;
use tracing::{Instrument, info_span};

use crate::bot::Bot;

pub(crate) use guide::glimpsed;
pub(crate) use on_sale::told as told_on_sale;
pub(crate) use pause::pause_all;

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

impl HandleError {
    /// How long Telegram wants to hear nothing, where that is the reason.
    fn flood(&self) -> Option<Duration> {
        match self {
            Self::Telegram(TelegramError::Flood { after }) => Some(*after),
            _ => None,
        }
    }
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
        Event::Left { chat } => {
            tracing::info!(chat, "the bot may not write there any more");
            pause_all(bot, chat).await;
            Ok(())
        }
        Event::Migrated { from, to } => {
            pause::follow(bot, from, to).await;
            Ok(())
        }
        Event::Ignored => Ok(()),
    }
}
