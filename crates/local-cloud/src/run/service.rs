//! The bot as a Cloud Run service: started when it is needed, again after it has exited.

use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout, timeout_at};

use super::children::Child;
use super::environment::{BOT_SERVICE, of_bot};
use super::output::Output;
use crate::changes::Area;
use crate::google_error::GoogleError;
use crate::world::World;

/// Where the bot answers as far as the rest of the cloud is concerned, in the form of Cloud Run's own addresses.
pub(crate) const ADDRESS: &str = "https://signchronicle-bot-1.asia-east2.run.app";

/// How long the bot may take until it answers `GET /healthz`, in real time.
const START: Duration = Duration::from_secs(20);
/// How long a bot that lost its connections may still seem to run.
const LAST_MOMENT: Duration = Duration::from_secs(1);
const PROBE_EVERY: Duration = Duration::from_millis(20);
/// How many of its last lines an error shows.
const SHOWN_LINES: usize = 20;

/// The bot, while it runs.
#[derive(Default)]
pub(crate) struct Bot {
    /// Held while it is being started.
    starting: tokio::sync::Mutex<()>,
    instance: Mutex<Option<Instance>>,
}

#[derive(Clone)]
struct Instance {
    url: String,
    pid: Option<i32>,
    /// Becomes true when the program has exited.
    exited: watch::Receiver<bool>,
}

/// Why the bot cannot be reached.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ServiceError {
    #[error("this cloud was started without a bot")]
    NoBot,
    #[error("the bot could not be started: {0}")]
    Start(io::Error),
    #[error("the bot exited before it answered GET /healthz; its last lines: {0}")]
    Exited(String),
    #[error("the bot did not answer GET /healthz with 200 within 20 s; its last lines: {0}")]
    Silent(String),
}

/// Where the bot answers, `http://127.0.0.1:PORT`; starts it when it is not running.
pub(crate) async fn url(world: &World) -> Result<String, ServiceError> {
    let _starting = world.run.bot.starting.lock().await;
    if let Some(instance) = world.run.bot.running() {
        return Ok(instance.url);
    }
    let instance = start(world).await?;
    let url = instance.url.clone();
    *world.run.bot.lock() = Some(instance);
    world.mark_changed(Area::Runs);
    Ok(url)
}

/// Whether an address is one of the bot.
pub(crate) fn is_at(address: &str) -> bool {
    path_of(address).is_some()
}

/// The address at which to call an endpoint: its own, but the bot's where that is running, which is started for it.
pub(crate) async fn reached(world: &World, endpoint: &str) -> Result<String, ServiceError> {
    match path_of(endpoint) {
        Some(path) => Ok(format!("{}{path}", url(world).await?)),
        None => Ok(endpoint.to_owned()),
    }
}

/// What follows the bot's address.
fn path_of(address: &str) -> Option<&str> {
    let path = address.strip_prefix(ADDRESS)?;
    (path.is_empty() || path.starts_with('/')).then_some(path)
}

/// Whether the bot that was reached last has exited. One that is killed loses its connections a moment before it is
/// gone, so this waits for that moment.
pub(crate) async fn has_exited(world: &World) -> bool {
    let Some(mut instance) = world.run.bot.lock().clone() else {
        return true;
    };
    let exited = instance.exited.wait_for(|exited| *exited);
    timeout(LAST_MOMENT, exited).await.is_ok()
}

/// The services that run, as the control API shows them.
pub(crate) fn services_snapshot(world: &World) -> Result<Value, GoogleError> {
    let running = world.run.bot.running();
    Ok(running
        .iter()
        .map(|bot| json!({ "name": BOT_SERVICE, "pid": bot.pid, "url": bot.url }))
        .collect())
}

impl Bot {
    fn running(&self) -> Option<Instance> {
        self.lock().clone().filter(|instance| !*instance.exited.borrow())
    }

    fn lock(&self) -> MutexGuard<'_, Option<Instance>> {
        self.instance.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn start(world: &World) -> Result<Instance, ServiceError> {
    let bot = world.settings.bot.as_ref().ok_or(ServiceError::NoBot)?;
    let port = free_port().await.map_err(ServiceError::Start)?;
    let mut env = of_bot(world, port);
    env.extend(bot.env.iter().cloned());
    let started = world.run.children.start(bot, &[], &env);
    let (child, pipe) = started.map_err(ServiceError::Start)?;
    let (pid, output, mut lines) = (child.pid(), Output::default(), Lines::default());
    tokio::spawn(output.clone().follow(pipe, move |_, piece| lines.show(piece)));
    let (tell, exited) = watch::channel(false);
    tokio::spawn(watch_over(child, tell, world.tell_changed(Area::Runs)));
    let instance = Instance {
        url: format!("http://127.0.0.1:{port}"),
        pid,
        exited,
    };
    wait_until_healthy(world, &instance, &output).await?;
    tracing::info!(pid, url = instance.url, "the bot runs");
    Ok(instance)
}

async fn watch_over(mut child: Child, tell: watch::Sender<bool>, changed: impl FnOnce()) {
    match child.wait().await {
        Ok(end) => tracing::info!(
            code = end.code,
            "the bot has exited; the next update starts it again"
        ),
        Err(error) => tracing::error!(%error, "the bot cannot be waited for"),
    }
    tell.send_replace(true);
    changed();
}

async fn wait_until_healthy(world: &World, instance: &Instance, output: &Output) -> Result<(), ServiceError> {
    let give_up = Instant::now() + START;
    let mut exited = instance.exited.clone();
    let healthy = async {
        let address = format!("{}/healthz", instance.url);
        while !world
            .http
            .get(&address)
            .send()
            .await
            .is_ok_and(|answer| answer.status() == 200)
        {
            sleep(PROBE_EVERY).await;
        }
    };
    tokio::select! {
        healthy = timeout_at(give_up, healthy) => healthy.map_err(|_| ServiceError::Silent(last_lines(output))),
        _ = exited.wait_for(|exited| *exited) => Err(ServiceError::Exited(last_lines(output))),
    }
}

fn last_lines(output: &Output) -> String {
    let text = output.text();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(SHOWN_LINES)..].join("\n")
}

/// Free a moment ago, which is as good as it gets for a program that binds a port by its number.
async fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0").await?.local_addr()?.port())
}

/// The bot's output goes to our own log, line by line.
#[derive(Default)]
struct Lines {
    begun: Vec<u8>,
}

impl Lines {
    fn show(&mut self, piece: &[u8]) {
        self.begun.extend_from_slice(piece);
        while let Some(end) = self.begun.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = self.begun.drain(..=end).collect();
            show_line(String::from_utf8_lossy(&line).trim_end());
        }
    }
}

/// A structured line keeps its severity, and says its message instead of JSON within JSON.
fn show_line(line: &str) {
    let Ok(Value::Object(mut fields)) = serde_json::from_str(line) else {
        return tracing::info!(target: "bot", "{line}");
    };
    let severity = fields.remove("severity");
    let message = fields.remove("message");
    let message = message.as_ref().and_then(Value::as_str).unwrap_or_default();
    fields.remove("time");
    fields.remove("target");
    let rest = Value::Object(fields);
    match severity.as_ref().and_then(Value::as_str) {
        Some("ERROR") => tracing::error!(target: "bot", "{message} {rest}"),
        Some("WARNING") => tracing::warn!(target: "bot", "{message} {rest}"),
        Some("DEBUG") => tracing::debug!(target: "bot", "{message} {rest}"),
        _ => tracing::info!(target: "bot", "{message} {rest}"),
    }
}
