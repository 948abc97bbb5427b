//! A pressed button: which one it is, and who may press it.

use std::pin::pin;
use std::time::Duration;

use domain::Command;
use domain::reply::{self, Reply};
use domain::{command, scheduler_job};
use telegram::{Press, TelegramError};
use tokio::time::timeout;

use super::alert::Switch;
use super::edit::Choice;
use super::{HandleError, alert, begin, edit, lang, later, list, pause, request, sheet, stop, undo};
use crate::bot::Bot;
use crate::who::Who;

/// What a button stands for.
#[derive(Debug, PartialEq, Eq)]
enum Button {
    /// Start the tracking that the card describes.
    Start(Card),
    /// A step of the guided `/track`.
    Step(Card, Choice),
    /// Something with the tracking of a Scheduler job.
    Job(Verb, String),
    /// What was stopped goes on.
    Undo,
    /// Speak a language.
    Language(String),
}

/// A card with a draft.
#[derive(Debug, PartialEq, Eq)]
struct Card {
    /// What stands behind `/track`.
    arguments: String,
    /// The person's message that began it.
    asked_in: i32,
}

/// What is to be done with a tracking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verb {
    Stop,
    Now,
    Chart,
    Pace,
    Later,
    Pause,
    Resume,
    Alert(Switch),
    Open,
    Card,
    Sheet,
}

const VERBS: [(&str, Verb); 16] = [
    ("stop", Verb::Stop),
    ("now", Verb::Now),
    ("chart", Verb::Chart),
    ("pace", Verb::Pace),
    ("later", Verb::Later),
    ("pause", Verb::Pause),
    ("resume", Verb::Resume),
    ("alerts", Verb::Alert(Switch::None)),
    ("as", Verb::Alert(Switch::Stock(true))),
    ("xs", Verb::Alert(Switch::Stock(false))),
    ("ac", Verb::Alert(Switch::Change(true))),
    ("xc", Verb::Alert(Switch::Change(false))),
    ("ao", Verb::Alert(Switch::Off)),
    ("open", Verb::Open),
    ("card", Verb::Card),
    ("sheet", Verb::Sheet),
];

/// So long a button waits for what there is to say above the chat. Telegram shows the first answer only.
const SOON: Duration = Duration::from_secs(3);

/// Handles a press. It is answered in every case, and soon.
pub(super) async fn handle(bot: &Bot, press: &Press) -> Result<(), HandleError> {
    let language = crate::who::spoken_by(Some(&press.from));
    if !bot.allows(press.chat, Some(press.from.id)) {
        tracing::info!("neither the chat nor the person is on an allow-list");
        let stranger = reply::stranger(language, press.chat, Some(press.from.id));
        return Ok(bot.notify(press, &stranger).await?);
    }
    let who = bot.presser(press).await;
    let Some(button) = Button::read(press) else {
        return Ok(bot.notify(press, &reply::outdated(who.language)).await?);
    };
    if button.is_somebodys() && press.asked_by.is_some_and(|asker| asker != press.from.id) {
        return Ok(bot.notify(press, &reply::not_yours(who.language)).await?);
    }
    let mut work = pin!(follow(bot, &who, press, button));
    let Ok(done) = timeout(SOON, &mut work).await else {
        bot.acknowledge(press).await;
        return match work.await? {
            Some(notice) => Ok(bot.tell(&who, &notice).await?),
            None => Ok(()),
        };
    };
    match done {
        Ok(Some(notice)) => Ok(bot.notify(press, &notice).await?),
        Err(error) if error.flood().is_some() => Ok(be_quiet(bot, &who, press, &error).await?),
        done => {
            bot.acknowledge(press).await;
            done.map(drop)
        }
    }
}

/// Telegram takes no message now, but perhaps a notice. A press is not sent again: what was done is done, and repeating
/// the rest would be of no use before the time is over.
async fn be_quiet(bot: &Bot, who: &Who, press: &Press, error: &HandleError) -> Result<(), TelegramError> {
    tracing::warn!(
        error = error as &dyn std::error::Error,
        "Telegram wants less messages"
    );
    let seconds = error.flood().map_or(0, |after| after.as_secs());
    bot.notify(press, &reply::flood(who.language, seconds)).await
}

/// Does what the button stands for; what is to be said above the chat is given back.
async fn follow(bot: &Bot, who: &Who, press: &Press, button: Button) -> Result<Option<Reply>, HandleError> {
    match button {
        Button::Start(card) => return begin::handle(bot, who, press, &card.arguments, card.asked_in).await,
        Button::Step(card, choice) => {
            edit::handle(bot, who, press, choice, (&card.arguments, card.asked_in)).await?;
        }
        Button::Job(verb, job) => return with_job(bot, who, verb, &job).await,
        Button::Undo => return undo::handle(bot, who, press).await,
        Button::Language(code) => lang::chosen(bot, who, &code).await?,
    }
    Ok(None)
}

async fn with_job(bot: &Bot, who: &Who, verb: Verb, job: &str) -> Result<Option<Reply>, HandleError> {
    match verb {
        Verb::Stop => return stop::pressed(bot, who, job).await,
        Verb::Now => request::pressed(bot, who, request::What::Reading, job).await,
        Verb::Chart => request::pressed(bot, who, request::What::Chart, job).await,
        Verb::Pace => request::pressed(bot, who, request::What::Sales, job).await,
        Verb::Later => later::pressed(bot, who, job).await,
        Verb::Pause => pause::pressed(bot, who, job, true).await,
        Verb::Resume => pause::pressed(bot, who, job, false).await,
        Verb::Alert(switch) => alert::pressed(bot, who, job, switch).await,
        Verb::Open => list::opened(bot, who, job).await,
        Verb::Card => list::card(bot, who, job).await,
        Verb::Sheet => sheet::pressed(bot, who, job).await,
    }
    .map(|()| None)
}

impl Button {
    /// Reads a button's data. What belongs to a card needs the draft still to stand in the message: once the question is
    /// answered, by a first press for example, the button stands for nothing.
    fn read(press: &Press) -> Option<Self> {
        if press.data == "undo" {
            return Some(Self::Undo);
        }
        let (verb, value) = press.data.split_once(':')?;
        if verb == "lang" {
            return Some(Self::Language(value.to_owned()));
        }
        if let Some((_, verb)) = VERBS.iter().find(|(name, _)| *name == verb) {
            return is_job_id(value).then(|| Self::Job(*verb, value.to_owned()));
        }
        let (asked_in, value) = value.split_once(':').unwrap_or((value, ""));
        let card = Card {
            arguments: draft_in(&press.codes)?,
            asked_in: asked_in.parse().ok()?,
        };
        if verb == "start" {
            return Some(Self::Start(card));
        }
        Choice::read(verb, value).map(|choice| Self::Step(card, choice))
    }

    /// Whether it is only for the person who was asked.
    fn is_somebodys(&self) -> bool {
        matches!(self, Self::Start(_) | Self::Step(..))
    }
}

/// What stands behind the `/track` in the message.
fn draft_in(codes: &[String]) -> Option<String> {
    codes.iter().find_map(|code| match command::parse(code)?.command {
        Command::Track(arguments) => Some(arguments),
        _ => None,
    })
}

/// The data of a press may be forged, and an id becomes part of a URL.
fn is_job_id(text: &str) -> bool {
    text.starts_with(scheduler_job::PREFIX)
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use telegram::{ChatKind, Person};

    use super::*;

    fn press(data: &str, code: &str) -> Press {
        Press {
            id: "q".to_owned(),
            from: Person {
                id: 1,
                language_code: None,
            },
            chat: 1,
            chat_kind: ChatKind::Private,
            message_id: 8,
            message_at: 1,
            asked_by: None,
            data: data.to_owned(),
            codes: vec![code.to_owned()],
        }
    }

    #[test]
    fn a_button_is_read_with_the_card_it_belongs_to() {
        let track = "/track demo ABC until 14:00";
        let card = || Card {
            arguments: "demo ABC until 14:00".to_owned(),
            asked_in: 7,
        };
        let stop = Button::Job(Verb::Stop, "track-demo-1".to_owned());
        let interval = Button::Step(card(), Choice::Interval("10s".to_owned()));
        for (data, code, button) in [
            ("start:7", track, Some(Button::Start(card()))),
            ("cancel:7", track, Some(Button::Step(card(), Choice::Cancel))),
            ("i:7:10s", track, Some(interval)),
            ("stop:track-demo-1", "", Some(stop)),
            ("undo", "", Some(Button::Undo)),
            ("start:7", "", None),
            ("start:7", "/list", None),
            ("start:", track, None),
            ("start:x", track, None),
            ("cancel:7", "", None),
            ("stop:", "", None),
            ("stop:backup", "", None),
            ("stop:track-../../x", "", None),
            ("stop:track-a:run", "", None),
            ("dance", track, None),
            ("dance:7", track, None),
        ] {
            assert_eq!(Button::read(&press(data, code)), button, "{data} {code}");
        }
    }
}
