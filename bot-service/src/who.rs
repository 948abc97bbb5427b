//! Who speaks to the bot, where, and in which language.

use domain::Language;
use telegram::{ChatKind, Person, Press, Text};

/// As whom Telegram shows an administrator who is anonymous (`GroupAnonymousBot`).
const ANONYMOUS: i64 = 1_087_968_824;

/// A person in a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Who {
    pub(crate) chat: i64,
    pub(crate) kind: ChatKind,
    /// Nobody where a chat speaks for itself.
    pub(crate) person: Option<i64>,
    pub(crate) language: Language,
    /// The message or the button's message.
    pub(crate) message: i32,
}

impl Who {
    pub(crate) fn wrote(text: &Text, language: Language) -> Self {
        Self {
            chat: text.chat,
            kind: text.chat_kind,
            person: text.from.as_ref().map(|person| person.id),
            language,
            message: text.message_id,
        }
    }

    pub(crate) fn pressed(press: &Press, language: Language) -> Self {
        Self {
            chat: press.chat,
            kind: press.chat_kind,
            person: Some(press.from.id),
            language,
            message: press.message_id,
        }
    }

    /// Whether Telegram hides who it is, which it does for administrators only.
    pub(crate) fn is_anonymous(&self) -> bool {
        self.person.is_none_or(|person| person == ANONYMOUS)
    }
}

/// The language of a person's app.
pub(crate) fn spoken_by(person: Option<&Person>) -> Language {
    Language::of_person(person.and_then(|person| person.language_code.as_deref()))
}
