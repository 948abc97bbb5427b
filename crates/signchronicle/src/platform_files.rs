//! Where a person's own platform files are.

use std::path::PathBuf;

/// Where the local system writes them, seen from the checkout.
const OF_THE_LOCAL_SYSTEM: &str = "data/platforms";

/// `PLATFORMS_DIR`, or the local system's folder where that exists.
pub(crate) fn folder(variable: &dyn Fn(&str) -> Option<String>) -> Option<PathBuf> {
    match variable("PLATFORMS_DIR").filter(|folder| !folder.trim().is_empty()) {
        Some(folder) => Some(folder.into()),
        None => Some(PathBuf::from(OF_THE_LOCAL_SYSTEM)).filter(|folder| folder.is_dir()),
    }
}
