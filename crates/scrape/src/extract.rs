//! From a page to a reading: schema.org data, and the elements that a platform's file names.
//!
//! A field that the file names is read by its selector alone; the others come from the page's JSON-LD. The document tree
//! is only built where selectors need it, or where the markup is too odd for the cheap scan.

mod json_ld;
mod json_text;
mod script_blocks;
mod selectors;

use domain::Reading;
use platforms::Fields;
use scraper::Html;
use thiserror::Error;

use crate::fetch::Page;
use json_ld::Product;
use selectors::Found;
pub use selectors::check_selectors;

/// Why a page gives no reading. Its text is the row's status.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ExtractError {
    /// Nothing on the page says what the item costs or how many there are: that is not "out of stock".
    #[error("no price found on the page")]
    NoPrice,
    /// The page has no such element, or it is empty.
    #[error("selector {0} matched nothing")]
    NoMatch(String),
    /// The element says something else.
    #[error("selector {selector}: no price in `{text}`")]
    NotAPrice {
        /// As in the platform's file.
        selector: String,
        /// The element's text, shortened.
        text: String,
    },
    /// The platform's file has a selector that is none.
    #[error("bad selector {0}")]
    BadSelector(String),
}

/// Reads a page as a platform's file says.
pub fn extract(page: &Page, fields: &Fields) -> Result<Reading, ExtractError> {
    if fields.is_empty() {
        let product = product_of(&page.html).ok_or(ExtractError::NoPrice)?;
        return complete(product.into_reading());
    }
    let document = Html::parse_document(&page.html);
    let found = selectors::read(&document, fields)?;
    let product = json_ld::product(&script_blocks::in_document(&document)).unwrap_or_default();
    complete(merge(found, product, fields))
}

fn product_of(html: &str) -> Option<Product> {
    match script_blocks::scan(html) {
        Some(blocks) => json_ld::product(&blocks),
        None => json_ld::product(&script_blocks::in_document(&Html::parse_document(html))),
    }
}

/// A named field is never filled from elsewhere: a selector that no longer fits has to show.
fn merge(found: Found, product: Product, fields: &Fields) -> Reading {
    let uncertain = found
        .doubts
        .into_iter()
        .chain(product.doubt.filter(|_| fields.price.is_none()));
    let currency = match (&fields.price, &fields.currency) {
        (_, Some(_)) => found.currency,
        (Some(_), None) => found.price_currency.or(product.currency),
        (None, None) => product.currency,
    };
    Reading {
        title: if fields.title.is_some() {
            found.title
        } else {
            product.title
        },
        price: if fields.price.is_some() {
            found.price
        } else {
            product.price
        },
        currency,
        availability: if fields.availability.is_some() {
            found.availability
        } else {
            product.availability
        },
        stock: found.stock,
        sold: found.sold,
        uncertain: uncertain.reduce(|all, doubt| format!("{all}; {doubt}")),
    }
}

/// A reading without any figure says nothing; what it says about availability may be a blocked or broken page's.
fn complete(reading: Reading) -> Result<Reading, ExtractError> {
    let has_figure = reading.price.is_some() || reading.stock.is_some() || reading.sold.is_some();
    if has_figure {
        Ok(reading)
    } else {
        Err(ExtractError::NoPrice)
    }
}

#[cfg(test)]
mod tests;
