//! What an event of a platform looks like, and which products it stands for.

use domain::{EventForm, EventName};
use thiserror::Error;
use url::{Host, Url};

use crate::template::is_variable;
use crate::values::Values;

/// The placeholder of events that are one word or name.
pub(crate) const EVENT: &str = "event";
/// The placeholder that is a host.
pub(crate) const SHOP: &str = "shop";
/// The placeholder that the file itself fills.
pub(crate) const CHANNEL: &str = "channel";
/// More products than this would take longer than the time between two readings.
const MOST_PRODUCTS: usize = 30;

/// Why an event is none of the platform's.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EventError {
    /// The platform's events are addresses, and this is none.
    #[error("not a web address: {0}")]
    NotAnAddress(String),
    /// The event would change the template's path instead of filling it.
    #[error("no event can be called `{0}`")]
    NotASegment(String),
    /// The platform's events are numbers, and this is none.
    #[error("`{0}` is not the number of an event")]
    NotANumber(String),
    /// The platform's events have several parts.
    #[error("`{typed}` is not of the form `{form}`")]
    NotOfTheForm {
        /// What was typed.
        typed: String,
        /// `{shop}/{handle}`
        form: String,
    },
    /// The part that has to be a shop's host name is none.
    #[error("`{0}` is not a shop's host name")]
    NotAShop(String),
    /// A list of products that is not one.
    #[error("`{0}` is not of the form `LABEL=ID LABEL=ID`")]
    NotProducts(String),
    /// A list of too many products.
    #[error("{0} products are more than {MOST_PRODUCTS}")]
    TooManyProducts(usize),
}

/// One product of an event; most events are one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// What people call it, where the event says so.
    pub label: Option<String>,
    /// The event, or the part of it, that this product is.
    pub id: String,
    pub(crate) values: Values,
}

/// What an event of a platform looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum EventShape {
    /// Any name.
    Name,
    /// Digits.
    Number,
    /// The address of a page.
    Url,
    /// Several parts with `/` between them.
    Parts(Vec<String>),
}

impl EventShape {
    /// Checks a file's `event`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        match text {
            "name" => return Ok(Self::Name),
            "number" => return Ok(Self::Number),
            "url" => return Ok(Self::Url),
            _ => {}
        }
        let name = |part: &str| {
            let name = part.strip_prefix('{')?.strip_suffix('}')?;
            (is_variable(name) && name != CHANNEL).then(|| name.to_owned())
        };
        let parts: Option<Vec<String>> = text.split('/').map(name).collect();
        let parts = parts.ok_or_else(|| {
            format!("event is `{text}`, it has to be \"name\", \"number\", \"url\" or like \"{{shop}}/{{product}}\"")
        })?;
        match parts
            .iter()
            .enumerate()
            .find(|(n, part)| parts[..*n].contains(part))
        {
            Some((_, twice)) => Err(format!("event has {{{twice}}} twice")),
            None => Ok(Self::Parts(parts)),
        }
    }

    /// How a person types such an event.
    pub(crate) fn form(&self) -> EventForm {
        match self {
            Self::Name | Self::Number => EventForm::Name,
            Self::Url => EventForm::Url,
            Self::Parts(_) => EventForm::Parts,
        }
    }

    /// The placeholders that an event fills.
    pub(crate) fn variables(&self) -> Vec<&str> {
        match self {
            Self::Name | Self::Number | Self::Url => vec![EVENT],
            Self::Parts(parts) => parts.iter().map(String::as_str).collect(),
        }
    }

    /// The event that the values of a link make.
    pub(crate) fn join(&self, values: &Values) -> Option<String> {
        let parts: Option<Vec<&str>> = self.variables().iter().map(|name| values.get(name)).collect();
        let parts = parts?;
        (parts.len() == 1 || !parts.iter().any(|part| part.contains('/'))).then(|| parts.join("/"))
    }

    /// One product by its id.
    pub(crate) fn product(&self, label: Option<String>, id: &str) -> Result<Product, EventError> {
        let values = match self {
            Self::Name => vec![(EVENT.to_owned(), id.to_owned())],
            Self::Number => vec![(EVENT.to_owned(), number(id)?)],
            Self::Url => vec![(EVENT.to_owned(), address(id)?)],
            Self::Parts(names) => parts(names, id)?,
        };
        Ok(Product {
            label,
            id: id.to_owned(),
            values: Values::new(values),
        })
    }

    /// The products of what a person typed where several are possible: `LABEL=ID LABEL=ID`, where a label may have
    /// spaces and an id has none, or ids alone.
    pub(crate) fn products(&self, event: &EventName) -> Result<Vec<Product>, EventError> {
        let text = event.as_str();
        let words: Vec<&str> = text.split_whitespace().collect();
        let products = if words.iter().any(|word| word.contains('=')) {
            let labelled = labelled(&words).ok_or_else(|| EventError::NotProducts(text.to_owned()))?;
            labelled
                .into_iter()
                .map(|(label, id)| self.product(Some(label), id))
                .collect()
        } else if matches!(self, Self::Name) {
            Ok(vec![self.product(None, text)?])
        } else {
            words
                .iter()
                .map(|id| self.product(None, id))
                .collect::<Result<Vec<_>, _>>()
        }?;
        match products.len() {
            0 => Err(EventError::NotProducts(text.to_owned())),
            n if n > MOST_PRODUCTS => Err(EventError::TooManyProducts(n)),
            _ => Ok(products),
        }
    }
}

/// Words before a `=` belong to the label that ends there.
fn labelled<'a>(words: &[&'a str]) -> Option<Vec<(String, &'a str)>> {
    let mut products = Vec::new();
    let mut label: Vec<&str> = Vec::new();
    for word in words {
        match word.split_once('=') {
            None => label.push(word),
            Some((end, id)) => {
                label.push(end);
                let whole = label.join(" ").trim().to_owned();
                if whole.is_empty() || id.is_empty() {
                    return None;
                }
                products.push((whole, id));
                label.clear();
            }
        }
    }
    label.is_empty().then_some(products)
}

fn number(id: &str) -> Result<String, EventError> {
    let fits = (1..=18).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_digit());
    let digits = id.trim_start_matches('0');
    if fits && !digits.is_empty() {
        Ok(digits.to_owned())
    } else {
        Err(EventError::NotANumber(id.to_owned()))
    }
}

fn address(id: &str) -> Result<String, EventError> {
    let url = Url::parse(id)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"));
    url.map(String::from)
        .ok_or_else(|| EventError::NotAnAddress(id.to_owned()))
}

fn parts(names: &[String], id: &str) -> Result<Vec<(String, String)>, EventError> {
    let typed: Vec<&str> = id.split('/').collect();
    if typed.len() != names.len() || typed.iter().any(|part| part.is_empty()) {
        let form: Vec<String> = names.iter().map(|name| format!("{{{name}}}")).collect();
        return Err(EventError::NotOfTheForm {
            typed: id.to_owned(),
            form: form.join("/"),
        });
    }
    let value = |(name, part): (&String, &&str)| match name.as_str() {
        SHOP => Ok((name.clone(), shop(part)?)),
        _ => Ok((name.clone(), (*part).to_owned())),
    };
    names.iter().zip(&typed).map(value).collect()
}

/// A host name with a dot in it, and neither a port nor an address in figures.
pub(crate) fn shop(text: &str) -> Result<String, EventError> {
    let wrong = || EventError::NotAShop(text.to_owned());
    let Ok(Host::Domain(host)) = Host::parse(text) else {
        return Err(wrong());
    };
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let fits = host.len() <= 253 && host.contains('.') && host.split('.').all(label);
    if fits { Ok(host) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests;
