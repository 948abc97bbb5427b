//! Which operations a fault is about.

use super::operation::{GOOGLE, KNOWN};

/// A name, or the beginning of some.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Pattern {
    Exactly(&'static str),
    Beginning(String),
    /// `google.*`: all of Google's services.
    Google,
}

impl Pattern {
    /// `None` when no known operation fits.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let pattern = match text.strip_suffix('*') {
            _ if text == "google.*" => Self::Google,
            Some(beginning) => Self::Beginning(beginning.to_owned()),
            None => Self::Exactly(KNOWN.iter().find(|known| **known == text)?),
        };
        KNOWN.iter().any(|known| pattern.fits(known)).then_some(pattern)
    }

    pub(super) fn fits(&self, operation: &str) -> bool {
        match self {
            Self::Exactly(name) => *name == operation,
            Self::Beginning(beginning) => operation.starts_with(beginning.as_str()),
            Self::Google => operation
                .split_once('.')
                .is_some_and(|(service, _)| GOOGLE.contains(&service)),
        }
    }
}
