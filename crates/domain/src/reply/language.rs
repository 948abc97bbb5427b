//! `/lang`: in which language the bot speaks in a chat.

use super::{Button, Reply};
use crate::Language;

/// All languages as buttons, each in its own words.
pub fn language_choices(language: Language) -> Reply {
    let name = |language| match language {
        Language::English => "English",
        Language::Chinese => "中文（香港）",
    };
    let buttons = Language::ALL.map(|one| Button::new(name(one), format!("lang:{one}")));
    Reply::text(language.texts().language_which).with_row(buttons.into())
}

/// It is spoken from now on.
pub fn language_set(language: Language) -> Reply {
    Reply::text(language.texts().language_set)
}
