//! Reading a page of any shop.

use thiserror::Error;
use url::Url;

use crate::finding::Finding;
use crate::item::Item;
use crate::locale::Locale;
use crate::meta::Meta;
use crate::scripts::Scripts;
use crate::view::View;
use crate::weigh::{self, Data};
use crate::{availability, counts, document, embedded, json_ld, microdata, visible};

/// Why a page gives no reading. Its text is the row's status.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ExtractError {
    /// Nothing on the page says what the item costs or how many there are: that is not "out of stock".
    #[error("no price found on the page")]
    NoPrice,
}

/// Reads a page; its address, where it is known, tells the page's language and country.
pub fn read(html: &str, address: Option<&Url>) -> Result<Finding, ExtractError> {
    let document = document::parse(html);
    let meta = Meta::of(&document);
    let scripts = Scripts::of(&document);
    let json_ld = json_ld::items(&scripts.json_ld);
    let view = View::of(&document, &names(&meta, &json_ld));
    let embedded = embedded::items(
        &scripts,
        &called(
            &meta,
            &json_ld,
            [
                &heading(&view),
                view.document_title.as_deref().unwrap_or_default(),
            ],
        ),
    );
    let data = Data {
        locale: Locale::of(address, &meta),
        microdata: microdata::items(&view),
        prices: visible::prices(&view),
        availability: availability::visible(&view),
        counts: counts::visible(&view),
        embedded,
        json_ld,
        meta,
        view,
    };
    weigh::finding(&data).ok_or(ExtractError::NoPrice)
}

/// What the data call the product.
fn names<'a>(meta: &'a Meta, items: &'a [Item]) -> Vec<&'a str> {
    let items = items.iter().filter_map(|item| item.name.as_deref());
    meta.title().into_iter().chain(items.take(3)).collect()
}

/// The same, and what people see as its name.
fn called<'a>(meta: &'a Meta, items: &'a [Item], shown: [&'a str; 2]) -> Vec<&'a str> {
    shown.into_iter().chain(names(meta, items)).collect()
}

fn heading(view: &View<'_>) -> String {
    let heading = view.heading.map(|at| view.text(&view.elements[at].runs));
    heading.unwrap_or_default()
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod price_rules;

#[cfg(test)]
mod stock_rules;
