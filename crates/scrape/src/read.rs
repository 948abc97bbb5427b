//! From an answer to a reading as a platform's file says: a field that the file names is read from its places alone, the
//! others as on any shop's page.

pub(crate) mod fields;
pub(crate) mod items;
pub(crate) mod place;
pub(crate) mod value;

use domain::{Availability, Reading};
use extract::{Evidence, ExtractError};
use platforms::{FieldName, Fields, Way};

use crate::answer::Answer;
use crate::error::FieldError;
use fields::Found;
use place::Scope;

/// A reading and where its values come from.
#[derive(Debug, Default)]
pub(crate) struct Read {
    pub(crate) reading: Reading,
    pub(crate) evidence: Vec<Evidence>,
    /// Whether something stands in the page's data, which no challenge and no error page has.
    pub(crate) from_data: bool,
}

/// Reads an answer as one of the platform's ways says.
pub(crate) fn read(answer: &Answer<'_>, way: &Way) -> Result<Read, FieldError> {
    if way.fields.is_empty() && way.items.is_none() {
        return Ok(generic(answer)?);
    }
    let items = way
        .items
        .as_ref()
        .map(|items| items::read(answer, items))
        .transpose()?;
    let found = fields::read(&way.fields, Scope::Answer(answer))?;
    let page = if way.items.is_none() && answer.is_page() && !is_enough(&way.fields, &found) {
        generic(answer).unwrap_or_default()
    } else {
        Read::default()
    };
    let null = found.doubts.iter().find(|doubt| doubt.is_null()).cloned();
    let mut read = merge(found, page, &way.fields);
    if let Some(items) = items {
        read.from_data |= items.from_data;
        read.evidence.push(items.evidence.clone());
        items::put_into(&mut read.reading, items);
    }
    complete(read, &way.fields, null)
}

fn generic(answer: &Answer<'_>) -> Result<Read, ExtractError> {
    let finding = extract::read(answer.text, answer.address)?;
    Ok(Read {
        reading: finding.reading,
        evidence: finding.evidence,
        from_data: false,
    })
}

/// Whether the page need not be read once more for what the file leaves open.
fn is_enough(fields: &Fields, found: &Found) -> bool {
    let named = [
        FieldName::Title,
        FieldName::Price,
        FieldName::Availability,
        FieldName::Stock,
        FieldName::Sold,
    ];
    let has_currency = fields.names(FieldName::Currency) || found.price_currency.is_some();
    has_currency && named.iter().all(|name| is_named(fields, *name))
}

fn is_named(fields: &Fields, name: FieldName) -> bool {
    fields.names(name) || (name == FieldName::Sold && fields.sold_from_stock())
}

/// A named field is never filled from elsewhere: a place that no longer fits has to show.
fn merge(found: Found, page: Read, fields: &Fields) -> Read {
    let named = |name| is_named(fields, name);
    let Read {
        reading: page,
        evidence,
        ..
    } = page;
    let doubt = page.uncertain.filter(|_| !named(FieldName::Price));
    let currency = match (named(FieldName::Price), named(FieldName::Currency)) {
        (_, true) => found.currency,
        (true, false) => found.price_currency.map(str::to_owned).or(page.currency),
        (false, false) => page.currency,
    };
    let others = evidence
        .into_iter()
        .filter(|evidence| !fields.iter().any(|(name, _)| name == evidence.field));
    Read {
        reading: Reading {
            title: if named(FieldName::Title) {
                found.title
            } else {
                page.title
            },
            price: if named(FieldName::Price) {
                found.price
            } else {
                page.price
            },
            currency,
            availability: if named(FieldName::Availability) {
                found.availability.unwrap_or_default()
            } else {
                page.availability
            },
            stock: if named(FieldName::Stock) {
                found.stock
            } else {
                page.stock
            },
            sold: if named(FieldName::Sold) {
                found.sold
            } else {
                page.sold
            },
            sku: if named(FieldName::Sku) {
                found.sku
            } else {
                page.sku
            },
            items: Vec::new(),
            sites: 0,
            uncertain: joined(found.doubts.iter().map(ToString::to_string).chain(doubt)),
        },
        evidence: found.evidence.into_iter().chain(others).collect(),
        from_data: found.from_data,
    }
}

/// Several doubts as one.
pub(crate) fn joined(doubts: impl Iterator<Item = String>) -> Option<String> {
    doubts.reduce(|all, doubt| format!("{all}; {doubt}"))
}

/// What the stock says about the availability: everything where the shop says nothing else, and a doubt where it says
/// something else. A flag of the shop's may end a sale before the stock ends.
fn weigh_stock(reading: &mut Reading, fields: &Fields) {
    let Some(stock) = reading.stock.filter(|_| reading.items.is_empty()) else {
        return;
    };
    let is_flag = fields.names(FieldName::Availability);
    let doubt = match reading.availability {
        Availability::Unknown => {
            let is_left = stock > 0;
            reading.availability = if is_left {
                Availability::InStock
            } else {
                Availability::OutOfStock
            };
            None
        }
        Availability::InStock if stock <= 0 => Some(format!("in stock beside a stock of {stock}")),
        Availability::OutOfStock if stock > 0 && !is_flag => {
            Some(format!("sold out beside a stock of {stock}"))
        }
        Availability::InStock | Availability::OutOfStock | Availability::PreOrder => None,
    };
    reading.uncertain = joined(reading.uncertain.take().into_iter().chain(doubt));
}

/// A reading without any figure says nothing; what a page alone says about availability may be a blocked or broken
/// page's, unless the file knows where that stands.
fn complete(mut read: Read, fields: &Fields, null: Option<FieldError>) -> Result<Read, FieldError> {
    weigh_stock(&mut read.reading, fields);
    let reading = &read.reading;
    let has_figure = reading.price.is_some() || reading.stock.is_some() || reading.sold.is_some();
    let has_availability = fields.names(FieldName::Availability) && reading.availability.word().is_some();
    if has_figure || has_availability || !reading.items.is_empty() {
        return Ok(read);
    }
    match read.reading.uncertain {
        Some(_) if let Some(null) = null => Err(null),
        Some(doubt) => Err(FieldError::NoFigure(doubt)),
        None => Err(ExtractError::NoPrice.into()),
    }
}

#[cfg(test)]
mod tests;
