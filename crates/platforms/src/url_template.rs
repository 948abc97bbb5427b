//! Addresses with placeholders. What an event fills in changes neither scheme nor host nor the depth of the path; only
//! `{shop}`, which is a checked host name, and `{channel}`, which is the file's own word, may stand in the host.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

use crate::event::{CHANNEL, EventError, SHOP};
use crate::template::{Part, Template};
use crate::values::Values;

/// All that has no meaning in a path segment, nor in a query.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// An address with placeholders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UrlTemplate {
    template: Template,
    segments: usize,
}

impl UrlTemplate {
    /// Checks a file's address; the error is for the person who wrote the file.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let template = Template::parse(text)?;
        let url = Url::parse(&template.fill(|name| sample(name, "a")))
            .map_err(|error| format!("url is no web address: {error}"))?;
        if !matches!(url.scheme(), "http" | "https") {
            let scheme = url.scheme();
            return Err(format!("url has the scheme {scheme}, it has to be http or https"));
        }
        check_host(text)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err("url has a user name, which nothing may need".to_owned());
        }
        if text
            .split_once('#')
            .is_some_and(|(_, fragment)| fragment.contains('{'))
        {
            return Err(
                "a placeholder has to be in the path or the query of the url, not behind #".to_owned(),
            );
        }
        let segments = depth(&url);
        Ok(Self { template, segments })
    }

    /// The names of its placeholders.
    pub(crate) fn variables(&self) -> impl Iterator<Item = &str> {
        self.template.variables()
    }

    /// Whether the event says which host it is.
    pub(crate) fn has_shop_as_host(&self) -> bool {
        matches!(self.template.parts(), [Part::Text(_), Part::Variable(name), ..] if name == SHOP)
            && matches!(self.template.parts(), [Part::Text(scheme), ..] if scheme.ends_with("://"))
    }

    /// The address with its values.
    pub(crate) fn fill(&self, values: &Values, channel: Option<&str>) -> Result<Url, EventError> {
        let text = self.template.fill(|name| encoded(value(name, values, channel)));
        let url = Url::parse(&text).map_err(|_| EventError::NotAnAddress(text))?;
        if depth(&url) == self.segments {
            Ok(url)
        } else {
            // A `..` climbs, wherever it stands.
            Err(EventError::NotASegment(
                values.get("event").unwrap_or("..").to_owned(),
            ))
        }
    }
}

/// The value of a placeholder; a file that asks for another one was refused.
pub(crate) fn value<'a>(name: &str, values: &'a Values, channel: Option<&'a str>) -> &'a str {
    match name {
        CHANNEL => channel.unwrap_or_default(),
        name => values.get(name).unwrap_or_default(),
    }
}

/// A value as it may stand in a path or a query, and, being a name of a host, in a host.
pub(crate) fn encoded(value: &str) -> String {
    utf8_percent_encode(value, SEGMENT).to_string()
}

fn check_host(text: &str) -> Result<(), String> {
    let behind = text.split_once("://").map_or("", |(_, behind)| behind);
    let host = behind.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    for name in Template::parse(host)?.variables() {
        let right = match name {
            SHOP => host == "{shop}",
            name => name == CHANNEL,
        };
        if !right {
            return Err(format!(
                "{{{name}}} has to be in the path or the query of the url, not in its host"
            ));
        }
    }
    Ok(())
}

fn sample(name: &str, value: &str) -> String {
    match name {
        SHOP => format!("{value}.example"),
        _ => value.to_owned(),
    }
}

fn depth(url: &Url) -> usize {
    url.path()
        .split('/')
        .filter(|segment| !segment.is_empty())
        .count()
}
