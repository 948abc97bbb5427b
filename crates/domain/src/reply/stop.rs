//! `/stop` and Undo: what has become of a tracking.

use super::texts::Fill;
use super::{Button, Listed, Reply, View, card, escape};
use crate::command::{Draft, TrackRequest};
use crate::zone::Zone;
use crate::{Deadline, Language, Tracking, mark_of_job};

/// So many UTF-16 units of commands stand in one message; the longest single one is a good thousand.
const MOST_UNITS: usize = 3_000;

/// The Scheduler jobs are gone, which is told in as few messages as all commands fit into. `backup` tells whether all last
/// CSVs were asked for. Undo reads the commands in the message; the mark behind each tells which tracking it was
/// and, in a group, who began it: `#0123456789-2.11`.
pub fn stopped(language: Language, trackings: &[Tracking], backup: bool) -> Vec<Reply> {
    let mut replies = Vec::new();
    let (mut from, mut units) = (0, 0);
    for (at, tracking) in trackings.iter().enumerate() {
        let own = marked_command(tracking).encode_utf16().count();
        if at > from && units + own > MOST_UNITS {
            replies.push(stopped_together(language, &trackings[from..at], backup));
            (from, units) = (at, 0);
        }
        units += own;
    }
    replies.push(stopped_together(language, &trackings[from..], backup));
    replies
}

fn stopped_together(language: Language, trackings: &[Tracking], backup: bool) -> Reply {
    let texts = language.texts();
    let head = match trackings {
        [one] => {
            let template = if backup {
                texts.stopped
            } else {
                texts.stopped_no_backup
            };
            Fill::new(template).put("title", &one.title()).done()
        }
        several => Fill::new(texts.stopped_several)
            .put("count", &several.len().to_string())
            .done(),
    };
    let reply = Reply::text(head).with_line(texts.undo_hint).with_line("");
    trackings
        .iter()
        .fold(reply, |reply, tracking| {
            reply.with_line(&format!("<code>{}</code>", escape(&marked_command(tracking))))
        })
        .with_row(vec![Button::new(texts.b_undo, "undo")])
}

/// The Scheduler job was gone before.
pub fn already_stopped(language: Language) -> Reply {
    Reply::text(language.texts().already_stopped)
}

/// Undo came too late.
pub fn undo_late(language: Language) -> Reply {
    Reply::text(language.texts().undo_late)
}

/// They go on.
pub fn undone(language: Language, listed: &[Listed], view: View<'_>) -> Reply {
    let texts = language.texts();
    match listed {
        [one] => {
            let card = card(one, view);
            Reply {
                html: format!("{}\n{}", texts.undone, card.html),
                ..card
            }
        }
        several => several
            .iter()
            .fold(Reply::text(texts.undone_several), |reply, one| {
                reply.with_line(&format!("<b>{}</b>", escape(&one.tracking.title())))
            }),
    }
}

fn marked_command(tracking: &Tracking) -> String {
    let request = TrackRequest {
        platform: tracking.platform.clone(),
        event: tracking.event.clone(),
        deadline: Deadline::of(tracking.deadline, Zone::Named(tracking.zone)),
        interval: tracking.interval.clone(),
        alerts: tracking.alerts.clone(),
        wishes: tracking.wishes.clone(),
    };
    let job = tracking.scheduler_job.as_deref().unwrap_or(&tracking.id);
    // A private chat's id is its person's.
    let owner = tracking.owner.filter(|owner| tracking.chat_id != Some(*owner));
    let owner = owner.map(|owner| format!(".{owner}")).unwrap_or_default();
    format!(
        "{} #{}{owner}",
        Draft::from(request).canonical(),
        mark_of_job(job)
    )
}
