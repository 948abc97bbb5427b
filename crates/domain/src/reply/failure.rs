//! What a person reads when a service does not do its part; the log has the chain.

use super::texts::Fill;
use super::{Reply, joined};
use crate::Language;

/// The Scheduler job could not be created (`is_unsure`: nobody knows whether it was).
pub fn not_started(language: Language, is_unsure: bool) -> Reply {
    let texts = language.texts();
    if is_unsure {
        joined(&[
            texts.scheduler_silent,
            texts.unsure_started,
            texts.press_start_again,
        ])
    } else {
        joined(&[
            texts.scheduler_refused,
            texts.nothing_started,
            texts.tell_operator,
        ])
    }
}

/// The deadline could not be moved (`is_unsure`: nobody knows whether it was).
pub fn not_moved(language: Language, is_unsure: bool) -> Reply {
    let texts = language.texts();
    if is_unsure {
        joined(&[
            texts.scheduler_silent,
            texts.unsure_moved,
            texts.press_later_again,
        ])
    } else {
        joined(&[texts.scheduler_refused, texts.deadline_stays, texts.tell_operator])
    }
}

/// The Scheduler job could not be deleted (`is_unsure`: nobody knows whether it was).
pub fn not_stopped(language: Language, is_unsure: bool) -> Reply {
    let texts = language.texts();
    if is_unsure {
        joined(&[texts.scheduler_silent, texts.unsure_stopped, texts.stop_again])
    } else {
        joined(&[texts.delete_refused, texts.still_fires, texts.tell_operator])
    }
}

/// Cloud Scheduler did not answer, and nothing was changed.
pub fn not_changed(language: Language) -> Reply {
    let texts = language.texts();
    joined(&[texts.scheduler_silent, texts.not_changed, texts.try_again])
}

/// Cloud Scheduler refused, and nothing was changed.
pub fn scheduler_refused(language: Language) -> Reply {
    let texts = language.texts();
    joined(&[texts.scheduler_refused, texts.not_changed, texts.tell_operator])
}

/// No execution was started to answer the person (`is_transient`: it may work in a minute).
pub fn not_run(language: Language, is_transient: bool) -> Reply {
    let texts = language.texts();
    if is_transient {
        joined(&[texts.run_silent, texts.not_changed, texts.try_again])
    } else {
        joined(&[texts.run_refused, texts.not_changed, texts.tell_operator])
    }
}

/// The bot is not told what the tracker answers.
pub fn events_off(language: Language) -> Reply {
    Reply::text(language.texts().events_off)
}

/// A Scheduler job whose body is no tracking.
pub fn unreadable(language: Language) -> Reply {
    let texts = language.texts();
    joined(&[texts.unreadable, texts.tell_operator])
}

/// Telegram takes nothing for so many seconds.
pub fn flood(language: Language, seconds: u64) -> Reply {
    let text = Fill::new(language.texts().flood).put("seconds", &seconds.to_string());
    Reply::text(text.done())
}
