//! What Telegram shows of the bot before anybody writes: its menu of commands and its descriptions. They are set when the
//! bot is deployed, and the menu of one chat when that chat chooses a language.

use crate::Language;

/// Commands with what they do, in the order of the menu.
pub fn commands(language: Language) -> [(&'static str, &'static str); 10] {
    let texts = language.texts();
    [
        ("track", texts.m_track),
        ("list", texts.m_list),
        ("now", texts.m_now),
        ("chart", texts.m_chart),
        ("pace", texts.m_pace),
        ("sheet", texts.m_sheet),
        ("stop", texts.m_stop),
        ("alert", texts.m_alert),
        ("lang", texts.m_lang),
        ("help", texts.m_help),
    ]
}

/// What stands on the bot's profile, at most 120 characters.
pub fn about(language: Language) -> &'static str {
    language.texts().m_about
}

/// What an empty chat with the bot shows, at most 512 characters.
pub fn description(language: Language) -> &'static str {
    language.texts().m_description
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn menus_keep_telegrams_limits() {
        for language in Language::ALL {
            for (name, words) in commands(language) {
                assert!((3..=256).contains(&words.chars().count()), "{name}: {words}");
            }
            assert!(about(language).chars().count() <= 120);
            assert!(description(language).chars().count() <= 512);
        }
    }
}
