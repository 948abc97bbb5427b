//! The languages in which the bot speaks.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A language of the bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
pub enum Language {
    /// English.
    #[default]
    #[serde(rename = "en")]
    English,
    /// Traditional Chinese as Hong Kong writes it.
    #[serde(rename = "zh")]
    Chinese,
}

impl Language {
    /// All of them, the default first.
    pub const ALL: [Self; 2] = [Self::English, Self::Chinese];

    /// Reads what [`Self::code`] writes.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|language| language.code().eq_ignore_ascii_case(code.trim()))
    }

    /// The language for a person whose app has an IETF language tag (`zh-hant`, `en-GB`), as Telegram tells it.
    pub fn of_person(tag: Option<&str>) -> Self {
        let primary = tag.and_then(|tag| tag.split(['-', '_']).next());
        primary.and_then(Self::parse).unwrap_or_default()
    }

    /// Its two-letter code, as overrides, buttons and `setMyCommands` have it.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_spoken_to_in_the_apps_language_or_in_english() {
        for (tag, language) in [
            (None, Language::English),
            (Some(""), Language::English),
            (Some("en-GB"), Language::English),
            (Some("ko"), Language::English),
            (Some("zh"), Language::Chinese),
            (Some("zh-hant"), Language::Chinese),
            (Some("ZH_HK"), Language::Chinese),
        ] {
            assert_eq!(Language::of_person(tag), language, "{tag:?}");
        }
    }

    #[test]
    fn codes_are_read_back() {
        for language in Language::ALL {
            assert_eq!(Language::parse(language.code()), Some(language));
        }
        assert_eq!(Language::parse("fr"), None);
    }
}
