//! In which language the bot speaks in a chat: the person's, unless `/lang` has chosen another. The choice is kept by
//! Telegram itself, as the menu of commands of that chat; what was asked for once is remembered while this process lives.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::{Language, reply};
use telegram::{Person, Telegram, TelegramError};

use crate::who::spoken_by;

/// So many chats are remembered; more are asked for again.
const MOST: usize = 10_000;

/// The choices that are known. None is a chat without one.
#[derive(Default)]
pub(crate) struct Languages {
    chosen: Mutex<HashMap<i64, Option<Language>>>,
}

impl Languages {
    /// The language for a person in a chat. Where Telegram does not tell a choice, the person's app decides.
    pub(crate) async fn of(&self, telegram: &Telegram, chat: i64, person: Option<&Person>) -> Language {
        let chosen = match self.known(chat) {
            Some(chosen) => chosen,
            None => match telegram.chat_commands(chat).await {
                Ok(menu) => self.keep(chat, language_of(&menu)),
                Err(error) => {
                    tracing::debug!(%error, "the chat's menu is not known");
                    if matches!(error, TelegramError::Unavailable(_) | TelegramError::Flood { .. }) {
                        None
                    } else {
                        self.keep(chat, None)
                    }
                }
            },
        };
        chosen.unwrap_or_else(|| spoken_by(person))
    }

    /// Chooses a language for a chat.
    pub(crate) async fn choose(
        &self,
        telegram: &Telegram,
        chat: i64,
        language: Language,
    ) -> Result<(), TelegramError> {
        telegram
            .set_chat_commands(chat, &reply::commands(language))
            .await?;
        self.keep(chat, Some(language));
        Ok(())
    }

    fn known(&self, chat: i64) -> Option<Option<Language>> {
        let chosen = self.chosen.lock().unwrap_or_else(PoisonError::into_inner);
        chosen.get(&chat).copied()
    }

    fn keep(&self, chat: i64, language: Option<Language>) -> Option<Language> {
        let mut chosen = self.chosen.lock().unwrap_or_else(PoisonError::into_inner);
        if chosen.len() >= MOST {
            chosen.clear();
        }
        chosen.insert(chat, language);
        language
    }
}

/// The language in which a menu of ours is written.
fn language_of(menu: &[(String, String)]) -> Option<Language> {
    Language::ALL.into_iter().find(|language| {
        let ours = reply::commands(*language);
        ours.iter()
            .any(|(name, words)| menu.iter().any(|(known, text)| known == name && text == words))
    })
}
