//! From a page to a reading as a platform's file says: a field that the file names is read by its selector alone, the
//! others as on any shop's page.

mod selectors;

use domain::Reading;
use fetch::Page;
use platforms::Fields;
use scraper::Html;
use thiserror::Error;

use selectors::Found;
pub use selectors::check_selectors;

/// Why a page gives no reading. Its text is the row's status.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FieldError {
    /// The page as such says nothing.
    #[error(transparent)]
    Extract(#[from] extract::ExtractError),
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
pub(crate) fn read(page: &Page, fields: &Fields) -> Result<Reading, FieldError> {
    let generic = extract::read(&page.html, Some(&page.final_url));
    if fields.is_empty() {
        return Ok(generic?.reading);
    }
    let found = selectors::read(&Html::parse_document(&page.html), fields)?;
    complete(merge(
        found,
        generic.map(|finding| finding.reading).unwrap_or_default(),
        fields,
    ))
}

/// A named field is never filled from elsewhere: a selector that no longer fits has to show.
fn merge(found: Found, page: Reading, fields: &Fields) -> Reading {
    let uncertain = found
        .doubts
        .into_iter()
        .chain(page.uncertain.filter(|_| fields.price.is_none()));
    let currency = match (&fields.price, &fields.currency) {
        (_, Some(_)) => found.currency,
        (Some(_), None) => found.price_currency.or(page.currency),
        (None, None) => page.currency,
    };
    Reading {
        title: if fields.title.is_some() {
            found.title
        } else {
            page.title
        },
        price: if fields.price.is_some() {
            found.price
        } else {
            page.price
        },
        currency,
        availability: if fields.availability.is_some() {
            found.availability
        } else {
            page.availability
        },
        stock: found.stock,
        sold: found.sold,
        sku: page.sku,
        items: Vec::new(),
        uncertain: uncertain.reduce(|all, doubt| format!("{all}; {doubt}")),
    }
}

/// A reading without any figure says nothing; what it says about availability may be a blocked or broken page's.
fn complete(reading: Reading) -> Result<Reading, FieldError> {
    let has_figure = reading.price.is_some() || reading.stock.is_some() || reading.sold.is_some();
    if has_figure {
        Ok(reading)
    } else {
        Err(extract::ExtractError::NoPrice.into())
    }
}

#[cfg(test)]
mod tests;
