//! What SignChronicle is about, without any effect: no I/O, no clock, no randomness. The present and the zone are
//! arguments everywhere.
//!
//! A person's words become a [`Command`]; a `/track` becomes a [`Tracking`], which is stored as a Scheduler job
//! ([`scheduler_job`]) and handed to each execution as environment overrides. [`Schedule`] says which samples are due,
//! [`plan`] what an execution has to do about them, [`Row`] what a sample leaves in the tab, and [`reply`] what a
//! person reads.

pub mod backup;
pub mod command;
pub mod cron;
mod deadline;
mod identity;
mod interval;
mod names;
mod observation;
pub mod plan;
pub mod reply;
mod row;
mod schedule;
pub mod scheduler_job;
mod state;
mod tracking;
mod zone;

pub use command::Command;
pub use deadline::{Deadline, DeadlineError, LONGEST_DAYS};
pub use identity::{sheet_id, tracking_id};
pub use interval::{Interval, IntervalError};
pub use names::{EventForm, EventName, EventNameError, PlatformName};
pub use observation::{Availability, ItemReading, Observation, Reading};
pub use row::{COLUMNS, Cell, Column, NO_READING, Row};
pub use schedule::Schedule;
pub use state::{Gap, TabState};
pub use tracking::{OverrideError, Tracking};
pub use zone::{Zone, clock_words, span_words};
