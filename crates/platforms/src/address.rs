//! From an event to the address of its page.

use domain::EventName;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use thiserror::Error;
use url::Url;

const PLACEHOLDER: &str = "{event}";
/// All that has no meaning in a path segment, nor in a query.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Why an event leads to no page.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AddressError {
    /// The platform's events are addresses, and this is none.
    #[error("not a web address: {0}")]
    NotAnAddress(String),
    /// The event would change the template's path instead of filling it.
    #[error("no event can be called `{0}`")]
    NotASegment(String),
}

/// Where a platform's pages are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Address {
    /// The event is the address itself.
    Event,
    /// An address with `{event}` in its path or query.
    Template(String),
}

impl Address {
    /// Checks a file's `url`; the error is for the person who wrote the file.
    pub(crate) fn template(text: &str) -> Result<Self, String> {
        if !text.contains(PLACEHOLDER) {
            return Err(format!("url names no event: it has to contain {PLACEHOLDER}"));
        }
        if let Some(other) = other_placeholder(text) {
            return Err(format!("url contains `{other}`, only {PLACEHOLDER} is known"));
        }
        let (a, b) = (sample(text, "a")?, sample(text, "b")?);
        if !matches!(a.scheme(), "http" | "https") {
            return Err(format!(
                "url has the scheme {}, it has to be http or https",
                a.scheme()
            ));
        }
        if a.origin() != b.origin() || a.username() != b.username() || a.password() != b.password() {
            return Err(format!(
                "{PLACEHOLDER} has to be in the path or the query of the url, not in its host"
            ));
        }
        if a[..url::Position::AfterQuery] == b[..url::Position::AfterQuery] {
            return Err(format!(
                "{PLACEHOLDER} has to be in the path or the query of the url, not behind #"
            ));
        }
        Ok(Self::Template(text.to_owned()))
    }

    /// The address of an event's page.
    pub(crate) fn of(&self, event: &EventName) -> Result<Url, AddressError> {
        let event = event.as_str();
        let address = match self {
            Self::Event => event.to_owned(),
            Self::Template(_) if matches!(event, "." | "..") => {
                return Err(AddressError::NotASegment(event.to_owned()));
            }
            Self::Template(template) => fill(template, event),
        };
        Url::parse(&address)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https"))
            .ok_or(AddressError::NotAnAddress(address))
    }
}

fn fill(template: &str, event: &str) -> String {
    template.replace(PLACEHOLDER, &utf8_percent_encode(event, SEGMENT).to_string())
}

fn sample(template: &str, event: &str) -> Result<Url, String> {
    Url::parse(&fill(template, event)).map_err(|error| format!("url is no web address: {error}"))
}

fn other_placeholder(template: &str) -> Option<String> {
    let rest = template.replace(PLACEHOLDER, "");
    let from = rest.find(['{', '}'])?;
    let to = rest[from..].find('}').map_or(rest.len(), |end| from + end + 1);
    Some(rest[from..to].to_owned())
}
