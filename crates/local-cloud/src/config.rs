//! What the person who starts this cloud decides.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use chrono::{DateTime, Utc};

use crate::replay::{Recording, Replay};
use crate::seed::Seed;
use crate::tracker::Tracker;
use crate::world::Settings;

/// How to start a [`LocalCloud`](crate::LocalCloud).
#[derive(Clone)]
pub struct Config {
    /// Where to listen; port 0 picks a free one.
    pub address: SocketAddr,
    /// Where state and platform files are kept; created when missing.
    pub data_dir: PathBuf,
    /// How time passes.
    pub time: TimeMode,
    /// The bot: an HTTP server on `PORT` with `GET /healthz`. Without one, updates wait in vain.
    pub bot: Option<Program>,
    /// The tracker: started once per execution.
    pub tracker: Tracker,
    /// From which every decision of a fault is drawn, for a run that can be repeated; random by default.
    pub seed: Option<u64>,
    /// IANA name of the zone of the people here.
    pub time_zone: String,
    /// Platform files that are written into the data folder: name, and text in which `{origin}` stands for this cloud.
    pub platform_files: Vec<(String, String)>,
    /// What the tracker may fetch besides public addresses and this cloud's own demo: comma-separated `host[:port]`.
    pub allowed_private_addresses: String,
    /// An event that the demo's Ktown4u sells as it was recorded, from now on.
    pub replay: Option<Recording>,
    /// Whether the bot talks with the real Telegram: then nobody can write to it here.
    pub chats_are_elsewhere: bool,
}

/// How time passes in the cloud and in its programs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TimeMode {
    /// By itself, `speed` times as fast as the wall clock.
    Running {
        /// 1 is the wall clock.
        speed: f64,
    },
    /// Only when told, by `POST /_local/clock`.
    Manual {
        /// Where a new data folder starts, by default the present; a used one goes on from where it stood.
        start: Option<DateTime<Utc>>,
    },
}

/// A child program. Its standard input is a pipe that closes when the cloud ends, however it ends.
#[derive(Debug, Clone)]
pub struct Program {
    /// Program and arguments.
    pub command: Vec<OsString>,
    /// Added to, and winning over, what the cloud sets.
    pub env: Vec<(String, String)>,
}

impl Program {
    /// A program without arguments.
    pub fn new(program: impl Into<OsString>) -> Self {
        Self {
            command: vec![program.into()],
            env: Vec::new(),
        }
    }

    /// With one more argument.
    #[must_use]
    pub fn arg(mut self, argument: impl Into<OsString>) -> Self {
        self.command.push(argument.into());
        self
    }
}

impl Config {
    /// Running time on a free port of 127.0.0.1, in Hong Kong.
    #[must_use]
    pub fn new(data_dir: PathBuf, bot: impl Into<Option<Program>>, tracker: impl Into<Tracker>) -> Self {
        Self {
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            data_dir,
            time: TimeMode::Running { speed: 1.0 },
            bot: bot.into(),
            tracker: tracker.into(),
            seed: None,
            time_zone: "Asia/Hong_Kong".to_owned(),
            platform_files: Vec::new(),
            allowed_private_addresses: String::new(),
            replay: None,
            chats_are_elsewhere: false,
        }
    }

    pub(crate) fn settings(self, origin: String, webhook_secret: String, replay: Option<Replay>) -> Settings {
        let own = origin.strip_prefix("http://").unwrap_or(&origin);
        let allowed_private_addresses = match self.allowed_private_addresses.trim() {
            "" => own.to_owned(),
            operators => format!("{own},{operators}"),
        };
        Settings {
            project: "local".to_owned(),
            region: "asia-east2".to_owned(),
            origin,
            tracker_job: "signchronicle-tracker".to_owned(),
            spreadsheet_id: "local-spreadsheet".to_owned(),
            drive_folder_id: "local-drive-folder".to_owned(),
            time_zone: self.time_zone,
            data_dir: self.data_dir,
            allowed_private_addresses,
            bot_token: "1000000001:local".to_owned(),
            webhook_secret,
            chats_are_elsewhere: self.chats_are_elsewhere,
            replay,
            bot: self.bot,
            tracker: self.tracker,
            seed: Seed::new(self.seed),
        }
    }
}
