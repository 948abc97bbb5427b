//! The two Google services that make a tracking run.
//!
//! - [`Scheduler`]: Cloud Scheduler jobs, one per tracking, created, listed, read, changed, fired and deleted. A [`JobSpec`] is
//!   what is created, a [`Job`] what is read back.
//! - [`Runs`]: executions of the Cloud Run Job, started by hand with overrides; it also knows the URL that a Scheduler
//!   job calls.
//!
//! Replies to people are never made from [`SchedulerError`] or [`RunError`]: those tell the operator what to do.

mod error;
mod job;
mod run;
mod scheduler;

pub use error::{RunError, SchedulerError};
pub use job::{Job, JobSpec, State, Target, TargetKind};
pub use run::Runs;
pub use scheduler::{Created, Scheduler};
