//! The card before Start: what was understood, and what one reading says of it.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::texts::Fill;
use super::{Button, Reply, escape, words};
use crate::command::TrackRequest;
use crate::event::Told;
use crate::zone::Zone;
use crate::{Alerts, Language};

/// What stands behind Edit's data while a reading is on its way that will complete the card.
pub const AWAITED: &str = "awaited";

/// The one reading of the page before Start.
#[derive(Debug, Clone, Copy)]
pub enum Glimpse<'a> {
    /// None was asked for.
    None,
    /// It was asked for.
    Pending,
    /// It is there.
    Seen(&'a Told),
}

/// What was understood, with Start, Edit and Cancel. The command in it is what Start reads: the bot itself keeps nothing.
/// `tracked_until` is the deadline of a tracking of the same event that the chat has already.
pub fn confirm(
    language: Language,
    request: &TrackRequest,
    asked_in: i32,
    (now, zone): (DateTime<Utc>, Tz),
    glimpse: Glimpse<'_>,
    tracked_until: Option<DateTime<Utc>>,
) -> Reply {
    let texts = language.texts();
    let zone = Zone::Named(zone);
    let head = Fill::new(texts.confirm)
        .put("title", &format!("{} {}", request.platform, request.event))
        .put("deadline", &words::deadline(language, &request.deadline, zone))
        .put("left", &words::span(language, request.deadline.at() - now))
        .put("interval", &words::interval(language, &request.interval));
    let mut reply = Reply::text(head.done());
    if !request.alerts.is_none() {
        reply = reply.with_line(&alerts_line(language, &request.alerts));
    }
    if let Some(until) = tracked_until {
        let deadline = words::clock(language, until, zone);
        reply = reply.with_line(&Fill::new(texts.confirm_tracked).put("deadline", &deadline).done());
    }
    let edit = match glimpse {
        Glimpse::Pending => format!("edit:{asked_in}:{AWAITED}"),
        Glimpse::None | Glimpse::Seen(_) => format!("edit:{asked_in}"),
    };
    reply = match glimpse {
        Glimpse::None => reply,
        Glimpse::Pending => reply.with_line(&format!("\n{}", texts.confirm_reading)),
        Glimpse::Seen(told) => reply.with_line(&format!("\n{}", seen(language, told))),
    };
    reply
        .with_line(&format!("\n<code>{}</code>", escape(&request.canonical())))
        .with_row(vec![
            Button::new(texts.b_start, format!("start:{asked_in}")),
            Button::new(texts.b_edit, edit),
            Button::new(texts.b_cancel, format!("cancel:{asked_in}")),
        ])
}

/// Cancel was pressed.
pub fn cancelled(language: Language) -> Reply {
    Reply::text(language.texts().cancelled)
}

/// The chat may have no more trackings than it has.
pub fn too_many(language: Language, count: usize) -> Reply {
    Reply::text(
        Fill::new(language.texts().too_many)
            .put("count", &count.to_string())
            .done(),
    )
}

/// `🔔 stock, below 100`
pub(super) fn alerts_line(language: Language, alerts: &Alerts) -> String {
    Fill::new(language.texts().card_alerts)
        .put("alerts", &words::alerts(language, alerts))
        .done()
}

fn seen(language: Language, told: &Told) -> String {
    let texts = language.texts();
    match &told.reading {
        Some(reading) => {
            let words = words::reading_or_nothing(language, reading);
            let seen = Fill::new(texts.confirm_read).put("reading", &words).done();
            match &reading.title {
                Some(title) => format!("“{}”\n{seen}", escape(&super::shortened(title, 120))),
                None => seen,
            }
        }
        None => Fill::new(texts.confirm_not_read)
            .put("reason", &told.status)
            .done(),
    }
}
