//! Files with names that every file system takes, written so that they are there when the call returns.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::FolderError;

/// Bytes. File systems take 255 for a name; the rest is for a number and the ending.
const LONGEST: usize = 200;
/// What stands behind a name's last point is an ending up to so many bytes.
const LONGEST_ENDING: usize = 10;

/// A folder in which no two files get one name.
pub(super) struct Files {
    folder: PathBuf,
    taken: HashSet<String>,
}

impl Files {
    /// Makes the folder, so that it is there when the call returns; what it has already keeps its name.
    pub(super) fn below(folder: PathBuf) -> Result<Self, FolderError> {
        create(&folder).map_err(|source| not_written(&folder, source))?;
        let entries = fs::read_dir(&folder).map_err(|source| not_written(&folder, source))?;
        let taken = entries
            .filter_map(Result::ok)
            .map(|entry| entry.file_name().to_string_lossy().to_lowercase())
            .collect();
        Ok(Self { folder, taken })
    }

    /// Writes a file under the name that it has elsewhere, whose ending it keeps.
    pub(super) fn write_named(&mut self, name: &str, content: &[u8]) -> Result<PathBuf, FolderError> {
        match name.rsplit_once('.') {
            Some((stem, ending)) if is_ending(ending) => self.write(stem, &format!(".{ending}"), content),
            _ => self.write(name, "", content),
        }
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
        sync(&self.folder).map_err(failed)?;
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

/// Makes a folder and those above it; a power cut after that leaves them there.
fn create(folder: &Path) -> io::Result<()> {
    let missing = |path: &&Path| !path.as_os_str().is_empty() && !path.exists();
    let new: Vec<&Path> = folder.ancestors().take_while(missing).collect();
    fs::create_dir_all(folder)?;
    // The one above holds a folder's name.
    for above in new.iter().filter_map(|path| path.parent()) {
        sync(above)?;
    }
    Ok(())
}

fn sync(folder: &Path) -> io::Result<()> {
    let here = Path::new(".");
    let folder = if folder.as_os_str().is_empty() {
        here
    } else {
        folder
    };
    fs::File::open(folder)?.sync_all()
}

fn is_ending(text: &str) -> bool {
    (1..=LONGEST_ENDING).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
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
        .collect();
    let plain = &plain[..plain.floor_char_boundary(LONGEST)];
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
    fn a_name_of_a_hundred_korean_letters_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let mut files = Files::below(folder.path().to_owned()).unwrap();
        for _ in 0..2 {
            files.write(&"안".repeat(100), ".csv", b"x").unwrap();
        }
    }

    #[test]
    fn a_name_keeps_its_ending_and_leads_nowhere_else() {
        let folder = tempfile::tempdir().unwrap();
        let mut files = Files::below(folder.path().join("a/b/c")).unwrap();
        for (name, written) in [
            ("demo ABC.csv", "demo ABC.csv"),
            ("demo ABC.csv", "demo ABC (2).csv"),
            ("no ending", "no ending"),
            ("x./etc/passwd", "x._etc_passwd"),
            ("20.5 a pair", "20.5 a pair"),
        ] {
            let path = files.write_named(name, b"x").unwrap();
            assert_eq!(path, folder.path().join("a/b/c").join(written));
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
