//! When jobs fire: one timer per enabled job, each of them an event of told time.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use tokio::task::AbortHandle;

use super::job::Job;
use super::turns::Turns;
use super::{firing, table};
use crate::changes::Area;
use crate::clock::Busy;
use crate::google_error::GoogleError;
use crate::wire::timestamp;
use crate::world::SharedWorld;

/// The timers of the enabled jobs, by name.
#[derive(Default)]
pub(crate) struct Timers {
    armed: Mutex<HashMap<String, AbortHandle>>,
    turns: Mutex<Turns>,
}

impl Timers {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, AbortHandle>> {
        self.armed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn turn(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        let jobs = self.lock().len();
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        turns.next(at, jobs)
    }
}

/// At start: every enabled job waits for its next firing; what was missed while the cloud was off is not replayed.
pub(crate) fn arm_all(world: &SharedWorld) -> Result<(), GoogleError> {
    let now = world.clock.now();
    let jobs = world.store.write(|tx| {
        let mut jobs = table::all(tx)?;
        for job in jobs.iter_mut().filter(|job| job.is_enabled()) {
            job.plan(now);
            table::put(tx, job)?;
        }
        Ok::<_, GoogleError>(jobs)
    })?;
    jobs.iter().try_for_each(|job| arm(world, job.name()))
}

/// Waits for the stored job's `scheduleTime` from now on; not if it is paused or gone. A delivery under way goes on.
pub(super) fn arm(world: &SharedWorld, name: &str) -> Result<(), GoogleError> {
    // Locked before the job is read: of two changes, the later one sets the timer.
    let mut armed = world.scheduler.lock();
    if let Some(old) = armed.remove(name) {
        old.abort();
    }
    let job = world.store.read(|db| Ok(table::find(db, name)))??;
    let Some(at) = job.filter(Job::is_enabled).and_then(|job| job.schedule_time()) else {
        return Ok(());
    };
    let timer = tokio::spawn(go_off(
        world.clone(),
        name.to_owned(),
        at,
        world.clock.wait_until(at),
    ));
    armed.insert(name.to_owned(), timer.abort_handle());
    Ok(())
}

/// Plans the next firing, stores it, and sends this one on its way.
async fn go_off(world: SharedWorld, name: String, at: DateTime<Utc>, due: impl Future<Output = Busy>) {
    let mut busy = due.await;
    // Told time stands still while anything fires: there nothing comes at once.
    if !world.clock.is_manual() {
        busy = world.clock.wait_until(world.scheduler.turn(at)).await;
    }
    // The delivery may be over before the next wait has begun.
    let _planning = world.clock.busy("planning a firing");
    match take_due(&world, &name, at) {
        Ok(Some(job)) => drop(tokio::spawn(firing::deliver(world.clone(), job, at, busy))),
        Ok(None) => {}
        Err(error) => tracing::error!(job = name, error = error.message(), "a firing was lost"),
    }
    world.mark_changed(Area::Trackings);
    // Last, because arming again aborts this task.
    if let Err(error) = arm(&world, &name) {
        tracing::error!(
            job = name,
            error = error.message(),
            "the job does not fire again before a restart"
        );
    }
}

/// The job, if it is to fire now; its next firing is stored.
fn take_due(world: &SharedWorld, name: &str, at: DateTime<Utc>) -> Result<Option<Job>, GoogleError> {
    let now = world.clock.now();
    world.store.write(|tx| {
        let is_due = |job: &Job| job.is_enabled() && job.schedule_time() == Some(at);
        let Some(mut job) = table::find(tx, name)?.filter(is_due) else {
            return Ok(None);
        };
        job.set("lastAttemptTime", timestamp(now));
        job.plan(now.max(at));
        table::put(tx, &job).map(|()| Some(job))
    })
}
