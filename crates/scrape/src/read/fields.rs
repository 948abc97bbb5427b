//! The fields that a platform's file names.

use domain::Availability;
use extract::Evidence;
use platforms::{FieldName, Fields, Fixed, Kind, Place, Source};
use rust_decimal::Decimal;

use super::place::{self, Hit, Scope};
use super::value;
use crate::error::FieldError;

/// How much of a place's text a status quotes.
const QUOTED: usize = 40;

/// What the named places say.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) title: Option<String>,
    pub(crate) price: Option<Decimal>,
    pub(crate) price_currency: Option<&'static str>,
    pub(crate) currency: Option<String>,
    pub(crate) availability: Option<Availability>,
    pub(crate) stock: Option<i64>,
    pub(crate) sold: Option<i64>,
    pub(crate) sku: Option<String>,
    pub(crate) doubts: Vec<FieldError>,
    pub(crate) evidence: Vec<Evidence>,
    /// Whether something stands in the page's data, which no challenge and no error page has.
    pub(crate) from_data: bool,
}

/// What became of a field.
enum Outcome<'a, T> {
    Found(T, &'a Source),
    /// The shop does not show it.
    Hidden,
    /// It is not there, which the file expects.
    Absent,
    Missed(&'a Source, FieldError),
}

/// Reads the named fields. Without its price, or a figure that stands in data, a reading is none: a shape that no longer
/// fits has to show. Another field that is not there makes it uncertain.
pub(crate) fn read(fields: &Fields, scope: Scope<'_>) -> Result<Found, FieldError> {
    let mut found = Found::default();
    if let Some(price) = found.take(fields, FieldName::Price, scope, "price", value::price, |price| {
        price.amount.to_string()
    })? {
        found.price = Some(price.amount);
        found.price_currency = price.currency;
    }
    found.title = found.take(
        fields,
        FieldName::Title,
        scope,
        "text",
        value::line,
        String::clone,
    )?;
    found.currency = found.take(
        fields,
        FieldName::Currency,
        scope,
        "currency",
        value::currency,
        String::clone,
    )?;
    found.availability = found.take(
        fields,
        FieldName::Availability,
        scope,
        "availability",
        value::availability,
        |said| said.word().unwrap_or_default().to_owned(),
    )?;
    found.stock = found.take(
        fields,
        FieldName::Stock,
        scope,
        "count",
        value::count,
        i64::to_string,
    )?;
    found.sold = found.take(
        fields,
        FieldName::Sold,
        scope,
        "count",
        value::count,
        i64::to_string,
    )?;
    found.sku = found.take(fields, FieldName::Sku, scope, "text", value::line, String::clone)?;
    Ok(found)
}

/// The text of the first source that has one.
pub(crate) fn text(sources: &[Source], scope: Scope<'_>) -> Result<Option<String>, FieldError> {
    match follow(sources, scope, "text", value::line) {
        Outcome::Found(text, _) => Ok(Some(text)),
        Outcome::Hidden | Outcome::Absent => Ok(None),
        Outcome::Missed(_, error) => Err(error),
    }
}

impl Found {
    fn take<T>(
        &mut self,
        fields: &Fields,
        name: FieldName,
        scope: Scope<'_>,
        kind: &'static str,
        understand: impl Fn(&Source, &Hit) -> Option<T>,
        show: impl Fn(&T) -> String,
    ) -> Result<Option<T>, FieldError> {
        if !fields.names(name) {
            return Ok(None);
        }
        match follow(fields.sources(name), scope, kind, understand) {
            Outcome::Found(value, source) => {
                // An item's would be as many lines as there are items.
                self.from_data |= matches!(source.place, Place::Json { .. });
                if let Scope::Answer(_) = scope {
                    self.evidence.push(evidence(name, show(&value), source));
                }
                Ok(Some(value))
            }
            Outcome::Hidden | Outcome::Absent => Ok(None),
            Outcome::Missed(source, error) if is_vital(name, source, &error) => Err(error),
            Outcome::Missed(_, error) => {
                self.doubts.push(error);
                Ok(None)
            }
        }
    }
}

/// The first source that leads to something that can be understood; where none does, the first one's complaint.
fn follow<'a, T>(
    sources: &'a [Source],
    scope: Scope<'_>,
    kind: &'static str,
    understand: impl Fn(&Source, &Hit) -> Option<T>,
) -> Outcome<'a, T> {
    let mut missed = None;
    for source in sources {
        let error = match place::find(source, scope) {
            Ok(hit) if hit.is_hidden || source.fixed == Some(Fixed::Hidden) => return Outcome::Hidden,
            Ok(hit) => match understand(source, &hit) {
                Some(_) if is_hidden_by_sign(source, &hit) => return Outcome::Hidden,
                Some(value) => return Outcome::Found(value, source),
                None if source.optional && says_nothing(&hit) => continue,
                None => not_understood(source, &hit, kind),
            },
            Err(_) if source.optional => continue,
            Err(error) => error,
        };
        missed = missed.or(Some((source, error)));
    }
    match missed {
        Some((source, error)) => Outcome::Missed(source, error),
        None => Outcome::Absent,
    }
}

/// `"sku": ""` is how many shops write that there is none.
fn says_nothing(hit: &Hit) -> bool {
    hit.leaves.iter().all(|leaf| leaf.text().trim().is_empty())
}

fn is_hidden_by_sign(source: &Source, hit: &Hit) -> bool {
    source.negative_is_hidden && value::any_below_zero(hit)
}

/// Whether there is no reading without it. What is `null` is no other shape, only nothing to tell.
fn is_vital(name: FieldName, source: &Source, error: &FieldError) -> bool {
    if error.is_null() {
        return false;
    }
    let is_figure = matches!(name, FieldName::Stock | FieldName::Sold | FieldName::Availability);
    name == FieldName::Price || (is_figure && !matches!(source.place, Place::Element { .. }))
}

fn evidence(name: FieldName, value: String, source: &Source) -> Evidence {
    Evidence {
        field: name.as_str(),
        value,
        source: source.to_string(),
        confidence: 1.0,
        chosen: true,
    }
}

fn not_understood(source: &Source, hit: &Hit, kind: &'static str) -> FieldError {
    let said = hit
        .leaves
        .first()
        .map(|leaf| leaf.text().into_owned())
        .unwrap_or_default();
    FieldError::NotUnderstood {
        place: source.to_string(),
        kind: match source.kind {
            Kind::Money | Kind::Text | Kind::Availability => kind,
            Kind::Integer => "count",
        },
        text: quote(&said),
    }
}

/// The beginning of a text.
pub(crate) fn quote(text: &str) -> String {
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
