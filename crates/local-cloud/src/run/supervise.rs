//! One execution from its start to its end.

use std::future::{Future, pending};
use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use super::children::{Child, End};
use super::environment::{Env, of_execution, of_job};
use super::execution::{Execution, State};
use super::live::One;
use super::ordeal::Ordeal;
use super::output::Output;
use super::overrides::RunRequest;
use super::room::{self, Place};
use super::{names, table};
use crate::changes::Area;
use crate::clock::Busy;
use crate::google_error::GoogleError;
use crate::tracker::Work;
use crate::world::{SharedWorld, World};

/// How long the last lines may take after the program's end; a grandchild might hold the pipe.
const LAST_LINES: Duration = Duration::from_secs(1);

/// What is to be run, and how.
struct Launch {
    execution: Execution,
    work: Work,
    /// What the program gets, the operator's own settings included.
    env: Env,
    live: Arc<One>,
    ordeal: Ordeal,
}

/// Stores a new execution and starts its program; told time counts it as busy before this returns.
pub(super) fn start(
    world: &SharedWorld,
    request: RunRequest,
    creator: String,
) -> Result<Execution, GoogleError> {
    let work = world.run.work(&world.settings.tracker);
    let name = names::next(world)?;
    let (mut env, mut own) = (of_job(world), of_execution(world, &name));
    own.extend(request.env);
    // The operator's settings win over the job's, and the overrides over both. Not shown: they may hold secrets.
    let mut whole_env = env.clone();
    if let Work::Process(program) = &work {
        whole_env.extend(program.env.iter().cloned());
    }
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
    let launch = Launch {
        work,
        env: whole_env,
        live: world.run.live.add(&execution),
        ordeal: Ordeal::of(world, &execution),
        execution: execution.clone(),
    };
    let due = world.clock.wait_until(execution.started + launch.ordeal.delay());
    world.mark_changed(Area::Runs);
    tokio::spawn(supervise(world.clone(), launch, due));
    Ok(execution)
}

async fn supervise(world: SharedWorld, launch: Launch, due: impl Future<Output = Busy>) {
    let output = Output::default();
    let name = &launch.execution.name;
    let (process, ended) = tokio::select! {
        busy = due => {
            let process = world.clock.process(name);
            drop(busy);
            (process, run(&world, &launch, &output).await)
        }
        () = launch.live.cancelled() => (world.clock.process(name), Ok((State::Cancelled, None))),
    };
    let (state, exit_code) = ended.unwrap_or_else(|error| {
        output.note(&format!("the program did not start: {error}"));
        (State::Failed, None)
    });
    launch.ordeal.tell(&world, &output);
    if !output.is_empty() {
        store_log(&world, name, &output);
    }
    if let Err(error) = table::end(&world, name, state, exit_code) {
        tracing::error!(%error, execution = name, "an execution's end was not stored");
    }
    tracing::info!(execution = name, exit_code, "execution {}", state.as_str());
    world.run.live.remove(name);
    world.mark_changed(Area::Runs);
    drop(process);
}

async fn run(world: &SharedWorld, launch: &Launch, output: &Output) -> io::Result<(State, Option<i32>)> {
    let place = place(world).await;
    let limit = world
        .clock
        .wait_until(world.clock.now() + launch.execution.timeout);
    let (mut child, reading) = begin(world, launch, output)?;
    let (state, end) = tokio::select! {
        end = child.wait() => {
            let end = end?;
            (if end.is_success() { State::Succeeded } else { State::Failed }, end)
        }
        busy = limit => (State::TimedOut, self::end(&mut child, busy).await?),
        () = launch.live.cancelled() => {
            let busy = world.clock.busy("cancelling an execution");
            (State::Cancelled, self::end(&mut child, busy).await?)
        }
        () = moment(launch.ordeal.kill_after()) => {
            let _busy = world.clock.busy("killing an execution");
            launch.ordeal.killed();
            (State::Failed, child.kill().await?)
        }
        never = room::leave_in_time(place) => match never {},
    };
    drop(child);
    if let Some(reading) = reading
        && timeout(LAST_LINES, reading).await.is_err()
    {
        output.note("the output was still open after the program had ended");
    }
    if matches!(state, State::TimedOut | State::Cancelled) {
        output.note(state.as_str());
    }
    Ok((state, end.code))
}

/// The program, and the reading of its output where that is captured.
fn begin(
    world: &SharedWorld,
    launch: &Launch,
    output: &Output,
) -> io::Result<(Child, Option<JoinHandle<()>>)> {
    let children = &world.run.children;
    let program = match &launch.work {
        Work::Task(run) => return Ok((children.start_task(run.clone(), launch.env.clone())?, None)),
        Work::Process(program) => program,
    };
    let (child, pipe) = children.start(program, &launch.execution.args, &launch.env)?;
    let (world, name) = (world.clone(), launch.execution.name.clone());
    let reading = output
        .clone()
        .follow(pipe, move |output, _| store_log(&world, &name, output));
    Ok((child, Some(tokio::spawn(reading))))
}

/// Where time is told, those that have a place may wait for it to go on, and it waits for those without.
async fn place(world: &World) -> Option<Place> {
    if world.clock.is_manual() {
        return None;
    }
    world.run.room.enter().await
}

async fn moment(after: Option<Duration>) {
    match after {
        Some(after) => sleep(after).await,
        None => pending().await,
    }
}

/// A program that waits for a later instant does not count as busy, but one that is being ended must.
async fn end(child: &mut Child, _busy: Busy) -> io::Result<End> {
    child.end().await
}

fn store_log(world: &World, name: &str, output: &Output) {
    if let Err(error) = table::keep_log(world, name, &output.text()) {
        tracing::error!(%error, execution = name, "an execution's log was not stored");
    }
    world.mark_changed(Area::Runs);
}

fn operation() -> Result<String, GoogleError> {
    crate::random_text().map_err(|error| GoogleError::internal(error.to_string()))
}
