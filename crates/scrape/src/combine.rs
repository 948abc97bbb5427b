//! Several answers as one reading: sites that sell the same add up, products are items side by side.

use domain::{Availability, ItemReading, Reading};
use platforms::{Platform, Product};

use crate::error::{FieldError, ReadError};
use crate::read::items::{Sum, total};
use crate::read::{Read, joined};

/// One site's or product's answer.
pub(crate) type Part = Result<Read, ReadError>;

/// What several sites that sell the same tell together. A site that does not have the product is left out, and the sum
/// says which sites it is of; without any other one there is no sum, since what is missing would look sold.
pub(crate) fn sites(parts: Vec<(String, Part)>) -> Part {
    let mut whole: Option<Read> = None;
    let mut doubts = Vec::new();
    let mut first_error = None;
    for (place, (site, part)) in (0_u32..).zip(parts) {
        match part {
            Ok(mut read) => {
                read.reading.sites = 1 << place.min(31);
                match &mut whole {
                    Some(whole) => add(whole, read),
                    None => whole = Some(read),
                }
            }
            Err(error) => {
                let is_not_sold = sells_nothing(&error);
                let error = named(site, error);
                if !is_not_sold {
                    return Err(error);
                }
                doubts.push(error.to_string());
                first_error = first_error.or(Some(error));
            }
        }
    }
    match (whole, first_error) {
        (Some(mut read), _) => {
            for item in &mut read.reading.items {
                item.sites = read.reading.sites;
            }
            read.reading.uncertain = joined(read.reading.uncertain.take().into_iter().chain(doubts));
            Ok(read)
        }
        (None, Some(error)) => Err(error),
        (None, None) => Ok(Read::default()),
    }
}

/// Whether a site says that it does not have the product: it is not there, or its page has nothing where it would stand.
pub(crate) fn sells_nothing(error: &ReadError) -> bool {
    matches!(
        error,
        ReadError::Status(404 | 410) | ReadError::Field(FieldError::Null { .. })
    )
}

/// What several products of an event tell together. One that could not be read is an item without figures.
pub(crate) fn products(platform: &Platform, parts: Vec<(&Product, Part)>) -> Part {
    let mut sum = Sum::default();
    let mut whole: Option<Read> = None;
    let mut doubts = Vec::new();
    let mut first_error = None;
    for (product, part) in parts {
        match part {
            Ok(read) => {
                let label = label(platform, product, read.reading.title.as_deref());
                doubts.extend(
                    read.reading
                        .uncertain
                        .as_ref()
                        .map(|doubt| format!("{label}: {doubt}")),
                );
                sum.add(item(label, &read.reading));
                whole = Some(match whole {
                    Some(whole) => beside(whole, read),
                    None => read,
                });
            }
            Err(error) => {
                let label = label(platform, product, None);
                sum.add(item(label.clone(), &Reading::default()));
                let error = named(label, error);
                doubts.push(error.to_string());
                first_error = first_error.or(Some(error));
            }
        }
    }
    let mut whole = match (whole, first_error) {
        (Some(whole), _) => whole,
        (None, Some(error)) => return Err(error),
        (None, None) => Read::default(),
    };
    whole.reading.stock = total(&sum.0, |item| item.stock);
    whole.reading.sold = total(&sum.0, |item| item.sold);
    whole.reading.sites = sum.sites();
    whole.reading.items = sum.0;
    whole.reading.uncertain = joined(doubts.into_iter());
    Ok(whole)
}

/// Fills what a reading left open.
pub(crate) fn fill(read: &mut Read, more: Read) {
    let (reading, more_reading) = (&mut read.reading, more.reading);
    // A currency alone says nothing of a price that came from elsewhere in another currency's figures.
    let same_price =
        reading.price.is_none() || more_reading.price.is_none() || reading.price == more_reading.price;
    reading.title = reading.title.take().or(more_reading.title);
    if same_price {
        reading.price = reading.price.or(more_reading.price);
        reading.currency = reading.currency.take().or(more_reading.currency);
    }
    if reading.availability == Availability::Unknown {
        reading.availability = more_reading.availability;
    }
    reading.stock = reading.stock.or(more_reading.stock);
    reading.sold = reading.sold.or(more_reading.sold);
    reading.sku = reading.sku.take().or(more_reading.sku);
    read.evidence.extend(more.evidence);
}

fn named(part: String, error: ReadError) -> ReadError {
    ReadError::Part {
        part,
        error: Box::new(error),
    }
}

/// As typed, or cut out of the title, or else the id.
fn label(platform: &Platform, product: &Product, title: Option<&str>) -> String {
    let cut = || platform.product_labels()?.of(title?);
    product
        .label
        .clone()
        .or_else(cut)
        .unwrap_or_else(|| product.id.clone())
}

fn item(label: String, reading: &Reading) -> ItemReading {
    ItemReading {
        label,
        sold: reading.sold,
        stock: reading.stock,
        price: reading.price,
        sites: reading.sites,
    }
}

fn add(whole: &mut Read, read: Read) {
    let (sum, more) = (&mut whole.reading, read.reading);
    sum.stock = plus(sum.stock, more.stock);
    sum.sold = plus(sum.sold, more.sold);
    sum.sites |= more.sites;
    sum.availability = either(sum.availability, more.availability);
    sum.uncertain = joined(sum.uncertain.take().into_iter().chain(more.uncertain));
    let mut items = Sum::default();
    for item in std::mem::take(&mut sum.items).into_iter().chain(more.items) {
        items.add(item);
    }
    sum.items = items.0;
    whole.evidence.extend(read.evidence);
}

fn plus(a: Option<i64>, b: Option<i64>) -> Option<i64> {
    a?.checked_add(b?)
}

/// What is for sale at one site is for sale.
fn either(a: Availability, b: Availability) -> Availability {
    use Availability::{InStock, OutOfStock, PreOrder, Unknown};
    match (a, b) {
        (InStock, _) | (_, InStock) => InStock,
        (PreOrder, _) | (_, PreOrder) => PreOrder,
        (Unknown, _) | (_, Unknown) => Unknown,
        (OutOfStock, OutOfStock) => OutOfStock,
    }
}

/// The first product's own values stand for the event; another price at another product is no longer one.
fn beside(mut whole: Read, read: Read) -> Read {
    whole.reading.availability = either(whole.reading.availability, read.reading.availability);
    if whole.reading.price != read.reading.price {
        whole.reading.price = None;
    }
    whole.evidence.extend(read.evidence);
    whole
}
