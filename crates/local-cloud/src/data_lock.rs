//! One program at a time on a data folder.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The file that is locked; it says which process has locked it.
const LOCK: &str = "lock";

/// A process that was killed a moment ago holds its lock until its memory is freed.
const ATTEMPTS: u32 = 11;
const BETWEEN: Duration = Duration::from_millis(100);

/// Two clouds on one folder would fire every job twice. The lock ends with the process, however it ends.
pub(crate) struct DataLock(File);

/// Why a folder was not locked.
pub(crate) enum NotLocked {
    /// Another process has it.
    InUse(Holder),
    /// The file cannot be made or written.
    Failed(io::Error),
}

/// Who has locked a data folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    path: PathBuf,
    process: Option<u32>,
}

impl DataLock {
    pub(crate) fn take(data_dir: &Path) -> Result<Self, NotLocked> {
        Self::take_after(data_dir, || std::thread::sleep(BETWEEN))
    }

    fn take_after(data_dir: &Path, mut pause: impl FnMut()) -> Result<Self, NotLocked> {
        std::fs::create_dir_all(data_dir)?;
        let path = data_dir.join(LOCK);
        // Not emptied before it is locked: it says who has it.
        let mut options = OpenOptions::new();
        let file = options.write(true).create(true).truncate(false).open(&path)?;
        let mut attempts = 1;
        loop {
            match file.try_lock() {
                Ok(()) => return Self::signed(file).map_err(NotLocked::Failed),
                Err(TryLockError::WouldBlock) if attempts < ATTEMPTS => pause(),
                Err(TryLockError::WouldBlock) => return Err(NotLocked::InUse(Holder::of(data_dir))),
                Err(TryLockError::Error(source)) => return Err(NotLocked::Failed(source)),
            }
            attempts += 1;
        }
    }

    fn signed(mut file: File) -> io::Result<Self> {
        file.set_len(0)?;
        writeln!(file, "{}", std::process::id())?;
        Ok(Self(file))
    }
}

impl Drop for DataLock {
    /// Closing the file is not enough while a child that was forked at this moment still holds it as well.
    fn drop(&mut self) {
        if let Err(error) = self.0.unlock() {
            tracing::warn!(%error, "the data folder stays locked until this process ends");
        }
    }
}

impl Holder {
    /// Without a process where that has not written its number yet.
    fn of(data_dir: &Path) -> Self {
        let text = std::fs::read_to_string(data_dir.join(LOCK)).ok();
        Self {
            path: data_dir.to_owned(),
            process: text.and_then(|text| text.trim().parse().ok()),
        }
    }
}

impl std::fmt::Display for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the data folder {} is in use by ", self.path.display())?;
        match self.process {
            Some(process) => write!(f, "process {process}"),
            None => f.write_str("another process"),
        }
    }
}

impl From<io::Error> for NotLocked {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(folder: &Path) -> String {
        match DataLock::take(folder) {
            Err(NotLocked::InUse(holder)) => holder.to_string(),
            Err(NotLocked::Failed(error)) => panic!("{error}"),
            Ok(_) => panic!("it is free"),
        }
    }

    #[test]
    fn whoever_comes_second_is_told_who_has_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().display();
        std::fs::write(folder.path().join(LOCK), "1234567890 of long ago\n").unwrap();
        let lock = DataLock::take(folder.path()).unwrap_or_else(|_| panic!("nobody has it"));
        let own = std::process::id();
        for _ in 0..2 {
            assert_eq!(
                refused(folder.path()),
                format!("the data folder {path} is in use by process {own}")
            );
        }
        drop(lock);
        assert!(DataLock::take(folder.path()).is_ok());
    }

    #[test]
    fn whoever_has_just_been_killed_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let dying = File::create(folder.path().join(LOCK)).unwrap();
        dying.lock().unwrap();
        let mut dying = Some(dying);
        assert!(DataLock::take_after(folder.path(), || drop(dying.take())).is_ok());
        assert!(dying.is_none(), "it was locked at first");
    }

    #[test]
    fn one_that_has_not_signed_yet_is_another_process() {
        let folder = tempfile::tempdir().unwrap();
        let file = File::create(folder.path().join(LOCK)).unwrap();
        file.lock().unwrap();
        assert!(refused(folder.path()).ends_with("is in use by another process"));
    }
}
