//! All platforms that a process knows.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use domain::{EventName, PlatformName};
use url::Url;

use crate::built_in;
use crate::error::PlatformError;
use crate::platform::Platform;

/// The platforms by name.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Platforms(BTreeMap<PlatformName, Platform>);

impl Platforms {
    /// The compiled-in platforms and the `*.toml` files of a directory; there a file of the same name wins.
    pub fn load(dir: Option<&Path>) -> Result<Self, PlatformError> {
        let (platforms, errors) = Self::load_all(dir);
        errors.into_iter().next().map_or(Ok(platforms), Err)
    }

    /// The same, for whoever wants to know of every file that cannot be used rather than of the first.
    pub fn load_all(dir: Option<&Path>) -> (Self, Vec<PlatformError>) {
        let (mut platforms, mut errors) = (Self::default(), Vec::new());
        for (name, text) in built_in::PLATFORMS {
            let origin = format!("{name}.toml (compiled in)");
            errors.extend(platforms.add(name, &origin, text, true).err());
        }
        match dir.map(files).transpose() {
            Ok(paths) => errors.extend(
                paths
                    .into_iter()
                    .flatten()
                    .filter_map(|path| platforms.add_file(&path).err()),
            ),
            Err(error) => errors.push(error),
        }
        (platforms, errors)
    }

    /// The platform of a name.
    pub fn get(&self, name: &PlatformName) -> Option<&Platform> {
        self.0.get(name)
    }

    /// Every name, sorted.
    pub fn names(&self) -> impl Iterator<Item = &PlatformName> {
        self.0.keys()
    }

    /// Every platform, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = &Platform> {
        self.0.values()
    }

    /// The platform and the event that an address is the page of, if the address alone tells. Of several, the one whose
    /// pattern is closer.
    pub fn recognise(&self, link: &Url) -> Option<(PlatformName, EventName)> {
        let mut best: Option<(usize, &Platform, EventName)> = None;
        for platform in self.iter() {
            if let Some((closeness, event)) = platform.recognise(link)
                && best.as_ref().is_none_or(|(known, ..)| closeness > *known)
            {
                best = Some((closeness, platform, event));
            }
        }
        best.map(|(_, platform, event)| (platform.name().clone(), event))
    }

    fn add_file(&mut self, path: &Path) -> Result<(), PlatformError> {
        let text = fs::read_to_string(path).map_err(|error| unreadable(path, &error))?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        self.add(&name, &path.to_string_lossy(), &text, false)
    }

    fn add(&mut self, name: &str, origin: &str, text: &str, is_trusted: bool) -> Result<(), PlatformError> {
        let wrong_name = || PlatformError {
            file: origin.to_owned(),
            line: None,
            reason: format!("`{name}` is no platform name: small letters, digits and `-`, at most 40"),
        };
        let parsed = PlatformName::parse(name)
            .filter(|parsed| parsed.as_str() == name)
            .ok_or_else(wrong_name)?;
        let platform = Platform::read(parsed.clone(), origin, text, is_trusted)?;
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
