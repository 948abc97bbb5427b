//! Reading a page of any shop.

use scraper::Html;
use thiserror::Error;
use url::Url;

use crate::finding::Finding;
use crate::json_ld::{self, Product};
use crate::script_blocks;

/// Why a page gives no reading. Its text is the row's status.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ExtractError {
    /// Nothing on the page says what the item costs or how many there are: that is not "out of stock".
    #[error("no price found on the page")]
    NoPrice,
}

/// Reads a page; its address, where it is known, tells the page's language and country.
pub fn read(html: &str, _address: Option<&Url>) -> Result<Finding, ExtractError> {
    let product = product_of(html).ok_or(ExtractError::NoPrice)?;
    let reading = product.into_reading();
    if reading.price.is_none() {
        return Err(ExtractError::NoPrice);
    }
    Ok(Finding {
        reading,
        evidence: Vec::new(),
    })
}

fn product_of(html: &str) -> Option<Product> {
    match script_blocks::scan(html) {
        Some(blocks) => json_ld::product(&blocks),
        None => json_ld::product(&script_blocks::in_document(&Html::parse_document(html))),
    }
}
