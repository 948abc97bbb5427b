//! Which of the page's items is its product, and whether there is one.

use super::Data;
use crate::item::Item;
use crate::text;
use crate::view::Words;

/// The page's own item in each source of data.
pub(super) fn described<'a>(data: &'a Data<'_>) -> impl Iterator<Item = (&'a Item, &'static str)> {
    let items = [
        (main(&data.json_ld, data), "json-ld"),
        (data.microdata.first(), "microdata"),
        (data.embedded.first(), "script"),
    ];
    items
        .into_iter()
        .filter_map(|(item, source)| Some((item?, source)))
}

/// The item that the page is about: the one that is called like the heading, else the first with a price.
pub(super) fn main<'a>(items: &'a [Item], data: &Data<'_>) -> Option<&'a Item> {
    let called = |item: &&Item| item.name.as_deref().is_some_and(|name| is_this(name, data));
    let priced = |item: &&Item| item.best().is_some_and(|offer| offer.price.is_some());
    items
        .iter()
        .find(|item| called(item) && priced(item))
        .or_else(|| items.iter().find(priced))
        .or_else(|| items.iter().find(called))
        .or(items.first())
}

/// Whether one of the items is called like the page.
pub(super) fn is_named(items: &[Item], data: &Data<'_>) -> bool {
    items
        .iter()
        .any(|item| item.name.as_deref().is_some_and(|name| is_this(name, data)))
}

fn is_this(name: &str, data: &Data<'_>) -> bool {
    let name = text::fold(name).to_lowercase();
    let heading = data
        .view
        .heading
        .map(|at| data.view.text(&data.view.elements[at].runs));
    let titles = [
        heading.as_deref(),
        data.meta.title(),
        data.view.document_title.as_deref(),
    ];
    titles.into_iter().flatten().any(|title| {
        let title = text::fold(title).to_lowercase();
        !name.is_empty() && (title.contains(&name) || (title.len() > 5 && name.contains(&title)))
    })
}

/// Whether the page is about a product at all, apart from words and prices on it.
pub(super) fn is_product(data: &Data<'_>) -> bool {
    let is_called = data
        .meta
        .get("og:type")
        .is_some_and(|kind| kind.contains("product"));
    let is_described = described(data).next().is_some();
    let is_marked = data.view.heading.is_some_and(|heading| {
        let inside = heading..data.view.elements[heading].end;
        let mut near = data.view.around(heading).take(8).chain(inside);
        near.any(|at| data.view.elements[at].words.has(Words::PRODUCT))
    });
    let is_sold = data
        .availability
        .iter()
        .any(|seen| seen.source.contains("button") && !seen.is_repeated);
    is_called || is_described || is_marked || is_sold || data.counts.sku.is_some()
}
