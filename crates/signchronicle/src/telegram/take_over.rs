//! Whether the bot's updates are free: Telegram gives them to one place only.

use telegram::{Telegram, TelegramError};
use url::Url;

/// Why this system cannot be the bot for as long as nobody changes something.
#[derive(Debug, Clone, thiserror::Error, PartialEq)]
pub(crate) enum Refused {
    #[error(
        "the bot's webhook is set at {host}, where it may be in use. Nothing was changed at Telegram. With `--take-over` \
         the webhook is removed: the bot then answers from here and the system at {host} hears nothing any more"
    )]
    Elsewhere { host: String },
    #[error(transparent)]
    Token(TelegramError),
}

/// How one attempt ended without the updates.
#[derive(Debug)]
pub(super) enum NotClaimed {
    Refused(Refused),
    /// Telegram could not be asked.
    Later(TelegramError),
}

/// Makes sure that no webhook is set, by removing one where that is wanted.
pub(super) async fn claim(telegram: &Telegram, take_over: bool) -> Result<(), NotClaimed> {
    let name = telegram.username().await?;
    let Some(webhook) = telegram.webhook().await? else {
        return Ok(());
    };
    let host = host(&webhook);
    if !take_over {
        return Err(NotClaimed::Refused(Refused::Elsewhere { host }));
    }
    telegram.delete_webhook().await?;
    tracing::warn!(
        bot = name,
        host,
        "the bot was taken over from where its webhook was set"
    );
    Ok(())
}

impl From<TelegramError> for NotClaimed {
    fn from(error: TelegramError) -> Self {
        match error {
            TelegramError::Token => Self::Refused(Refused::Token(error)),
            error => Self::Later(error),
        }
    }
}

/// A webhook's path may be a secret, its host is none.
fn host(webhook: &str) -> String {
    let url = Url::parse(webhook).ok();
    let host = url.as_ref().and_then(Url::host_str);
    host.unwrap_or("an unknown place").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_webhook_only_the_host_is_shown() {
        assert_eq!(host("https://bot.example/s3cret/path?token=x"), "bot.example");
        assert_eq!(host("nonsense"), "an unknown place");
    }
}
