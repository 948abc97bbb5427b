//! Files with names that every file system takes, written so that they are there when the call returns.

use std::collections::HashSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::FolderError;

/// Longer names some file systems refuse; a part of them is the ending.
const LONGEST: usize = 100;

/// A folder in which no two files get one name.
pub(super) struct Files {
    folder: PathBuf,
    taken: HashSet<String>,
}

impl Files {
    /// Makes the folder; what it has already keeps its name.
    pub(super) fn below(folder: PathBuf) -> Result<Self, FolderError> {
        fs::create_dir_all(&folder).map_err(|source| not_written(&folder, source))?;
        let entries = fs::read_dir(&folder).map_err(|source| not_written(&folder, source))?;
        let taken = entries
            .filter_map(Result::ok)
            .map(|entry| entry.file_name().to_string_lossy().to_lowercase())
            .collect();
        Ok(Self { folder, taken })
    }

    /// Writes a file, whole and on the disk, under a name that is not taken.
    pub(super) fn write(&mut self, name: &str, ending: &str, content: &[u8]) -> Result<PathBuf, FolderError> {
        let name = self.free(&safe(name), ending);
        let path = self.folder.join(name);
        let failed = |source| not_written(&path, source);
        let partial = path.with_extension("partial");
        let mut file = fs::File::create(&partial).map_err(failed)?;
        file.write_all(content).map_err(failed)?;
        file.sync_all().map_err(failed)?;
        fs::rename(&partial, &path).map_err(failed)?;
        let folder = fs::File::open(&self.folder).map_err(failed)?;
        folder.sync_all().map_err(failed)?;
        Ok(path)
    }

    fn free(&mut self, name: &str, ending: &str) -> String {
        let numbered = |number: u32| match number {
            1 => format!("{name}{ending}"),
            number => format!("{name} ({number}){ending}"),
        };
        let mut names = (1..).map(numbered);
        let free = names.find(|name| self.taken.insert(name.to_lowercase()));
        free.unwrap_or_else(|| format!("{name}{ending}"))
    }
}

fn not_written(path: &Path, source: std::io::Error) -> FolderError {
    FolderError::NotWritten {
        path: path.to_owned(),
        source,
    }
}

/// Without what separates folders, hides a file or is refused somewhere.
fn safe(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_control() || r#"/\:*?"<>|"#.contains(c) {
                '_'
            } else {
                c
            }
        })
        .take(LONGEST)
        .collect();
    let plain = plain.trim().trim_start_matches('.').trim_end_matches('.');
    if plain.is_empty() {
        "_".to_owned()
    } else {
        plain.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_every_file_system_takes() {
        for (name, plain) in [
            ("ktown4u 44469917", "ktown4u 44469917"),
            ("web https://x.example/a?b", "web https___x.example_a_b"),
            ("../../etc/passwd", "_.._etc_passwd"),
            (" .hidden. ", "hidden"),
            ("ABC 안유진", "ABC 안유진"),
            ("...", "_"),
            ("", "_"),
        ] {
            assert_eq!(safe(name), plain, "{name}");
        }
    }

    #[test]
    fn no_file_takes_the_place_of_another() {
        let folder = tempfile::tempdir().unwrap();
        let mut files = Files::below(folder.path().join("new")).unwrap();
        let names: Vec<String> = ["a", "A", "a"]
            .iter()
            .map(|name| files.write(name, ".csv", b"x").unwrap())
            .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
            .collect();
        assert_eq!(names, ["a.csv", "A (2).csv", "a (3).csv"]);
        let mut again = Files::below(folder.path().join("new")).unwrap();
        let path = again.write("a", ".csv", b"y").unwrap();
        assert!(path.ends_with("a (4).csv"), "{}", path.display());
        assert_eq!(fs::read(path).unwrap(), b"y");
    }
}
