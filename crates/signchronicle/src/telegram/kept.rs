//! What outlives a run: the owner, and the last update that was handled.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use anyhow::Context;

/// Two small files in the data folder, each a number.
pub(super) struct Kept {
    owner: PathBuf,
    last: PathBuf,
}

impl Kept {
    /// In a data folder, which is made where it is missing.
    pub(super) fn new(data: &Path) -> anyhow::Result<Self> {
        fs::create_dir_all(data).with_context(|| {
            format!(
                "Nothing was started: the folder {} cannot be made",
                data.display()
            )
        })?;
        Ok(Self {
            owner: data.join("owner"),
            last: data.join("last-update"),
        })
    }

    /// The chat that has paired.
    pub(super) fn owner(&self) -> anyhow::Result<Option<i64>> {
        read(&self.owner)
    }

    pub(super) fn keep_owner(&self, chat: i64) -> anyhow::Result<()> {
        write(&self.owner, chat)
    }

    /// The last update that was handled to its end.
    pub(super) fn last(&self) -> anyhow::Result<Option<i64>> {
        read(&self.last)
    }

    pub(super) fn keep_last(&self, update: i64) -> anyhow::Result<()> {
        write(&self.last, update)
    }
}

fn read(file: &Path) -> anyhow::Result<Option<i64>> {
    let text = match fs::read_to_string(file) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        text => text.with_context(|| format!("{} cannot be read", file.display()))?,
    };
    let number = text.trim().parse();
    let number =
        number.with_context(|| format!("{} holds no number; delete it to begin anew", file.display()))?;
    Ok(Some(number))
}

/// A crash leaves the old number or the new one.
fn write(file: &Path, number: i64) -> anyhow::Result<()> {
    let new = file.with_extension("new");
    let written = || -> io::Result<()> {
        fs::write(&new, format!("{number}\n"))?;
        fs::File::open(&new)?.sync_all()?;
        fs::rename(&new, file)
    };
    written().with_context(|| format!("{} cannot be written", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_back_by_the_next_run() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let kept = Kept::new(&data).unwrap();
        assert_eq!((kept.owner().unwrap(), kept.last().unwrap()), (None, None));
        kept.keep_owner(-5).unwrap();
        kept.keep_last(8).unwrap();
        kept.keep_last(9).unwrap();
        let next = Kept::new(&data).unwrap();
        assert_eq!((next.owner().unwrap(), next.last().unwrap()), (Some(-5), Some(9)));
    }

    #[test]
    fn a_damaged_file_is_named_instead_of_making_a_stranger_the_owner() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("owner"), "").unwrap();
        let error = Kept::new(folder.path()).unwrap().owner().unwrap_err();
        assert!(
            format!("{error:#}").contains("owner holds no number"),
            "{error:#}"
        );
    }
}
