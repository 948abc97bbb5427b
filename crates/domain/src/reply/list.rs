//! `/list`, and the question which of several trackings is meant.

use chrono::{DateTime, Utc};

use super::card::last_reading;
use super::texts::Fill;
use super::{Button, Listed, Reply, View, card, words};
use crate::{Language, Tracking};

/// Up to here each tracking gets a card of its own; more are an index, for Telegram takes about one message a second.
const MOST_CARDS: usize = 5;
/// So many of an index fill a message.
const ON_A_PAGE: usize = 20;
/// More buttons than this are no choice; a name is quicker.
const MOST_BUTTONS: usize = 40;

/// The trackings as cards, or as an index whose buttons open the cards.
pub fn list(language: Language, trackings: &[Listed], view: View<'_>) -> Vec<Reply> {
    if trackings.len() <= MOST_CARDS {
        return trackings.iter().map(|listed| card(listed, view)).collect();
    }
    let heading = Fill::new(language.texts().list_index)
        .put("count", &trackings.len().to_string())
        .done();
    let pages = trackings.chunks(ON_A_PAGE).enumerate();
    pages
        .map(|(n, page)| index(if n == 0 { &heading } else { "" }, page, language, view.now))
        .collect()
}

/// There is none.
pub fn nothing_tracked(language: Language) -> Reply {
    Reply::text(language.texts().nothing_tracked)
}

/// Which of them is meant; `verb` is what the press then does.
pub fn which(language: Language, verb: &str, trackings: &[Tracking]) -> Reply {
    choices(language.texts().which_one.to_owned(), verb, trackings)
}

/// No tracking, or more than one, has the name that was typed.
pub fn unknown_name(language: Language, verb: &str, name: &str, trackings: &[Tracking]) -> Reply {
    let name = super::shortened(name, 60);
    let text = Fill::new(language.texts().unknown_name).put("name", &name).done();
    choices(text, verb, trackings)
}

fn choices(html: String, verb: &str, trackings: &[Tracking]) -> Reply {
    let few = trackings.iter().take(MOST_BUTTONS);
    few.fold(Reply::text(html), |reply, tracking| {
        let job = tracking.scheduler_job.as_deref().unwrap_or(&tracking.id);
        reply.with_row(vec![Button::new(tracking.title(), format!("{verb}:{job}"))])
    })
}

fn index(heading: &str, page: &[Listed], language: Language, now: DateTime<Utc>) -> Reply {
    let lines: Vec<String> = page.iter().map(|listed| line(listed, language, now)).collect();
    let html = format!("{heading}\n\n{}", lines.join("\n"));
    let reply = Reply::text(html.trim_start());
    let buttons: Vec<Button> = page
        .iter()
        .map(|listed| {
            let tracking = &listed.tracking;
            let job = tracking.scheduler_job.as_deref().unwrap_or(&tracking.id);
            Button::new(tracking.title(), format!("open:{job}"))
        })
        .collect();
    buttons
        .chunks(2)
        .fold(reply, |reply, row| reply.with_row(row.to_vec()))
}

fn line(listed: &Listed, language: Language, now: DateTime<Utc>) -> String {
    let note = &listed.note;
    let state = if listed.next.is_none() {
        "⏸"
    } else if note.is_silent || note.failing_since.is_some() {
        "⚠️"
    } else {
        "▶️"
    };
    let left = (listed.tracking.deadline - now).max(chrono::Duration::zero());
    Fill::new(language.texts().list_line)
        .put("state", state)
        .put("title", &listed.tracking.title())
        .put("left", &words::span(language, left))
        .html("reading", &last_reading(listed, now))
        .done()
}
