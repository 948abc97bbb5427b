//! What went wrong with a call to Telegram. No variant holds a URL: the token stands in it.

use std::error::Error as _;
use std::time::Duration;

use thiserror::Error;

/// A call that failed for good: either it must not be repeated, or repeating did not help.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TelegramError {
    /// 401 or 404 in Telegram's own form: the token is not that of a bot.
    #[error("Telegram does not know the bot: check TELEGRAM_BOT_TOKEN and TELEGRAM_API_URL")]
    Token,
    /// Another 4xx: blocked by the person, an unknown chat, a text that cannot be sent.
    #[error("Telegram refused ({code}): {description}")]
    Refused {
        /// The HTTP status.
        code: u16,
        /// Telegram's words.
        description: String,
    },
    /// 400 with `migrate_to_chat_id`: the group has become a supergroup and goes on under another id.
    #[error("the group has become a supergroup, its chat id is now {to}")]
    Migrated {
        /// The new id.
        to: i64,
    },
    /// 429, with a wait that is too long for one request or until the last attempt.
    #[error("Telegram wants us to wait for {} s", after.as_secs())]
    Flood {
        /// How long.
        after: Duration,
    },
    /// A success whose answer says something else than expected: repeating would do it twice.
    #[error("Telegram's answer cannot be read")]
    Unreadable,
    /// 5xx, a broken connection or no answer until the last attempt. Whether the call had an effect is unknown.
    #[error("Telegram is unavailable: {0}")]
    Unavailable(String),
}

impl TelegramError {
    /// Whether sending the same again later is of no use.
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Refused { .. } | Self::Migrated { .. })
    }

    /// Whether nothing can be said in the chat any more: the person blocked the bot or left Telegram, the bot was removed,
    /// may not write, or the chat does not exist.
    pub fn is_gone(&self) -> bool {
        // Every 403 is of that kind; some refusals of that kind are a 400. Words as github.com/tdlib/telegram-bot-api has
        // them.
        const GONE: [&str; 8] = [
            "chat not found",
            "group chat was deleted",
            "group chat was deactivated",
            "not enough rights to send text messages",
            "have no rights to send a message",
            "CHAT_WRITE_FORBIDDEN",
            "CHAT_RESTRICTED",
            "USER_IS_BLOCKED",
        ];
        matches!(self, Self::Refused { code: 403, .. }) || GONE.iter().any(|words| self.says(words))
    }

    /// Sorts an answer that is no success.
    pub(crate) fn of_answer(code: u16, description: String, retry_after: Option<u64>) -> Self {
        match code {
            401 | 404 => Self::Token,
            429 => Self::Flood {
                after: Duration::from_secs(retry_after.unwrap_or(1)),
            },
            400..=499 => Self::Refused { code, description },
            _ => Self::Unavailable(format!("HTTP {code} {description}").trim_end().to_owned()),
        }
    }

    /// Sorts an answer that is no success and not in Telegram's form: a gateway or a hotel's network before it has answered,
    /// which says nothing about the bot or the chat.
    pub(crate) fn of_gateway(code: u16) -> Self {
        match code {
            401 | 403 | 404 | 407 => Self::Unavailable(format!(
                "HTTP {code} from something before it (a gateway, or a wrong TELEGRAM_API_URL)"
            )),
            _ => Self::of_answer(code, String::new(), None),
        }
    }

    /// An editing that would change nothing has had its effect before.
    pub(crate) fn is_not_modified(&self) -> bool {
        self.says("message is not modified")
    }

    /// A message that was deleted before.
    pub(crate) fn is_deleted(&self) -> bool {
        self.says("message to delete not found")
    }

    /// Nobody of that id was ever in the chat.
    pub(crate) fn is_no_member(&self) -> bool {
        self.says("user not found") || self.says("member not found") || self.says("PARTICIPANT_ID_INVALID")
    }

    /// A press that was answered before, or too long ago.
    pub(crate) fn is_old_query(&self) -> bool {
        self.says("query is too old") || self.says("query id is invalid") || self.says("QUERY_ID_INVALID")
    }

    fn says(&self, words: &str) -> bool {
        matches!(self, Self::Refused { description, .. } if description.contains(words))
    }
}

impl From<reqwest::Error> for TelegramError {
    fn from(error: reqwest::Error) -> Self {
        let error = error.without_url();
        let causes = std::iter::successors(error.source(), |cause| (*cause).source());
        Self::Unavailable(causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}")))
    }
}
