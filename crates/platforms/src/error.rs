//! Why a platform file is not taken.

use std::fmt;
use std::ops::Range;

use thiserror::Error;

/// A platform file that cannot be used: which one, where in it, and why.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub struct PlatformError {
    /// The file, or the directory where that cannot be read.
    pub file: String,
    /// Counted from 1, where one line is to blame.
    pub line: Option<usize>,
    /// What is wrong, for the person who wrote the file.
    pub reason: String,
}

impl fmt::Display for PlatformError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.reason),
            None => write!(f, "{}: {}", self.file, self.reason),
        }
    }
}

/// What is wrong with a file's text, before the file's name is known to the error.
#[derive(Debug)]
pub(crate) struct Complaint {
    pub(crate) span: Option<Range<usize>>,
    pub(crate) reason: String,
}

impl Complaint {
    pub(crate) fn at(span: Range<usize>, reason: impl Into<String>) -> Self {
        Self {
            span: Some(span),
            reason: reason.into(),
        }
    }

    pub(crate) fn whole(reason: impl Into<String>) -> Self {
        Self {
            span: None,
            reason: reason.into(),
        }
    }

    pub(crate) fn about(self, file: &str, text: &str) -> PlatformError {
        let line = self.span.map(|span| line_of(text, span.start));
        PlatformError {
            file: file.to_owned(),
            line,
            reason: self.reason,
        }
    }
}

/// The line, counted from 1, that a byte of a text stands in.
pub(crate) fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}
