//! How a tracking is stopped, by name or by button.

use domain::reply::{self, Reply};
use domain::scheduler_job;

use crate::bot::Bot;
use crate::failure;
use crate::patience::patiently;
use crate::trackings::Found;

/// Asks for the last CSV and deletes the Scheduler job, in this order: after a kill between the two the job is still
/// there, and the same update does the rest. Two last CSVs are one.
pub(super) async fn stop(bot: &Bot, found: &Found) -> Reply {
    let id = found.job_id();
    let backup = ask_for_end(bot, found).await;
    match patiently(bot.scheduler.delete(id)).await {
        Ok(was_there) => {
            tracing::info!(tracking = found.tracking.id, was_there, backup, "stopped");
            reply::stopped(&found.tracking.title(), backup)
        }
        Err(error) => {
            failure::log(
                &error,
                Some(&found.tracking.id),
                "the Scheduler job could not be deleted",
            );
            failure::not_stopped(&error)
        }
    }
}

/// Starts the execution that ends the tracking; that it cannot be started keeps nothing alive.
async fn ask_for_end(bot: &Bot, found: &Found) -> bool {
    let body = scheduler_job::run_request(&found.tracking, &[("ACTION", "end")]);
    match patiently(bot.runs.run(&body)).await {
        Ok(()) => true,
        Err(error) => {
            failure::log(
                &error,
                Some(&found.tracking.id),
                "the last backup could not be asked for",
            );
            false
        }
    }
}
