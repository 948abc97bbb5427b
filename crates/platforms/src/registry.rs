//! All platforms that a process knows.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use domain::PlatformName;

use crate::error::PlatformError;
use crate::platform::Platform;

/// The files that are compiled in: name and text.
const BUILT_IN: &[(&str, &str)] = &[("web", include_str!("../web.toml"))];

/// The platforms by name.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Platforms(BTreeMap<PlatformName, Platform>);

impl Platforms {
    /// The compiled-in platforms and the `*.toml` files of a directory; there a file of the same name wins.
    pub fn load(dir: Option<&Path>) -> Result<Self, PlatformError> {
        let mut platforms = Self::default();
        for (name, text) in BUILT_IN {
            platforms.add(name, &format!("{name}.toml (compiled in)"), text)?;
        }
        for path in dir.map(files).transpose()?.unwrap_or_default() {
            let text = fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            platforms.add(&name, &path.to_string_lossy(), &text)?;
        }
        Ok(platforms)
    }

    /// The platform of a name.
    pub fn get(&self, name: &PlatformName) -> Option<&Platform> {
        self.0.get(name)
    }

    /// Every name, sorted.
    pub fn names(&self) -> impl Iterator<Item = &PlatformName> {
        self.0.keys()
    }

    fn add(&mut self, name: &str, origin: &str, text: &str) -> Result<(), PlatformError> {
        let wrong_name = || PlatformError {
            file: origin.to_owned(),
            line: None,
            reason: format!("`{name}` is no platform name: small letters, digits and `-`, at most 40"),
        };
        let parsed = PlatformName::parse(name)
            .filter(|parsed| parsed.as_str() == name)
            .ok_or_else(wrong_name)?;
        let platform = Platform::parse(parsed.clone(), origin, text)?;
        self.0.insert(parsed, platform);
        Ok(())
    }
}

/// The platform files of a directory, sorted, so that of several bad ones the same is always named.
fn files(dir: &Path) -> Result<Vec<PathBuf>, PlatformError> {
    let entries = fs::read_dir(dir).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let entries = entries.map_err(|error| unreadable(dir, &error))?;
    let mut paths: Vec<PathBuf> = entries
        .iter()
        .map(fs::DirEntry::path)
        .filter(|path| is_platform_file(path))
        .collect();
    paths.sort();
    Ok(paths)
}

fn is_platform_file(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "toml")
}

fn unreadable(path: &Path, error: &std::io::Error) -> PlatformError {
    PlatformError {
        file: path.display().to_string(),
        line: None,
        reason: format!("cannot be read: {error}"),
    }
}

#[cfg(test)]
mod tests;
