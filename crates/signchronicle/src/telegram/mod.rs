//! The real Telegram for the system on this machine: `TELEGRAM_BOT_TOKEN=... cargo run`.
//!
//! - `take_over`: whether the bot's updates are free to be fetched.
//! - `poll`: fetches them, through losses of the network, and confirms what was handled.
//! - `pairing`: the chat that knows the code on the terminal becomes the owner.
//! - `hand_over`: gives each update to the bot's webhook, by the local cloud that runs the bot.
//! - `kept`: what outlives a run, in the data folder.
//!
//! The bot itself is given the token and calls the real API; everything else it calls stays local.

mod hand_over;
mod kept;
mod outage;
mod pairing;
mod poll;
mod take_over;

use std::convert::Infallible;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use domain::Language;
use domain::reply::{self, Reply};
use serde_json::Value;
use telegram::Telegram;

use hand_over::HandOver;
use kept::Kept;
use pairing::{Heard, Pairing};
use poll::Poll;
pub(crate) use take_over::Refused;

const TOKEN: &str = "TELEGRAM_BOT_TOKEN";

/// The real Telegram, where this process was given a bot's token.
pub(crate) struct Real {
    telegram: Arc<Telegram>,
    poll: Poll,
    kept: Kept,
    audience: Audience,
}

/// Whose updates the bot gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Audience {
    /// Everybody's: the bot knows by `ALLOWED_CHAT_IDS` and `ALLOWED_USER_IDS` whom to serve.
    AsTheBotDecides,
    /// Those of the chat that has paired.
    Owner(i64),
    /// Nobody has paired yet.
    Nobody,
}

impl Real {
    /// By the environment; nothing without a token. Calls nobody yet.
    pub(crate) fn new(
        data: &Path,
        take_over: bool,
        variable: &dyn Fn(&str) -> Option<String>,
    ) -> anyhow::Result<Option<Self>> {
        let is_set = |name| variable(name).is_some_and(|value| !value.trim().is_empty());
        if !is_set(TOKEN) {
            return Ok(None);
        }
        let telegram = bot_service::telegram(variable).context("Nothing was started")?;
        let (telegram, kept) = (Arc::new(telegram), Kept::new(data)?);
        let audience = if is_set("ALLOWED_CHAT_IDS") || is_set("ALLOWED_USER_IDS") {
            Audience::AsTheBotDecides
        } else {
            kept.owner()?.map_or(Audience::Nobody, Audience::Owner)
        };
        let poll = Poll::new(telegram.clone(), kept.last()?, take_over);
        Ok(Some(Self {
            telegram,
            poll,
            kept,
            audience,
        }))
    }

    /// Refuses what Telegram would not give, before anything is started, and with `--take-over` takes it. That Telegram
    /// cannot be reached is no reason: trackings go on without it.
    pub(crate) async fn claim(&mut self) -> Result<(), Refused> {
        self.poll.claim_once().await
    }

    /// Waits until a chat has sent the code, where nobody owns the bot.
    pub(crate) async fn pair(&mut self) -> anyhow::Result<()> {
        if self.audience != Audience::Nobody {
            return Ok(());
        }
        let mut pairing = Pairing::new(random()?);
        self.show(&pairing).await;
        loop {
            for update in self.poll.next().await? {
                let heard = heard(&mut pairing, &update.object);
                if let Heard::Right { chat, .. } = heard {
                    self.kept.keep_owner(chat)?;
                    self.audience = Audience::Owner(chat);
                }
                self.poll.is_done(&self.kept, update.id);
                match heard {
                    Heard::Right { chat, language } => {
                        self.welcome(chat, language).await;
                        return Ok(());
                    }
                    Heard::TooManyWrong => {
                        pairing = Pairing::new(random()?);
                        println!("Too many wrong codes were sent to the bot: there is a new one.");
                        self.show(&pairing).await;
                    }
                    Heard::Wrong { chat, language } => {
                        self.tell(chat, &reply::wrong_code(language)).await;
                    }
                    Heard::Nothing => {}
                }
            }
        }
    }

    /// What the bot finds in its environment besides what the operator has set.
    pub(crate) fn bot_env(&self, variable: &dyn Fn(&str) -> Option<String>) -> Vec<(String, String)> {
        let api = variable("TELEGRAM_API_URL").filter(|url| !url.trim().is_empty());
        let api = api.unwrap_or_else(|| bot_service::TELEGRAM_API_URL.to_owned());
        let mut env = vec![("TELEGRAM_API_URL".to_owned(), api)];
        env.extend(variable(TOKEN).map(|token| (TOKEN.to_owned(), token)));
        match self.audience {
            Audience::Owner(chat) => env.push(("ALLOWED_CHAT_IDS".to_owned(), chat.to_string())),
            // The local cloud's own chat is nobody here.
            Audience::Nobody | Audience::AsTheBotDecides => {
                env.push((
                    "ALLOWED_CHAT_IDS".to_owned(),
                    variable("ALLOWED_CHAT_IDS").unwrap_or_default(),
                ));
            }
        }
        env
    }

    /// Gives the bot at `origin` its updates whenever Telegram gives them; it ends with the future.
    pub(crate) async fn serve(mut self, origin: &str) -> anyhow::Result<Infallible> {
        let hand_over = HandOver::new(origin)?;
        let menus = self.telegram.clone();
        tokio::spawn(async move {
            if let Err(error) = bot_service::set_menus(&menus).await {
                tracing::warn!(%error, "the bot's menus and descriptions at Telegram are as before");
            }
        });
        loop {
            for update in self.poll.next_whatever_happens().await {
                if self.audience.hears(&update.object) {
                    hand_over.until_taken(&update).await;
                }
                self.poll.is_done(&self.kept, update.id);
            }
        }
    }

    async fn show(&self, pairing: &Pairing) {
        let code = pairing.code();
        // Without an answer the code alone has to do.
        let link = self.telegram.username().await;
        let link = link.map_or_else(
            |_| String::new(),
            |name| format!(" (or open https://t.me/{name}?start={code})"),
        );
        println!("Nobody owns the bot yet. Send it this code in a private chat{link}:");
        println!("    {code}");
        println!("Nothing runs before that.");
    }

    async fn welcome(&self, chat: i64, language: Language) {
        println!("Chat {chat} owns the bot now.");
        self.tell(chat, &reply::paired(language)).await;
    }

    /// The pairing does not depend on it.
    async fn tell(&self, chat: i64, reply: &Reply) {
        if let Err(error) = self.telegram.send(chat, reply, None).await {
            tracing::warn!(%error, chat, "a chat could not be told how its pairing goes");
        }
    }
}

impl Audience {
    fn hears(self, update: &Value) -> bool {
        match self {
            Self::AsTheBotDecides => true,
            Self::Owner(owner) => chat_of(update) == Some(owner),
            Self::Nobody => false,
        }
    }
}

fn chat_of(update: &Value) -> Option<i64> {
    ["/message", "/callback_query/message", "/my_chat_member"]
        .iter()
        .find_map(|at| update.pointer(at)?["chat"]["id"].as_i64())
}

fn heard(pairing: &mut Pairing, update: &Value) -> Heard {
    let message = &update["message"];
    let (chat, text) = (message["chat"]["id"].as_i64(), message["text"].as_str());
    match (chat, text) {
        (Some(chat), Some(text)) if message["chat"]["type"] == "private" => {
            let language = Language::of_person(message["from"]["language_code"].as_str());
            pairing.hear(chat, language, text)
        }
        _ => Heard::Nothing,
    }
}

fn random() -> anyhow::Result<[u8; pairing::LENGTH]> {
    let mut bytes = [0; pairing::LENGTH];
    getrandom::fill(&mut bytes)
        .map_err(|error| anyhow::anyhow!("Nothing was started: the system has no random numbers: {error}"))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_the_owners_updates_reach_the_bot() {
        let owner = Audience::Owner(5);
        assert!(owner.hears(&json!({ "message": { "chat": { "id": 5 } } })));
        assert!(owner.hears(&json!({ "callback_query": { "message": { "chat": { "id": 5 } } } })));
        assert!(owner.hears(&json!({ "my_chat_member": { "chat": { "id": 5 } } })));
        for others in [
            json!({ "message": { "chat": { "id": 6 } } }),
            json!({ "callback_query": { "from": { "id": 5 }, "message": { "chat": { "id": -5 } } } }),
            json!({ "poll": { "id": 5 } }),
        ] {
            assert!(!owner.hears(&others), "{others}");
            assert!(Audience::AsTheBotDecides.hears(&others), "{others}");
        }
    }

    #[test]
    fn a_code_counts_in_a_private_chat_only() {
        let mut pairing = Pairing::new([3; pairing::LENGTH]);
        let code = pairing.code().to_owned();
        let update = |kind: &str| json!({ "message": { "chat": { "id": 5, "type": kind }, "text": code } });
        assert_eq!(heard(&mut pairing, &update("group")), Heard::Nothing);
        assert!(matches!(
            heard(&mut pairing, &update("private")),
            Heard::Right { chat: 5, .. }
        ));
    }
}
