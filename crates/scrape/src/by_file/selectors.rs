//! The elements that a platform's file names.

use domain::Availability;
use extract::text;
use platforms::{Fields, Platform, PlatformError, Selector};
use rust_decimal::Decimal;
use scraper::{ElementRef, Html, Node};

use super::FieldError;

/// Elements whose text nobody sees, or sees struck out.
const UNSEEN: &[&str] = &["script", "style", "template", "noscript", "del", "s", "strike"];
/// How much of an element's text a status quotes.
const QUOTED: usize = 40;

/// More of an element than this is not read, should a selector match half a page.
const LONGEST: usize = 10_000;

/// What the named elements say.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) title: Option<String>,
    pub(super) price: Option<Decimal>,
    pub(super) price_currency: Option<String>,
    pub(super) currency: Option<String>,
    pub(super) availability: Availability,
    pub(super) stock: Option<i64>,
    pub(super) sold: Option<i64>,
    pub(super) doubts: Vec<String>,
}

/// Whether all selectors of a platform are selectors; the error names file, line and reason.
pub fn check_selectors(platform: &Platform) -> Result<(), PlatformError> {
    for (field, selector) in platform.fields().named() {
        scraper::Selector::parse(&selector.css).map_err(|error| PlatformError {
            file: platform.origin().to_owned(),
            line: Some(selector.line),
            reason: format!("{field}: bad selector `{}`: {error}", selector.css),
        })?;
    }
    Ok(())
}

/// Reads the named fields. Without its price a reading is none; another field that is not there makes it uncertain.
pub(super) fn read(document: &Html, fields: &Fields) -> Result<Found, FieldError> {
    let mut found = Found::default();
    if let Some(selector) = &fields.price {
        let text = value(document, selector)?;
        let money = text::price(&text).ok_or_else(|| not_a_price(selector, &text))?;
        found.price = Some(money.amount);
        found.price_currency = money.currency.map(str::to_owned);
    }
    found.title = found.optional("title", document, &fields.title, |text| Some(text.to_owned()));
    found.currency = found.optional("currency", document, &fields.currency, text::code);
    let availability = found.optional("availability", document, &fields.availability, known_availability);
    found.availability = availability.unwrap_or_default();
    found.stock = found.optional("stock", document, &fields.stock, text::count);
    found.sold = found.optional("sold", document, &fields.sold, text::count);
    Ok(found)
}

impl Found {
    /// A field whose absence is a doubt rather than a failure.
    fn optional<T>(
        &mut self,
        field: &str,
        document: &Html,
        selector: &Option<Selector>,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let doubt = match value(document, selector.as_ref()?) {
            Err(error) => error.to_string(),
            Ok(text) => match read(&text) {
                Some(value) => return Some(value),
                None => format!("{field} not understood: `{}`", quote(&text)),
            },
        };
        self.doubts.push(doubt);
        None
    }
}

fn known_availability(text: &str) -> Option<Availability> {
    Some(text::availability(text)).filter(|availability| *availability != Availability::Unknown)
}

/// What the first matching element that says anything says.
fn value(document: &Html, selector: &Selector) -> Result<String, FieldError> {
    let compiled =
        scraper::Selector::parse(&selector.css).map_err(|_| FieldError::BadSelector(selector.css.clone()))?;
    document
        .select(&compiled)
        .map(element_value)
        .find(|value| !value.is_empty())
        .ok_or_else(|| FieldError::NoMatch(selector.css.clone()))
}

/// An element's text; elements that have none carry their value in an attribute.
fn element_value(element: ElementRef<'_>) -> String {
    let attribute = match element.value().name() {
        "meta" => "content",
        "link" => "href",
        "input" => "value",
        _ => return seen_text(element),
    };
    text::fold(element.attr(attribute).unwrap_or_default())
}

fn seen_text(element: ElementRef<'_>) -> String {
    let mut text = String::new();
    let mut pending: Vec<_> = element.children().rev().collect();
    while let Some(node) = pending.pop().filter(|_| text.len() < LONGEST) {
        match node.value() {
            Node::Text(part) => text.extend(part.chars().take(LONGEST)),
            Node::Element(child) if UNSEEN.contains(&child.name()) => {}
            Node::Element(child) if child.name() == "br" => text.push(' '),
            _ => pending.extend(node.children().rev()),
        }
    }
    text::fold(&text)
}

fn not_a_price(selector: &Selector, text: &str) -> FieldError {
    FieldError::NotAPrice {
        selector: selector.css.clone(),
        text: quote(text),
    }
}

fn quote(text: &str) -> String {
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
