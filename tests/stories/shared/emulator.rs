//! Google's Pub/Sub emulator, where it is installed beside gcloud.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};

/// A Java program needs some seconds to start.
const START: Duration = Duration::from_secs(120);

/// A running emulator; dropping it ends it.
pub(crate) struct Emulator {
    /// `127.0.0.1:PORT`, as `PUBSUB_EMULATOR_HOST` names it.
    pub(crate) host: String,
    client: reqwest::Client,
    _child: Child,
}

impl Emulator {
    /// Starts it on a free port; nothing where it is not installed.
    pub(crate) async fn start() -> Option<Self> {
        let program = program().await?;
        let port = free_port().await;
        let mut child = Command::new(program)
            .args(["--host=127.0.0.1", &format!("--port={port}")])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("the emulator cannot be started");
        let output = child.stderr.take().expect("its output is a pipe");
        let listening = wait_for_line(output, "Server started, listening on");
        tokio::time::timeout(START, listening)
            .await
            .expect("the emulator did not start within two minutes");
        tls::install();
        Some(Self {
            host: format!("127.0.0.1:{port}"),
            client: reqwest::Client::builder().no_proxy().build().expect("a client"),
            _child: child,
        })
    }

    /// A call by REST, which has to succeed; answers its JSON.
    pub(crate) async fn call(&self, method: &str, path: &str, body: Value) -> Value {
        let method = method.parse().expect("a method");
        let url = format!("http://{}{path}", self.host);
        let answer = self.client.request(method, url).json(&body).send().await;
        let answer = answer.expect("the emulator answers");
        let status = answer.status();
        let text = answer.text().await.expect("the emulator answers to the end");
        assert!(status.is_success(), "{path} answered {status}: {text}");
        serde_json::from_str(&text).expect("the emulator answers JSON")
    }
}

/// The emulator is a component of gcloud, below its own folder.
async fn program() -> Option<PathBuf> {
    let info = Command::new("gcloud")
        .args(["info", "--format=value(installation.sdk_root)"])
        .stderr(Stdio::null())
        .output();
    let output = info.await.ok()?;
    let root = PathBuf::from(String::from_utf8(output.stdout).ok()?.trim());
    let program = root.join("platform/pubsub-emulator/bin/cloud-pubsub-emulator");
    program.exists().then_some(program)
}

/// Free a moment ago: the emulator takes a port by its number only.
async fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    listener.local_addr().expect("its address").port()
}

/// Waits for a line, and goes on reading so that the pipe never fills.
async fn wait_for_line(output: tokio::process::ChildStderr, wanted: &'static str) {
    let mut lines = BufReader::new(output).lines();
    let mut seen = String::new();
    while let Ok(Some(line)) = lines.next_line().await {
        if line.contains(wanted) {
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return;
        }
        seen.push_str(&line);
        seen.push('\n');
    }
    panic!("the emulator ended before it listened:\n{seen}");
}
