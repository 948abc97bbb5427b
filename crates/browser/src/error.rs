//! Why a browser brought no page, in the words of a row's status.

use std::io;
use std::time::Duration;

use fantoccini::error::{CmdError, ErrorStatus, NewSessionError, WebDriver};
use fetch::{FetchError, Page};
use thiserror::Error;
use url::Url;

/// Why a browser brought no page. Its text is the row's status.
#[derive(Debug, Error)]
pub enum BrowserError {
    /// The guard refused the page, or its host cannot be reached.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// A program is not installed.
    #[error("no Chromium here: {0} was not found")]
    NotInstalled(&'static str),
    /// Chromium or its driver ended at once.
    #[error("Chromium did not start: {0}")]
    NotStarted(String),
    /// Chromium or its driver took too long.
    #[error("Chromium did not start within {} s", .0.as_secs_f64())]
    SlowStart(Duration),
    /// Chromium, its driver or the page's process ended in the middle.
    #[error("the browser crashed")]
    Crashed,
    /// Chromium gave up on the page.
    #[error("the page cannot be opened ({reason})")]
    NotOpened {
        /// In Chromium's words.
        reason: String,
        /// Where redirects and scripts had led.
        url: Url,
    },
    /// Chromium did not do as told.
    #[error("the browser failed: {0}")]
    Failed(String),
    /// What is waited for is no CSS selector.
    #[error("`{0}` is no CSS selector")]
    BadSelector(String),
    /// The page does not show what is waited for.
    #[error("selector {selector} did not appear within {} s (page: {title})", .waited.as_secs_f64())]
    NoSelector {
        /// What was waited for.
        selector: String,
        /// How long.
        waited: Duration,
        /// The page's title.
        title: String,
        /// What there is instead: it may tell a challenge from a shape that has changed.
        page: Box<Page>,
    },
    /// No folder, no process or no port could be had.
    #[error("the browser could not be set up: {0}")]
    Setup(#[from] io::Error),
}

impl BrowserError {
    /// What chromedriver's refusal of a session means.
    pub(crate) fn from_start(error: &NewSessionError) -> Self {
        let text = match error {
            NewSessionError::Failed(_) | NewSessionError::FailedC(_) | NewSessionError::Lost(_) => {
                return Self::Crashed;
            }
            NewSessionError::SessionNotCreated(refusal) => refusal.message.to_string(),
            NewSessionError::NotW3C(answer) => answer["message"].as_str().unwrap_or_default().to_owned(),
            other => other.to_string(),
        };
        if text.contains("cannot find") && text.contains("binary") {
            return Self::NotInstalled("Chromium");
        }
        let first = text.lines().next().unwrap_or_default();
        let reason = first.strip_prefix("session not created: ").unwrap_or(first);
        Self::NotStarted(reason.to_owned())
    }

    /// What a command's error means.
    pub(crate) fn from_command(error: &CmdError, waited: Duration) -> Self {
        match error {
            CmdError::Standard(answer) => Self::from_answer(answer, waited),
            CmdError::Failed(_) | CmdError::FailedC(_) | CmdError::Lost(_) => Self::Crashed,
            other => Self::Failed(other.to_string()),
        }
    }

    fn from_answer(answer: &WebDriver, waited: Duration) -> Self {
        const CRASHES: [&str; 4] = ["crashed", "disconnected", "not reachable", "unable to receive"];
        let ended = matches!(
            answer.error,
            ErrorStatus::InvalidSessionId | ErrorStatus::NoSuchWindow
        );
        if ended || CRASHES.iter().any(|word| answer.message.contains(word)) {
            return Self::Crashed;
        }
        if matches!(answer.error, ErrorStatus::Timeout | ErrorStatus::ScriptTimeout) {
            return FetchError::TimedOut(waited).into();
        }
        let first = answer.message.lines().next().unwrap_or_default();
        Self::Failed(first.to_owned())
    }
}
