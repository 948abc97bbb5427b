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
    let in_address = address.and_then(name_in);
    let mut names_of_view = names(&meta, &json_ld);
    names_of_view.extend(in_address.as_deref());
    let view = View::of(&document, &names_of_view);
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
        address_name: in_address,
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

/// The words of the address's last part: `/p/blue-album-2024.html` is `blue album 2024`. One word tells too little.
fn name_in(address: &Url) -> Option<String> {
    let last = address
        .path_segments()?
        .rfind(|part| part.contains(['-', '_', '+']))?;
    let last = last.rsplit_once('.').map_or(last, |(name, _)| name);
    let words = last
        .split(['-', '_', '+'])
        .filter(|word| word.chars().all(char::is_alphanumeric));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).take(MOST_WORDS).collect();
    (words.len() > 1).then(|| words.join(" ").to_lowercase())
}

/// Longer addresses are no names.
const MOST_WORDS: usize = 20;

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

#[cfg(test)]
mod title_rules;

#[cfg(test)]
mod doubts;
