//! Why there is no reading, in the words of a row's status.

use std::time::Duration;

use browser::BrowserError;
use extract::{ExtractError, Trouble};
use fetch::FetchError;
use platforms::EventError;
use thiserror::Error;

/// Why there is no reading. Its text is the row's status.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The event leads to no page.
    #[error(transparent)]
    Event(#[from] EventError),
    /// The page did not come.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// Chromium brought no page.
    #[error(transparent)]
    Browser(#[from] BrowserError),
    /// The server answered with an error.
    #[error("HTTP {0}")]
    Status(u16),
    /// What came is no page of the shop: a challenge, a login, a shell that needs JavaScript.
    #[error("{0}")]
    Trouble(Trouble),
    /// Chromium shows no more of it than the page's source.
    #[error("the page shows nothing in the browser either; wait_for can name what it shows last")]
    StaysEmpty,
    /// The answer asked for patience until ours ended.
    #[error("still {code} after {times} more tries")]
    Busy {
        /// What the answer said.
        code: String,
        /// How often it was asked again.
        times: u32,
    },
    /// The page does not say what was asked for.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// The event's other products took too long.
    #[error("not asked, the others took {} s", .0.as_secs())]
    OutOfTime(Duration),
    /// One of several sites or products did not answer.
    #[error("{part}: {error}")]
    Part {
        /// Which one.
        part: String,
        /// Why.
        error: Box<ReadError>,
    },
    /// The platform's file does not say where it lists its events.
    #[error("the platform does not list what it has on sale")]
    ListsNothing,
}

impl FieldError {
    /// Whether the shop shows nothing, rather than something else.
    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Self::Null { .. })
    }
}

/// Why a page gives no reading. Its text is the row's status.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FieldError {
    /// The page as such says nothing.
    #[error(transparent)]
    Extract(#[from] ExtractError),
    /// Nothing is where the platform's file says.
    #[error("{0} matched nothing")]
    NoMatch(String),
    /// The JSON has no such member.
    #[error("{platform}: {what} is missing")]
    Missing {
        /// The platform whose file needs to be changed.
        platform: String,
        /// Where it was looked for.
        what: String,
    },
    /// The JSON has the member, and it is `null`: the shop shows nothing there.
    #[error("{platform}: {what} is null")]
    Null {
        /// The platform whose shop says nothing.
        platform: String,
        /// Where it was looked for.
        what: String,
    },
    /// The answer is not what the platform's file expects.
    #[error("{platform}: {what}")]
    Shape {
        /// The platform whose file needs to be changed.
        platform: String,
        /// What is wrong.
        what: String,
    },
    /// It is there, and says something else.
    #[error("{place}: no {kind} in `{text}`")]
    NotUnderstood {
        /// Where it stands.
        place: String,
        /// What it should be.
        kind: &'static str,
        /// What it says, shortened.
        text: String,
    },
    /// Nothing that the file names is there.
    #[error("{0}")]
    NoFigure(String),
    /// The platform's file has a selector that is none.
    #[error("bad selector {0}")]
    BadSelector(String),
}
