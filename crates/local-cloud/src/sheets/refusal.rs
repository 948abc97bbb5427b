//! Why a call on a spreadsheet is refused, before it is known in which request of a batch that happened.

use crate::google_error::GoogleError;

/// A refusal; inside a batch its text is put behind the request's place.
#[derive(Debug)]
pub(super) enum Refusal {
    /// The request asks for something that cannot be.
    Invalid(String),
    /// Anything else, passed on as it is.
    Other(GoogleError),
}

impl Refusal {
    /// `Invalid requests[0].addSheet: ...`
    pub(super) fn at(self, place: &str) -> Self {
        match self {
            Self::Invalid(text) => {
                Self::Other(GoogleError::invalid_argument(format!("Invalid {place}: {text}")))
            }
            other => other,
        }
    }
}

/// The short way to refuse.
pub(super) fn invalid<T>(text: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal::Invalid(text.into()))
}

impl From<Refusal> for GoogleError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Invalid(text) => Self::invalid_argument(text),
            Refusal::Other(error) => error,
        }
    }
}

impl From<GoogleError> for Refusal {
    fn from(error: GoogleError) -> Self {
        Self::Other(error)
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::Other(error.into())
    }
}

impl From<serde_json::Error> for Refusal {
    fn from(error: serde_json::Error) -> Self {
        Self::Other(GoogleError::internal(format!(
            "a stored spreadsheet cannot be read: {error}"
        )))
    }
}
