//! A tracking's card: how it is, with buttons for all that can be done with it.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::confirm::alerts_line;
use super::texts::Fill;
use super::{Button, Reply, escape, pace, words};
use crate::zone::Zone;
use crate::{LONGEST_DAYS, Language, Note, Outlook, Tracking};

/// A tracking with what Scheduler knows of its job, and what events have told of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// The tracking.
    pub tracking: Tracking,
    /// What events have told.
    pub note: Note,
    /// The last start of an execution.
    pub last: Option<Firing>,
    /// The next one; none while it is paused.
    pub next: Option<DateTime<Utc>>,
    /// Where it will end, where that was just worked out.
    pub outlook: Option<Outlook>,
}

/// One firing of a Scheduler job. That it was accepted says nothing about a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Firing {
    /// When.
    pub at: DateTime<Utc>,
    /// Whether Cloud Run took it.
    pub accepted: bool,
}

/// What is the same for all cards.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The present.
    pub now: DateTime<Utc>,
    /// The spreadsheet's address, where the bot knows it.
    pub sheet: Option<&'a str>,
}

/// The card, in the tracking's language.
pub fn card(listed: &Listed, view: View<'_>) -> Reply {
    let (tracking, texts) = (&listed.tracking, listed.tracking.language.texts());
    let title = Fill::new(texts.card).put("title", &tracking.title()).done();
    let lines = [
        Some(last_reading(listed, view.now)),
        listed
            .outlook
            .as_ref()
            .map(|outlook| pace::outlook_line(tracking.language, outlook)),
        Some(until(tracking, view.now)),
        Some(state(listed, view.now)),
        trouble(listed, view.now),
        (!tracking.alerts.is_none()).then(|| alerts_line(tracking.language, &tracking.alerts)),
        view.sheet.map(|sheet| {
            format!(
                "<a href=\"{}\">{}</a>",
                escape(&tab_url(sheet, tracking)),
                texts.card_sheet
            )
        }),
    ];
    let card = lines
        .into_iter()
        .flatten()
        .fold(Reply::text(title), |card, line| card.with_line(&line));
    with_buttons(card, listed)
}

/// The tracking has begun; `first_reading` is false when its first execution could not be started at once.
pub fn begun(listed: &Listed, view: View<'_>, first_reading: bool) -> Reply {
    let (tracking, language) = (&listed.tracking, listed.tracking.language);
    let texts = language.texts();
    let begun = Fill::new(texts.begun)
        .put("title", &tracking.title())
        .put(
            "deadline",
            &words::clock(language, tracking.deadline, Zone::Named(tracking.zone)),
        )
        .put("left", &words::span(language, tracking.deadline - view.now))
        .put("interval", &words::interval(language, &tracking.interval));
    let next = if first_reading {
        texts.first_reading_comes
    } else {
        texts.first_reading_later
    };
    with_buttons(Reply::text(begun.done()).with_line(next), listed)
}

/// Whoever pressed pressed a card of another time.
pub fn moved_already(language: Language) -> Reply {
    Reply::text(language.texts().moved_already)
}

/// The deadline cannot be moved so far.
pub fn later_too_far(language: Language) -> Reply {
    let text = Fill::new(language.texts().later_too_far).put("days", &LONGEST_DAYS.to_string());
    Reply::text(text.done())
}

/// What a tracking's last reading said, with its time.
pub(super) fn last_reading(listed: &Listed, now: DateTime<Utc>) -> String {
    let (language, zone) = (listed.tracking.language, Zone::Named(listed.tracking.zone));
    let last = listed.note.last.as_ref().and_then(crate::note::Glance::reading);
    match last {
        Some((at, reading)) => Fill::new(language.texts().card_reading)
            .put("reading", &words::reading_or_nothing(language, &reading))
            .put("at", &words::time(language, at, now, zone))
            .done(),
        None => language.texts().card_no_reading.to_owned(),
    }
}

/// The address of the tracking's tab.
pub(super) fn tab_url(sheet: &str, tracking: &Tracking) -> String {
    format!("{sheet}#gid={}", crate::sheet_id(&tracking.id))
}

fn until(tracking: &Tracking, now: DateTime<Utc>) -> String {
    let (language, texts) = (tracking.language, tracking.language.texts());
    let template = if tracking.deadline > now {
        texts.card_until
    } else {
        texts.card_passed
    };
    Fill::new(template)
        .put(
            "deadline",
            &words::clock(language, tracking.deadline, Zone::Named(tracking.zone)),
        )
        .put("left", &words::span(language, tracking.deadline - now))
        .done()
}

fn state(listed: &Listed, now: DateTime<Utc>) -> String {
    let tracking = &listed.tracking;
    let (language, texts) = (tracking.language, tracking.language.texts());
    let interval = words::interval(language, &tracking.interval);
    match next_reading(listed, now) {
        Some(at) => Fill::new(texts.card_next)
            .put("interval", &interval)
            .put("at", &precise(language, at, now, tracking.zone))
            .done(),
        None => Fill::new(texts.card_paused).put("interval", &interval).done(),
    }
}

/// Samples come in between the firings below a minute, and between those of a longer interval nothing is read.
fn next_reading(listed: &Listed, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let next = listed.next?;
    listed.tracking.schedule().next(now).or(Some(next))
}

fn precise(language: Language, at: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> String {
    let words = words::time(language, at, now, Zone::Named(zone));
    if at.timestamp() % 60 == 0 {
        return words;
    }
    words.replacen(
        &at.with_timezone(&zone).format("%H:%M").to_string(),
        &at.with_timezone(&zone).format("%H:%M:%S").to_string(),
        1,
    )
}

/// What is wrong with it, if anything is.
fn trouble(listed: &Listed, now: DateTime<Utc>) -> Option<String> {
    let (language, zone) = (listed.tracking.language, Zone::Named(listed.tracking.zone));
    let (texts, note) = (language.texts(), &listed.note);
    if let (true, Some(heard)) = (note.is_silent, note.heard) {
        let since = words::time(language, heard, now, zone);
        return Some(Fill::new(texts.card_silent).put("since", &since).done());
    }
    if let Some(since) = note.failing_since {
        let text = Fill::new(texts.card_failing)
            .put("since", &words::time(language, since, now, zone))
            .put("reason", note.reason.as_deref().unwrap_or("?"));
        return Some(text.done());
    }
    let is_refused = listed.last.is_some_and(|last| !last.accepted);
    is_refused.then(|| texts.card_refused.to_owned())
}

fn with_buttons(card: Reply, listed: &Listed) -> Reply {
    let (tracking, texts) = (&listed.tracking, listed.tracking.language.texts());
    let job = tracking.scheduler_job.as_deref().unwrap_or(&tracking.id);
    let button = |text: &str, verb: &str| Button::new(text, format!("{verb}:{job}"));
    let pause = if listed.next.is_some() {
        button(texts.b_pause, "pause")
    } else {
        button(texts.b_resume, "resume")
    };
    let card = card
        .with_row(vec![
            button(texts.b_now, "now"),
            button(texts.b_chart, "chart"),
            button(texts.b_stop, "stop"),
        ])
        .with_row(vec![
            button(texts.b_later, "later"),
            pause,
            button(texts.b_alerts, "alerts"),
        ]);
    if tells_sales(listed) {
        card.with_row(vec![button(texts.b_pace, "pace")])
    } else {
        card
    }
}

fn tells_sales(listed: &Listed) -> bool {
    let last = listed.note.last.as_ref().and_then(crate::note::Glance::reading);
    last.is_some_and(|(_, reading)| reading.sold.is_some())
}
