//! `/stop`: which tracking, and what has become of it.

use super::{Button, Reply, escape};
use crate::Tracking;

/// Longest text of a button.
const LONGEST_BUTTON: usize = 60;
/// More buttons than this are no choice; a name is quicker.
const MOST_BUTTONS: usize = 40;

/// The trackings as buttons.
pub fn stop_choices(trackings: &[Tracking]) -> Reply {
    choices("Which tracking shall I stop?".to_owned(), trackings)
}

/// No tracking, or more than one, has the name that was typed.
pub fn unknown_name(name: &str, trackings: &[Tracking]) -> Reply {
    let name: String = name.chars().take(LONGEST_BUTTON).collect();
    let text = format!(
        "“{}” is not the name of one tracking, nothing was stopped. Which one do you mean?",
        escape(&name)
    );
    choices(text, trackings)
}

/// There is nothing that could be stopped.
pub fn nothing_to_stop() -> Reply {
    Reply::text("Nothing is tracked in this chat, so there is nothing to stop.")
}

/// The Scheduler job is gone; `backup` tells whether the last CSV was asked for.
pub fn stopped(title: &str, backup: bool) -> Reply {
    let rest = if backup {
        "Its rows stay in the sheet, the last backup is being written."
    } else {
        "Its rows stay in the sheet; the last backup could not be asked for, tell the operator if you need the CSV."
    };
    Reply::text(format!("⏹ <b>{}</b> is stopped. {rest}", escape(title)))
}

/// The Scheduler job was gone before.
pub fn already_stopped() -> Reply {
    Reply::text("⏹ This tracking is stopped already, nothing was changed. /list shows what is left.")
}

fn choices(html: String, trackings: &[Tracking]) -> Reply {
    let reply = Reply::text(html);
    trackings
        .iter()
        .take(MOST_BUTTONS)
        .fold(reply, |reply, tracking| {
            let job = tracking.scheduler_job.as_deref().unwrap_or(&tracking.id);
            let text: String = format!("⏹ {}", tracking.title())
                .chars()
                .take(LONGEST_BUTTON)
                .collect();
            reply.with_row(vec![Button::new(text, format!("stop:{job}"))])
        })
}
