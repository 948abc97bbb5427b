//! The whole system as a person starts it, in time that is told.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufRead, AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, Command};
use tokio::sync::mpsc::UnboundedSender;

use crate::build::program;
use crate::chat::Message;
use crate::world::{Execution, JournalEntry, Tab};

/// Nothing in a story takes so long; a story that hangs fails with what it waited for.
const LIMIT: Duration = Duration::from_secs(120);

/// How a system is started.
#[derive(Debug, Clone)]
pub struct Start {
    /// The instant at which told time begins; nothing for time that runs.
    pub clock: Option<String>,
    /// Variables beside those of the local cloud.
    pub env: Vec<(String, String)>,
    /// Further arguments.
    pub arguments: Vec<String>,
    /// Platform files, name and text, that are there before anything starts.
    pub platform_files: Vec<(String, String)>,
    /// Whether the tracker's events reach the bot. Without them it asks the tracker nothing, so that a story about rows
    /// has no executions but its own.
    pub hears_events: bool,
    /// Who is told every line that it prints, from its beginning.
    pub listener: Option<UnboundedSender<String>>,
}

impl Default for Start {
    /// Saturday 28 February 2026, 13:30:20 in Hong Kong.
    fn default() -> Self {
        Self {
            clock: Some("2026-02-28T05:30:20Z".to_owned()),
            env: Vec::new(),
            arguments: Vec::new(),
            platform_files: Vec::new(),
            hears_events: false,
            listener: None,
        }
    }
}

/// A running system. Dropping it ends all its processes.
pub struct System {
    /// Where it answers.
    pub origin: String,
    client: reqwest::Client,
    child: Child,
    data: TempDir,
    start: Start,
}

impl System {
    /// Starts in told time with an empty data folder.
    pub async fn start() -> anyhow::Result<Self> {
        Self::start_as(Start::default()).await
    }

    /// The same with a bot that hears what the tracker tells.
    pub async fn start_hearing() -> anyhow::Result<Self> {
        let start = Start {
            hears_events: true,
            ..Start::default()
        };
        Self::start_as(start).await
    }

    /// Starts with an empty data folder.
    pub async fn start_as(start: Start) -> anyhow::Result<Self> {
        tls::install();
        let data = tempfile::tempdir().context("no folder for the data")?;
        let platforms = data.path().join("platforms");
        std::fs::create_dir(&platforms)?;
        for (name, text) in &start.platform_files {
            std::fs::write(platforms.join(name), text)?;
        }
        let (child, origin) = spawn(&start, data.path()).await?;
        let client = reqwest::Client::builder().timeout(LIMIT).no_proxy().build()?;
        Ok(Self {
            origin,
            client,
            child,
            data,
            start,
        })
    }

    /// Kills the local cloud without a word, as a power cut would, and starts it on the same data folder.
    pub async fn restart(&mut self) -> anyhow::Result<()> {
        self.child.kill().await?;
        let (child, origin) = spawn(&self.start, self.data.path()).await?;
        self.child = child;
        self.origin = origin;
        Ok(())
    }

    /// Kills every process of the system and answers once the local cloud is gone: until then it holds its data folder.
    pub async fn end(&mut self) -> anyhow::Result<()> {
        self.kill_everything().await?;
        let gone = tokio::time::timeout(LIMIT, self.child.wait()).await;
        gone.context("the local cloud was killed and is still there")??;
        Ok(())
    }

    /// Sends every process of the system the signal to end at once, without a word. It may take them a moment.
    pub async fn kill_everything(&self) -> anyhow::Result<()> {
        let Some(cloud) = self.child.id() else {
            return Ok(());
        };
        let mut all = vec![cloud];
        let mut next = 0;
        while let Some(process) = all.get(next).copied() {
            all.extend(children(process));
            next += 1;
        }
        let pids: Vec<String> = all.iter().map(u32::to_string).collect();
        // One that has just ended is not there to be killed.
        Command::new("kill").arg("-9").args(&pids).output().await?;
        Ok(())
    }

    /// Kills the bot without a word; the next update starts it anew.
    pub async fn kill_bot(&self) -> anyhow::Result<()> {
        let gone = async {
            loop {
                let state = self.state().await?;
                let services = state["services"]
                    .as_array()
                    .context("the state lists no services")?;
                if services.is_empty() {
                    return anyhow::Ok(());
                }
                for pid in services.iter().filter_map(|service| service["pid"].as_u64()) {
                    let pid = pid.to_string();
                    // It fails where the process has just ended, which the next look tells.
                    Command::new("kill").args(["-9", &pid]).output().await?;
                }
            }
        };
        tokio::time::timeout(LIMIT, gone)
            .await
            .context("the bot could not be killed")?
    }

    /// Sends a text to chat 1 and answers what the bot said to it.
    pub async fn say(&self, text: &str) -> anyhow::Result<Vec<Message>> {
        self.say_in(1, text).await
    }

    /// Sends a text to a chat and answers what the bot said to it.
    pub async fn say_in(&self, chat: i64, text: &str) -> anyhow::Result<Vec<Message>> {
        let sent = self
            .post(&format!("/_local/chats/{chat}/messages"), json!({ "text": text }))
            .await?;
        let own = sent["message_id"].as_i64().context("the message has no id")?;
        ensure!(
            sent["webhook_status"] == 200,
            "the webhook did not take `{text}`: {sent}"
        );
        let messages = self.messages(chat).await?;
        Ok(messages
            .into_iter()
            .filter(|message| message.message_id > own)
            .collect())
    }

    /// Presses a button below a message of chat 1 and answers that message as it is then.
    pub async fn press(&self, message: &Message, label: &str) -> anyhow::Result<Message> {
        let button = message
            .button(label)
            .with_context(|| format!("no button `{label}` below `{}`", message.text))?;
        let pressed = json!({ "message_id": message.message_id, "data": button.data });
        let answer = self.post("/_local/chats/1/presses", pressed).await?;
        ensure!(
            answer["webhook_status"] == 200,
            "the webhook did not take the press of {label}: {answer}"
        );
        let messages = self.messages(1).await?;
        messages
            .into_iter()
            .find(|other| other.message_id == message.message_id)
            .context("the message is gone")
    }

    /// Sends `/track ...` and presses Start; answers what the bot's message says then. Its first execution has ended.
    pub async fn track(&self, arguments: &str) -> anyhow::Result<Message> {
        let replies = self.say(&format!("/track {arguments}")).await?;
        let card = replies.last().context("no answer to /track")?;
        let started = self.press(card, "Start").await?;
        self.settle().await?;
        Ok(started)
    }

    /// Lets told time pass; everything that is due in it has happened afterwards.
    pub async fn advance(&self, seconds: u64) -> anyhow::Result<()> {
        self.post("/_local/clock", json!({ "advance_s": seconds }))
            .await
            .map(drop)
    }

    /// Waits until every process has ended or waits for a later instant.
    pub async fn settle(&self) -> anyhow::Result<()> {
        self.advance(0).await
    }

    /// All messages of a chat.
    pub async fn messages(&self, chat: i64) -> anyhow::Result<Vec<Message>> {
        self.list(&format!("/_local/chats/{chat}"), "messages").await
    }

    /// The state of the local cloud.
    pub async fn state(&self) -> anyhow::Result<Value> {
        self.get("/_local/state").await
    }

    /// The ids of all Scheduler jobs.
    pub async fn scheduler_jobs(&self) -> anyhow::Result<Vec<Value>> {
        self.list("/_local/state", "scheduler_jobs").await
    }

    /// All executions, oldest first.
    pub async fn executions(&self) -> anyhow::Result<Vec<Execution>> {
        self.list("/_local/state", "executions").await
    }

    /// The tab of a title, nothing when there is none.
    pub async fn find_tab(&self, title: &str) -> anyhow::Result<Option<Tab>> {
        let state = self.state().await?;
        let tabs: Vec<Tab> = serde_json::from_value(state["spreadsheets"][0]["tabs"].clone())?;
        Ok(tabs.into_iter().find(|tab| tab.title == title))
    }

    /// The tab of a title, which has to be there.
    pub async fn tab(&self, title: &str) -> anyhow::Result<Tab> {
        self.find_tab(title)
            .await?
            .with_context(|| format!("there is no tab `{title}`"))
    }

    /// The contents of all CSV files on Drive, by name.
    pub async fn csv_files(&self) -> anyhow::Result<Vec<(String, String)>> {
        let files: Vec<Value> = self.list("/_local/state", "files").await?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let named = files
            .iter()
            .map(|file| (text(&file["name"]), text(&file["content"])));
        Ok(named.filter(|(name, _)| name.ends_with(".csv")).collect())
    }

    /// All calls that the local cloud has answered.
    pub async fn calls(&self) -> anyhow::Result<Vec<JournalEntry>> {
        self.list("/_local/journal", "entries").await
    }

    /// The calls that one execution made.
    pub async fn calls_of(&self, execution: &str) -> anyhow::Result<Vec<JournalEntry>> {
        let all = self.calls().await?;
        Ok(all
            .into_iter()
            .filter(|entry| entry.execution.as_deref() == Some(execution))
            .collect())
    }

    /// GET of a path that has to succeed.
    pub async fn get(&self, path: &str) -> anyhow::Result<Value> {
        read(self.client.get(self.url(path)), path).await
    }

    /// POST of a JSON body that has to succeed.
    pub async fn post(&self, path: &str, body: Value) -> anyhow::Result<Value> {
        read(self.client.post(self.url(path)).json(&body), path).await
    }

    /// The process of the local cloud, nothing once it has ended.
    pub fn process_id(&self) -> Option<u32> {
        self.child.id()
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// The client for calls that a story makes itself.
    pub fn client(&self) -> &reqwest::Client {
        &self.client
    }

    /// The URL of a path.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    async fn list<T: DeserializeOwned>(&self, path: &str, key: &str) -> anyhow::Result<Vec<T>> {
        let answer = self.get(path).await?;
        serde_json::from_value(answer[key].clone())
            .with_context(|| format!("`{key}` of {path} has another shape"))
    }
}

/// The children of a process; none where it has ended.
fn children(process: u32) -> Vec<u32> {
    let threads = std::fs::read_dir(format!("/proc/{process}/task"))
        .into_iter()
        .flatten();
    let lists =
        threads.filter_map(|thread| std::fs::read_to_string(thread.ok()?.path().join("children")).ok());
    let pids = |list: String| {
        list.split_whitespace()
            .filter_map(|pid| pid.parse().ok())
            .collect::<Vec<u32>>()
    };
    lists.flat_map(pids).collect()
}

async fn spawn(start: &Start, data: &Path) -> anyhow::Result<(Child, String)> {
    let mut command = Command::new(program("signchronicle")?);
    command
        .args(["--port", "0", "--data"])
        .arg(data)
        .args(&start.arguments);
    if let Some(clock) = &start.clock {
        command.arg(format!("--manual-clock={clock}"));
    }
    if !start.hears_events {
        command.env("EVENTS_PUSH_ACCOUNT", "");
    }
    // Whoever runs the tests may have a bot of their own.
    command
        .env_remove("TELEGRAM_BOT_TOKEN")
        .env_remove("TELEGRAM_API_URL");
    command.envs(start.env.iter().map(|(name, value)| (name, value)));
    if start.listener.is_some() {
        command.stderr(Stdio::piped());
    }
    let mut child = command
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .context("signchronicle does not start")?;
    let output = child.stdout.take().context("no output")?;
    let mut lines = BufReader::new(output).lines();
    if let (Some(listener), Some(errors)) = (&start.listener, child.stderr.take()) {
        tokio::spawn(pass_on(BufReader::new(errors).lines(), listener.clone()));
    }
    let ready = async {
        while let Some(line) = lines.next_line().await? {
            if let Some(listener) = &start.listener {
                // A story that no longer listens has heard enough.
                let _ = listener.send(line.clone());
            }
            if let Some(origin) = line.strip_prefix("ready ") {
                return Ok(origin.to_owned());
            }
        }
        bail!("signchronicle ended before it was ready")
    };
    let origin = tokio::time::timeout(LIMIT, ready)
        .await
        .context("signchronicle was not ready in time")??;
    if let Some(listener) = &start.listener {
        tokio::spawn(pass_on(lines, listener.clone()));
    }
    Ok((child, origin))
}

/// Until the program has ended; nobody has to listen.
async fn pass_on<R: AsyncBufRead + Unpin>(mut lines: Lines<R>, listener: UnboundedSender<String>) {
    while let Ok(Some(line)) = lines.next_line().await {
        let _ = listener.send(line);
    }
}

/// The JSON that a request is answered with, which has to succeed.
pub(crate) async fn read(request: reqwest::RequestBuilder, path: &str) -> anyhow::Result<Value> {
    let response = request
        .send()
        .await
        .with_context(|| format!("no answer to {path}"))?;
    let status = response.status();
    let text = response.text().await?;
    ensure!(status.is_success(), "{path} answered {status}: {text}");
    serde_json::from_str(&text).with_context(|| format!("{path} answered no JSON: {text}"))
}
