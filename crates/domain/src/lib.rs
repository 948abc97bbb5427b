//! What SignChronicle is about, without any effect: no I/O, no clock, no randomness. The present, the zone and
//! chance are arguments everywhere.
//!
//! A person's words become a [`Command`]; a `/track` becomes a [`Tracking`], which is stored as a Scheduler job
//! ([`scheduler_job`]) and handed to each execution as environment overrides. [`Schedule`] says which samples are due,
//! [`plan`] what an execution has to do about them, [`Sample`] what an observation means beside what the tab remembers
//! ([`TabState`]), [`Row`] what it leaves in the tab's [`Column`]s, and [`reply`] what a person reads.

mod alerts;
pub mod backup;
mod column;
pub mod command;
mod counter;
pub mod cron;
mod deadline;
mod entry;
pub mod event;
mod heard;
mod history;
mod identity;
mod interval;
mod items;
mod label;
mod language;
mod names;
mod note;
mod observation;
mod pause;
pub mod plan;
pub mod reply;
mod row;
mod sales;
mod sample;
mod schedule;
pub mod scheduler_job;
mod seen;
mod state;
mod taken;
mod tracking;
mod turns;
mod wishes;
mod zone;

pub use alerts::{Alerts, AlertsError};
pub use column::{Axis, Column};
pub use command::Command;
pub use counter::Counter;
pub use deadline::{Deadline, DeadlineError, LONGEST_DAYS};
pub use entry::{Entry, Known, Rules};
pub use event::Event;
pub use heard::{Heard, Hearing};
pub use history::{History, Series};
pub use identity::{mark_of_job, marked_job, next_job, sheet_id, tracking_id, tracking_of_job};
pub use interval::{Interval, IntervalError};
pub use items::Items;
pub use language::Language;
pub use names::{EventForm, EventName, EventNameError, PlatformName, as_link};
pub use note::Note;
pub use observation::{Availability, ItemReading, Observation, Reading};
pub use pause::{Answer, Pause, Refusal};
pub use row::{Cell, NO_READING, Row, gap_until};
pub use sales::{Estimate, Hour, Order, Outlook, Pace, Sales};
pub use sample::{Counting, Sample};
pub use schedule::Schedule;
pub use state::{Gap, Hole, TabState};
pub use taken::{Taken, merged};
pub use tracking::{OverrideError, Tracking};
pub use turns::Turns;
pub use wishes::{Reminders, WishError, Wishes};
pub use zone::Zone;
