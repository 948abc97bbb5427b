//! One execution from its start to its end.

use std::future::Future;
use std::io;
use std::process::ExitStatus;
use std::time::Duration;

use tokio::time::timeout;

use super::children::Child;
use super::environment::{Env, of_execution, of_job};
use super::execution::{Execution, State};
use super::output::Output;
use super::overrides::RunRequest;
use super::table;
use crate::clock::{Busy, Process};
use crate::google_error::GoogleError;
use crate::world::{SharedWorld, World};

/// How long the last lines may take after the program's end; a grandchild might hold the pipe.
const LAST_LINES: Duration = Duration::from_secs(1);

/// Stores a new execution and starts its program; told time counts it as busy before this returns.
pub(super) fn start(
    world: &SharedWorld,
    request: RunRequest,
    creator: String,
) -> Result<Execution, GoogleError> {
    let name = format!("{}-{}", world.settings.tracker_job, suffix());
    let (mut env, mut own) = (of_job(world), of_execution(world, &name));
    own.extend(request.env);
    // The operator's settings win over the job's, and the overrides over both. Not shown: they may hold secrets.
    let mut whole_env = env.clone();
    whole_env.extend(world.settings.tracker.env.iter().cloned());
    whole_env.extend(own.clone());
    env.extend(own);
    let execution = Execution {
        operation: operation()?,
        env,
        args: request.args,
        timeout: request.timeout,
        creator,
        started: world.clock.now(),
        ended: None,
        state: State::Running,
        exit_code: None,
        log: String::new(),
        name,
    };
    table::insert(world, &execution)?;
    let process = world.clock.process(&execution.name);
    let limit = world.clock.wait_until(execution.started + execution.timeout);
    world.mark_changed();
    tokio::spawn(supervise(
        world.clone(),
        execution.clone(),
        whole_env,
        limit,
        process,
    ));
    Ok(execution)
}

async fn supervise(
    world: SharedWorld,
    execution: Execution,
    env: Env,
    limit: impl Future<Output = Busy>,
    process: Process,
) {
    let output = Output::default();
    let (state, exit_code) = match run(&world, &execution, &env, limit, &output).await {
        Ok(end) => end,
        Err(error) => {
            output.note(&format!("the program did not start: {error}"));
            (State::Failed, None)
        }
    };
    store_log(&world, &execution.name, &output);
    if let Err(error) = table::end(&world, &execution.name, state, exit_code) {
        tracing::error!(%error, execution = execution.name, "an execution's end was not stored");
    }
    tracing::info!(
        execution = execution.name,
        exit_code,
        "execution {}",
        state.as_str()
    );
    world.run.forget_cancellation(&execution.name);
    world.mark_changed();
    drop(process);
}

async fn run(
    world: &SharedWorld,
    execution: &Execution,
    env: &Env,
    limit: impl Future<Output = Busy>,
    output: &Output,
) -> io::Result<(State, Option<i32>)> {
    let cancelled = world.run.cancellation(&execution.name);
    let (mut child, pipe) = world
        .run
        .children
        .start(&world.settings.tracker, &execution.args, env)?;
    let reading = tokio::spawn({
        let (world, name) = (world.clone(), execution.name.clone());
        output
            .clone()
            .follow(pipe, move |output, _| store_log(&world, &name, output))
    });
    let (state, status) = tokio::select! {
        status = child.wait() => {
            let status = status?;
            (if status.success() { State::Succeeded } else { State::Failed }, status)
        }
        busy = limit => (State::TimedOut, end(&mut child, busy).await?),
        () = cancelled.notified() => {
            let busy = world.clock.busy("cancelling an execution");
            (State::Cancelled, end(&mut child, busy).await?)
        }
    };
    drop(child);
    if timeout(LAST_LINES, reading).await.is_err() {
        output.note("the output was still open after the program had ended");
    }
    if matches!(state, State::TimedOut | State::Cancelled) {
        output.note(state.as_str());
    }
    Ok((state, status.code()))
}

/// A program that waits for a later instant does not count as busy, but one that is being ended must.
async fn end(child: &mut Child, _busy: Busy) -> io::Result<ExitStatus> {
    child.end().await
}

fn store_log(world: &World, name: &str, output: &Output) {
    if let Err(error) = table::keep_log(world, name, &output.text()) {
        tracing::error!(%error, execution = name, "an execution's log was not stored");
    }
    world.mark_changed();
}

/// Five letters and digits, as Cloud Run appends them to the job's name.
fn suffix() -> String {
    (0..5)
        .map(|_| fastrand::alphanumeric().to_ascii_lowercase())
        .collect()
}

fn operation() -> Result<String, GoogleError> {
    crate::random_text().map_err(|error| GoogleError::internal(error.to_string()))
}
