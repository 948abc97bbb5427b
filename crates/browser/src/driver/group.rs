//! The processes of one browser and the folder that holds all they write.

use std::env;
use std::fs;
use std::io::{self, ErrorKind};
use std::os::fd::OwnedFd;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, WaitOptions, kill_process, kill_process_group, waitpgid, waitpid};
use tempfile::TempDir;

use super::process;
use crate::error::BrowserError;

/// What the programs may know of our environment; the rest may hold secrets, or name a proxy or a session bus.
const KEPT: &[&str] = &[
    "PATH",
    "LANG",
    "LC_ALL",
    "LD_LIBRARY_PATH",
    "FONTCONFIG_PATH",
    "FONTCONFIG_FILE",
];
/// Where programs put files of their own.
const PLACES: &[&str] = &[
    "HOME",
    "TMPDIR",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_RUNTIME_DIR",
    "XDG_STATE_HOME",
];
/// A killed process is gone within a few milliseconds; one that hangs in the kernel must not hang us.
const DYING: Duration = Duration::from_secs(5);

/// Everything that a browser is. Dropping it ends its processes and removes its files.
pub(super) struct Group {
    id: Pid,
    folder: TempDir,
}

impl Group {
    /// Starts chromedriver as the first process of a group of its own, and hands out its output.
    pub(super) fn start(folders: &Path) -> Result<(Self, OwnedFd), BrowserError> {
        let folder = tempfile::Builder::new().prefix("chromium-").tempdir_in(folders)?;
        let mut command = Command::new("chromedriver");
        command.arg("--port=0").process_group(0).env_clear();
        command.envs(KEPT.iter().filter_map(|name| Some((name, env::var_os(name)?))));
        command.envs(PLACES.iter().map(|name| (name, folder.path())));
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| match error.kind() {
            ErrorKind::NotFound => BrowserError::NotInstalled("chromedriver"),
            _ => error.into(),
        })?;
        let group = Self {
            id: Pid::from_child(&child),
            folder,
        };
        let output = child
            .stdout
            .take()
            .ok_or(io::Error::from(ErrorKind::BrokenPipe))?;
        Ok((group, output.into()))
    }

    /// Where its files are.
    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Reaps those that are our children: the driver, and where we are the first process of a container, its orphans.
    fn reap(&self, strays: &[Pid]) {
        while let Ok(Some(_)) = waitpgid(self.id, WaitOptions::NOHANG) {}
        for &stray in strays {
            // Elsewhere it is not our child.
            let _ = waitpid(Some(stray), WaitOptions::NOHANG);
        }
    }

    /// Kills all that live and says which these were. A group is killed at once, so that none of it can still fork.
    fn kill(&self) -> Vec<Pid> {
        let living = process::living(self.id, self.folder());
        let _ = kill_process_group(self.id, Signal::KILL);
        for &id in &living {
            let _ = kill_process(id, Signal::KILL);
        }
        living
    }
}

impl Drop for Group {
    /// Waits for the end of the processes: one that still runs may still write.
    fn drop(&mut self) {
        let deadline = Instant::now() + DYING;
        let mut strays = self.kill();
        while Instant::now() < deadline {
            self.reap(&strays);
            let living = self.kill();
            if living.is_empty() && is_removed(self.folder()) {
                return self.reap(&strays);
            }
            strays.extend(living);
            thread::sleep(Duration::from_millis(1));
        }
    }
}

fn is_removed(folder: &Path) -> bool {
    let removed = fs::remove_dir_all(folder);
    removed.is_ok() || removed.is_err_and(|error| error.kind() == ErrorKind::NotFound)
}
