//! chromedriver and all that it starts: one process group and one folder, both of which end with it.

mod group;
mod process;

use std::path::Path;

use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::net::unix::pipe::Receiver;

use crate::error::BrowserError;
use group::Group;

/// A chromedriver that takes orders. Dropping it ends driver and browser and removes what they wrote.
pub(crate) struct Driver {
    version: String,
    port: u16,
    group: Group,
    /// Kept open: chromedriver would die of a closed output.
    _output: Lines<BufReader<Receiver>>,
}

impl Driver {
    /// Starts chromedriver and reads from its output where it listens.
    pub(crate) async fn start(folders: &Path) -> Result<Self, BrowserError> {
        let (group, output) = Group::start(folders)?;
        let mut lines = BufReader::new(Receiver::from_owned_fd(output)?).lines();
        let mut version = String::new();
        while let Some(line) = lines.next_line().await? {
            if let Some(found) = after(&line, "Starting ChromeDriver ") {
                version = found.to_owned();
            }
            let port = after(&line, "successfully on port ").map(|port| port.trim_end_matches('.'));
            if let Some(port) = port.and_then(|port| port.parse().ok()) {
                return Ok(Self {
                    version,
                    port,
                    group,
                    _output: lines,
                });
            }
        }
        Err(BrowserError::NotStarted("chromedriver ended at once".to_owned()))
    }

    /// Where it listens.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Its own version, and so Chromium's.
    pub(crate) fn version(&self) -> &str {
        &self.version
    }

    /// Where the browser keeps what it writes.
    pub(crate) fn folder(&self) -> &Path {
        self.group.folder()
    }
}

/// The word after some text.
fn after<'a>(line: &'a str, text: &str) -> Option<&'a str> {
    let (_, rest) = line.split_once(text)?;
    rest.split_whitespace().next()
}
