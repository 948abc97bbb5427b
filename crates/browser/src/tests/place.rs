//! A folder of its own for a test's browsers, so that what they leave can be counted.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use fetch::{AllowedAddresses, Guard};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::Browser;

pub(super) struct Place(TempDir);

impl Place {
    pub(super) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A browser that may go to this machine and lives here.
    pub(super) fn browser(&self) -> Browser {
        self.guarded(Guard::new(AllowedAddresses::parse("127.0.0.1").unwrap()))
    }

    pub(super) fn guarded(&self, guard: Guard) -> Browser {
        let mut browser = Browser::new(guard, "SignChronicle/test");
        browser.folders = self.0.path().to_owned();
        // Other tests use the same two cores.
        browser.limits.start = Duration::from_secs(60);
        browser
    }

    /// Living processes that have this folder in their command line or, as chromedriver has, in their environment.
    pub(super) fn processes(&self) -> Vec<(Pid, String)> {
        let own = self.0.path().to_str().unwrap();
        let read = |id: &str, file| fs::read(format!("/proc/{id}/{file}")).unwrap_or_default();
        let numbers = fs::read_dir("/proc")
            .unwrap()
            .filter_map(|entry| entry.unwrap().file_name().into_string().ok());
        let ids = numbers.filter(|name| name.bytes().all(|b| b.is_ascii_digit()));
        ids.filter_map(|id| {
            let line = String::from_utf8_lossy(&read(&id, "cmdline")).into_owned();
            let ours = line.contains(own) || String::from_utf8_lossy(&read(&id, "environ")).contains(own);
            ours.then(|| (Pid::from_raw(id.parse().unwrap()).unwrap(), line))
        })
        .collect()
    }

    pub(super) fn files(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.0.path()).unwrap();
        entries.map(|entry| entry.unwrap().path()).collect()
    }

    /// Kills the first process whose command line fits.
    pub(super) fn kill(&self, fits: impl Fn(&str) -> bool) {
        let processes = self.processes();
        let (id, _) = processes.iter().find(|(_, line)| fits(line)).expect("it runs");
        kill_process(*id, Signal::KILL).unwrap();
    }

    pub(super) fn assert_empty(&self) {
        assert_eq!(self.processes(), []);
        assert_eq!(self.files(), Vec::<PathBuf>::new());
    }
}
