//! The end of a tracking: what is missing is brought, last CSV, the chat is told, and the own Scheduler job goes.

use anyhow::Context;
use chrono::{DateTime, Duration, Utc};
use domain::Turns;
use domain::event::Cause;
use sheets::SheetsError;

use crate::backup;
use crate::execution::Execution;
use crate::farewell;
use crate::memory;
use crate::session::{Rest, Session};
use crate::turn;

/// A tracking never outlives its deadline for long because a store is down.
const PATIENCE: Duration = Duration::minutes(10);
/// The quota comes back by itself: where hundreds of trackings end together, all of them get their turn within this time.
const QUOTA_PATIENCE: Duration = Duration::minutes(14);
/// The least distance of the attempts within that time.
const DISTANCE: Duration = Duration::seconds(20);
/// So long at least the CSV leaves what the quota has to rows, where rows were refused by it.
const ROWS_FIRST: Duration = Duration::minutes(2);

/// Nothing more is due: the execution that took the last sample ends the tracking.
pub(crate) async fn reached(session: &mut Session<'_>) -> anyhow::Result<()> {
    end(session, Cause::Deadline).await
}

/// `/stop` was sent. Executions of the same Scheduler job that still come take nothing more.
pub(crate) async fn stop(execution: &Execution) -> anyhow::Result<()> {
    end(&mut Session::new(execution), Cause::Stop).await
}

/// What the end has come to.
struct Outcome {
    /// The last CSV, where it is stored.
    csv: Option<String>,
    missing: Option<Missing>,
}

/// What could not be stored at the end.
struct Missing {
    error: anyhow::Error,
    /// When the tracking ended, where rows are missing and not the CSV alone.
    rows_since: Option<DateTime<Utc>>,
}

async fn end(session: &mut Session<'_>, cause: Cause) -> anyhow::Result<()> {
    let execution = session.execution;
    let Outcome { csv, missing } = store_all(session, cause).await?;
    farewell::tell(session, cause, csv, missing.is_some()).await;
    execution.delete_own_job().await?;
    let Some(missing) = missing else {
        tracing::info!(tracking = execution.tracking.id, "the tracking has ended");
        return Ok(());
    };
    tracing::error!(
        tracking = execution.tracking.id,
        "the tracking has ended, the last backup is missing: {:#}",
        missing.error
    );
    if let Some(ended) = missing.rows_since {
        session.log_left_over(ended, &missing.error);
    }
    Ok(())
}

/// Tries until the rows and the CSV are stored or patience is over; tells what is missing then.
async fn store_all(session: &mut Session<'_>, cause: Cause) -> anyhow::Result<Outcome> {
    let execution = session.execution;
    let turns = execution.tracking.turns;
    let ended = execution.now().await?;
    let mut give_up = ended + PATIENCE;
    // Everybody's rows come first, each in its turn, then everybody's CSV.
    let mut is_rows_round = cause == Cause::Deadline && turns != Turns::EACH_MINUTE;
    let mut are_rows_refused = false;
    let mut now = turn::await_own(session, ended)
        .await
        .context("waiting for the turn of the last rows")?;
    loop {
        let is_last = now >= give_up;
        let rows = write_rows(session, cause, ended, is_last).await;
        let are_rows_missing = rows.is_err();
        let is_refused = rows.is_ok() && std::mem::take(&mut are_rows_refused);
        if is_refused || (rows.is_ok() && is_rows_round) {
            let later = if std::mem::take(&mut is_rows_round) {
                now + turns.round()
            } else {
                now + execution.scattered(ROWS_FIRST)
            };
            // Not beyond the patience, which with the farewell's has to end before the execution is stopped.
            let later = give_up.min(later);
            now = execution
                .clock
                .wait_until(later)
                .await
                .context("waiting for others' rows")?;
        }
        let stored = match rows {
            Ok(()) => backup::store(session).await,
            Err(error) => Err(error),
        };
        let error = match stored {
            Ok(csv) => return Ok(Outcome { csv, missing: None }),
            Err(error) => error,
        };
        if is_out_of_quota(&error) {
            give_up = ended + QUOTA_PATIENCE;
            are_rows_refused = are_rows_missing;
        }
        if is_last || !backup::is_transient(&error) {
            let error = keep_what_is_held(session, ended, error).await;
            let rows_since = are_rows_missing.then_some(ended);
            return Ok(Outcome {
                csv: None,
                missing: Some(Missing { error, rows_since }),
            });
        }
        tracing::warn!(
            tracking = execution.tracking.id,
            "the last rows or the last backup failed, trying again: {error:#}"
        );
        now = execution
            .clock
            .wait_until(give_up.min(now + execution.scattered(DISTANCE)))
            .await
            .context("waiting for Google")?;
        if are_rows_missing {
            session.waited();
        }
    }
}

fn is_out_of_quota(error: &anyhow::Error) -> bool {
    let mut causes = error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<SheetsError>());
    causes.any(SheetsError::is_out_of_quota)
}

/// Rows as of the end, however long the stores take: what would have been due later is no gap.
async fn write_rows(
    session: &mut Session<'_>,
    cause: Cause,
    ended: DateTime<Utc>,
    is_last: bool,
) -> anyhow::Result<()> {
    if cause == Cause::Stop {
        // The tab has to know, for the deadline is still ahead.
        mark_as_ended(session).await?;
    }
    backup::choose_id(session).await?;
    let rest = if is_last { Rest::IsGivenUp } else { Rest::IsSettled };
    session.write(ended, rest).await.map(drop)
}

/// The tab remembers which Scheduler job has ended; before the first row there is none.
async fn mark_as_ended(session: &mut Session<'_>) -> anyhow::Result<()> {
    let execution = session.execution;
    let Some(tab) = session.read().await? else {
        return Ok(());
    };
    let job = &execution.tracking.scheduler_job;
    if tab.state.ended == *job {
        return Ok(());
    }
    memory::change(execution, tab, |state| state.ended.clone_from(job))
        .await
        .map(drop)
}

/// The sheet takes nothing: the samples that are only here go to Drive, for `signchronicle recover`.
async fn keep_what_is_held(
    session: &mut Session<'_>,
    ended: DateTime<Utc>,
    error: anyhow::Error,
) -> anyhow::Error {
    match session.write_or_keep(ended).await {
        Ok(()) => error,
        Err(refusal) => refusal.context(format!("{error:#}")),
    }
}
