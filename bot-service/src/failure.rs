//! What people read when Google fails, and what the operator reads in the log.

use std::error::Error;

use domain::reply::{self, Reply};
use scheduler::SchedulerError;

const AGAIN: &str = "Try again in a minute.";
const OPERATOR: &str = "Tell the operator of this bot: the log says what to do.";

/// Logs an error with all its causes, and the tracking that it concerns.
pub(crate) fn log(error: &(dyn Error + 'static), tracking: Option<&str>, message: &str) {
    tracing::error!(tracking, error, "{message}");
}

/// The Scheduler job could not be created, or nobody knows whether it was.
pub(crate) fn not_started(error: &SchedulerError) -> Reply {
    match error {
        SchedulerError::Unavailable(_) => reply::failure(
            "Cloud Scheduler does not answer.",
            "I cannot tell whether the tracking was started.",
            "Press Start again: it never starts a second one.",
        ),
        _ => reply::failure(
            "Cloud Scheduler refused the tracking.",
            "Nothing was started.",
            OPERATOR,
        ),
    }
}

/// The Scheduler jobs could not be read.
pub(crate) fn not_read(error: &SchedulerError) -> Reply {
    let changed = "Nothing was changed, what is tracked goes on.";
    match error {
        SchedulerError::Unavailable(_) => reply::failure("Cloud Scheduler does not answer.", changed, AGAIN),
        _ => reply::failure("I may not read the trackings.", changed, OPERATOR),
    }
}

/// The Scheduler job could not be deleted, or nobody knows whether it was.
pub(crate) fn not_stopped(error: &SchedulerError) -> Reply {
    match error {
        SchedulerError::Unavailable(_) => reply::failure(
            "Cloud Scheduler does not answer.",
            "I cannot tell whether the tracking was stopped.",
            "Send /stop again in a minute.",
        ),
        _ => reply::failure(
            "Cloud Scheduler refused to delete the tracking.",
            "Its job still fires, though it may take nothing more.",
            OPERATOR,
        ),
    }
}

/// A Scheduler job whose body is no tracking.
pub(crate) fn unreadable() -> Reply {
    reply::failure("I cannot read this tracking.", "Nothing was changed.", OPERATOR)
}
