//! The guided `/track`: one card whose question changes with each step, and a prompt below it where words are needed. Below
//! the question stands the draft so far, as the command that says the same: the bot itself keeps nothing.

use super::refusal::reason;
use super::texts::Fill;
use super::{Asks, Button, Reply, escape};
use crate::command::{Draft, Field, Part, Prompt, TrackError};
use crate::{Interval, Language, PlatformName};

/// Intervals to choose from.
const INTERVALS: [&str; 7] = ["10s", "30s", "1m", "5m", "15m", "1h", "auto"];

/// What a card of the conversation is about.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// What is known so far.
    pub draft: &'a Draft,
    /// The person's message that began it; it stands in every button.
    pub asked_in: i32,
    /// What was typed wrong.
    pub wrong: Option<&'a TrackError>,
}

/// Asks for a part. `platforms` are the names with their labels; `takes_url` says that the platform's events are links.
pub fn ask(
    language: Language,
    question: Question<'_>,
    part: Part,
    platforms: &[(PlatformName, String)],
    takes_url: bool,
) -> Reply {
    let texts = language.texts();
    let words = match part {
        Part::Platform => texts.ask_what.to_owned(),
        Part::Event if takes_url => texts.ask_link.to_owned(),
        Part::Event => Fill::new(texts.ask_event)
            .put("platform", &platform(question.draft))
            .done(),
        Part::Deadline => Fill::new(texts.ask_deadline)
            .put("title", &title(question.draft))
            .done(),
    };
    let card = card(language, question, &words);
    let card = match part {
        Part::Platform => platform_buttons(language, card, question.asked_in, platforms),
        Part::Event => card,
        Part::Deadline => deadline_buttons(language, card, question.asked_in),
    };
    card.with_row(vec![Button::new(
        texts.b_cancel,
        format!("cancel:{}", question.asked_in),
    )])
}

/// The prompt that opens the person's keyboard for words.
pub fn prompt(language: Language, prompt: &Prompt, platform: &str, takes_url: bool) -> Reply {
    let texts = language.texts();
    let (words, hint) = match prompt.field {
        Field::Event if takes_url => (texts.prompt_link, texts.prompt_hint_link),
        Field::Event => (texts.prompt_event, texts.prompt_hint_event),
        Field::Deadline => (texts.prompt_deadline, texts.prompt_hint_deadline),
        Field::Below => (texts.prompt_below, texts.prompt_hint_below),
    };
    let words = Fill::new(words).put("platform", platform).done();
    Reply {
        html: format!("{words}\n\n<code>{}</code>", escape(&prompt.to_string())),
        buttons: Vec::new(),
        asks: Some(Asks {
            placeholder: hint.to_owned(),
        }),
    }
}

/// Which part shall be different.
pub fn edit(language: Language, question: Question<'_>) -> Reply {
    let texts = language.texts();
    let button = |text: &str, part: &str| Button::new(text, format!("e:{}:{part}", question.asked_in));
    card(language, question, texts.edit_what)
        .with_row(vec![
            button(texts.b_platform, "platform"),
            button(texts.b_event, "event"),
        ])
        .with_row(vec![
            button(texts.b_deadline, "deadline"),
            button(texts.b_interval, "interval"),
        ])
        .with_row(vec![
            button(texts.b_alerts, "alerts"),
            back(language, question.asked_in),
        ])
}

/// How often.
pub fn intervals(language: Language, question: Question<'_>) -> Reply {
    let texts = language.texts();
    let chosen = question.draft.interval.to_string();
    let button = |code: &str| {
        let name = if code == Interval::Auto.to_string() {
            texts.b_auto
        } else {
            code
        };
        Button::new(
            ticked(name, code == chosen),
            format!("i:{}:{code}", question.asked_in),
        )
    };
    let (seconds, minutes) = INTERVALS.split_at(3);
    card(language, question, texts.ask_interval)
        .with_row(seconds.iter().map(|code| button(code)).collect())
        .with_row(minutes.iter().map(|code| button(code)).collect())
        .with_row(vec![back(language, question.asked_in)])
}

/// What the chat wants to hear at once.
pub fn alerts(language: Language, question: Question<'_>) -> Reply {
    let texts = language.texts();
    let alerts = &question.draft.alerts;
    let button = |text: &str, is_on, alert: &str| {
        Button::new(ticked(text, is_on), format!("a:{}:{alert}", question.asked_in))
    };
    card(language, question, texts.ask_alerts)
        .with_row(vec![
            button(texts.b_alert_stock, alerts.stock, "stock"),
            button(texts.b_alert_change, alerts.change, "change"),
        ])
        .with_row(vec![
            button(texts.b_alert_below, alerts.below.is_some(), "below"),
            button(texts.b_alert_off, false, "off"),
        ])
        .with_row(vec![Button::new(
            texts.b_done,
            format!("back:{}", question.asked_in),
        )])
}

fn card(language: Language, question: Question<'_>, words: &str) -> Reply {
    let wrong = question
        .wrong
        .map(|error| format!("⚠️ {}\n\n", reason(language, error)));
    let code = escape(&question.draft.canonical());
    Reply::text(format!(
        "{}{words}\n\n<code>{code}</code>",
        wrong.unwrap_or_default()
    ))
}

fn platform_buttons(
    language: Language,
    card: Reply,
    asked_in: i32,
    platforms: &[(PlatformName, String)],
) -> Reply {
    const ANY_PAGE: &str = "web";
    let button = |name: &str, text: &str| Button::new(text, format!("p:{asked_in}:{name}"));
    let card = card.with_row(vec![button(ANY_PAGE, language.texts().b_link)]);
    let named: Vec<_> = platforms
        .iter()
        .filter(|(name, _)| name.as_str() != ANY_PAGE)
        .collect();
    named.chunks(2).fold(card, |card, row| {
        card.with_row(
            row.iter()
                .map(|(name, label)| button(name.as_str(), label))
                .collect(),
        )
    })
}

fn deadline_buttons(language: Language, card: Reply, asked_in: i32) -> Reply {
    let texts = language.texts();
    let button = |text: &str, choice: &str| Button::new(text, format!("d:{asked_in}:{choice}"));
    card.with_row(vec![
        button(texts.b_hour, "hour"),
        button(texts.b_tonight, "tonight"),
    ])
    .with_row(vec![
        button(texts.b_tomorrow, "tomorrow"),
        button(texts.b_other, "other"),
    ])
}

fn back(language: Language, asked_in: i32) -> Button {
    Button::new(language.texts().b_back, format!("back:{asked_in}"))
}

fn ticked(text: &str, is_on: bool) -> String {
    if is_on {
        format!("✓ {text}")
    } else {
        text.to_owned()
    }
}

fn platform(draft: &Draft) -> String {
    draft
        .platform
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default()
}

fn title(draft: &Draft) -> String {
    let event = draft
        .event
        .as_ref()
        .map(crate::EventName::short)
        .unwrap_or_default();
    format!("{} {event}", platform(draft))
}
