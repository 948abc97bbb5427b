//! What people read when Google fails, and what the operator reads in the log.

use std::error::Error;

use domain::Language;
use domain::reply::{self, Reply};
use scheduler::{RunError, SchedulerError};

/// Logs an error with all its causes, and the tracking that it concerns.
pub(crate) fn log(error: &(dyn Error + 'static), tracking: Option<&str>, message: &str) {
    tracing::error!(tracking, error, "{message}");
}

/// The Scheduler job could not be created, or nobody knows whether it was.
pub(crate) fn not_started(language: Language, error: &SchedulerError) -> Reply {
    reply::not_started(language, is_unsure(error))
}

/// The deadline could not be moved, or nobody knows whether it was.
pub(crate) fn not_moved(language: Language, error: &SchedulerError) -> Reply {
    reply::not_moved(language, is_unsure(error))
}

/// The Scheduler jobs could not be read or changed.
pub(crate) fn not_changed(language: Language, error: &SchedulerError) -> Reply {
    if is_unsure(error) {
        reply::not_changed(language)
    } else {
        reply::scheduler_refused(language)
    }
}

/// The Scheduler job could not be deleted, or nobody knows whether it was.
pub(crate) fn not_stopped(language: Language, error: &SchedulerError) -> Reply {
    reply::not_stopped(language, is_unsure(error))
}

/// No execution was started to answer.
pub(crate) fn not_run(language: Language, error: &RunError) -> Reply {
    reply::not_run(language, matches!(error, RunError::Unavailable(_)))
}

fn is_unsure(error: &SchedulerError) -> bool {
    matches!(error, SchedulerError::Unavailable(_))
}
