//! A running bot-service, and what the kernel says of it.

use std::fs;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use super::cores;
use super::load::Person;

/// What the webhook is told in `X-Telegram-Bot-Api-Secret-Token`.
pub(crate) const SECRET: &str = "secret";
/// The chat that may write.
pub(crate) const CHAT: i64 = 4_242;
/// A bot that does not listen after this has failed.
const PATIENCE: Duration = Duration::from_secs(10);

/// The process; it is killed when this goes.
pub(crate) struct Bot {
    child: Child,
    address: SocketAddr,
}

impl Bot {
    /// Starts it on a core, with all that a deployed one is told.
    pub(crate) fn start(program: &Path, cloud: &SocketAddr, core: usize) -> anyhow::Result<Self> {
        let address = free_address()?;
        let mut command = Command::new(program);
        command
            .env_clear()
            .envs(variables(cloud, address.port()))
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        // A thread of its own starts it, since the core is inherited.
        let starting = std::thread::spawn(move || {
            cores::stay_on(core)?;
            command.spawn().context("bot-service does not start")
        });
        let child = starting
            .join()
            .map_err(|_| anyhow::anyhow!("the starting thread panicked"))??;
        Ok(Self { child, address })
    }

    /// The first `/list`, as soon as the bot takes connections.
    pub(crate) fn first_list(&self) -> anyhow::Result<()> {
        Person::meet(self)?.list(1)
    }

    /// A connection.
    pub(crate) fn connect(&self) -> anyhow::Result<TcpStream> {
        let began = Instant::now();
        loop {
            match TcpStream::connect(self.address) {
                Ok(stream) => {
                    stream.set_nodelay(true)?;
                    return Ok(stream);
                }
                Err(error) if began.elapsed() > PATIENCE => {
                    bail!("bot-service does not listen on {}: {error}", self.address)
                }
                Err(_) => std::thread::sleep(Duration::from_micros(100)),
            }
        }
    }

    /// Its proportional set size, in MB.
    pub(crate) fn memory(&self) -> anyhow::Result<f64> {
        let text = fs::read_to_string(format!("/proc/{}/smaps_rollup", self.child.id()))?;
        let line = text.lines().find_map(|line| line.strip_prefix("Pss:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next());
        let kilobytes: f64 = kilobytes.context("no Pss in smaps_rollup")?.parse()?;
        Ok(kilobytes / 1024.0)
    }

    /// The CPU time of its threads.
    pub(crate) fn cpu(&self) -> anyhow::Result<Duration> {
        let mut nanoseconds = 0;
        for thread in fs::read_dir(format!("/proc/{}/task", self.child.id()))? {
            let text = fs::read_to_string(thread?.path().join("schedstat"))?;
            let first = text.split_whitespace().next().context("an empty schedstat")?;
            nanoseconds += first.parse::<u64>()?;
        }
        Ok(Duration::from_nanos(nanoseconds))
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that was free a moment ago.
fn free_address() -> anyhow::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    Ok(listener.local_addr()?)
}

fn variables(cloud: &SocketAddr, port: u16) -> [(&'static str, String); 13] {
    let origin = format!("http://{cloud}");
    [
        ("PORT", port.to_string()),
        ("PROJECT_ID", "local".to_owned()),
        ("SPREADSHEET_ID", "spreadsheet".to_owned()),
        ("TELEGRAM_BOT_TOKEN", "123:abc".to_owned()),
        ("TELEGRAM_WEBHOOK_SECRET", SECRET.to_owned()),
        ("ALLOWED_CHAT_IDS", CHAT.to_string()),
        ("TRACKER_JOB", "tracker".to_owned()),
        (
            "TRIGGER_SERVICE_ACCOUNT",
            "bot@local.iam.gserviceaccount.com".to_owned(),
        ),
        ("EVENTS_TOPIC", "events".to_owned()),
        (
            "EVENTS_PUSH_ACCOUNT",
            "push@local.iam.gserviceaccount.com".to_owned(),
        ),
        ("GCE_METADATA_HOST", cloud.to_string()),
        ("TELEGRAM_API_URL", origin.clone()),
        ("GOOGLE_API_ENDPOINT", origin),
    ]
}
