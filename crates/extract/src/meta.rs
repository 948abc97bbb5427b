//! What a page's `meta` elements say: OpenGraph, product tags, Twitter cards, microdata in the head.

use scraper::{Html, Node};

use crate::item::{self, Item, Offer};
use crate::text;

/// The page's `meta` elements and what else its head tells about language and place.
#[derive(Debug, Default)]
pub(crate) struct Meta {
    pairs: Vec<(String, String)>,
    /// `<html lang>`.
    pub(crate) language: Option<String>,
}

impl Meta {
    /// Collects them. A body may hold some too.
    pub(crate) fn of(document: &Html) -> Self {
        let mut meta = Self::default();
        for node in document.tree.nodes() {
            let Node::Element(element) = node.value() else {
                continue;
            };
            match element.name() {
                "html" => meta.language = language(element),
                "meta" => meta.add(element),
                _ => {}
            }
        }
        meta
    }

    fn add(&mut self, element: &scraper::node::Element) {
        let Some(content) = element
            .attr("content")
            .map(str::trim)
            .filter(|text| !text.is_empty())
        else {
            return;
        };
        for name in ["property", "name"].iter().filter_map(|name| element.attr(name)) {
            self.pairs.push((name.to_ascii_lowercase(), content.to_owned()));
        }
    }

    /// The first one of a name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.pairs
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// What the page is called where it is shared.
    pub(crate) fn title(&self) -> Option<&str> {
        self.get("og:title").or_else(|| self.get("twitter:title"))
    }

    /// The product as the tags describe it, and which tag has the price.
    pub(crate) fn item(&self) -> Option<(Item, &'static str)> {
        let currency = self.first(CURRENCIES).and_then(|(_, text)| text::code(text));
        let price = self.price(currency.as_deref());
        let availability = self
            .first(&["product:availability", "og:availability", "availability"])
            .map(|(_, text)| text::availability(text))
            .unwrap_or_default();
        let offer = Offer {
            price: price.as_ref().map(|(_, (amount, _))| *amount),
            currency: currency.or(price.as_ref().and_then(|(_, (_, code))| code.clone())),
            availability,
            stock: None,
        };
        let item = Item {
            name: self.title().map(text::fold),
            sku: self.get("product:retailer_item_id").map(str::to_owned),
            offers: vec![offer],
        };
        let source = price.map_or("availability", |(name, _)| name);
        (!item.is_empty()).then_some((item, source))
    }

    fn price(
        &self,
        currency: Option<&str>,
    ) -> Option<(&'static str, (rust_decimal::Decimal, Option<String>))> {
        let tagged = PRICES.iter().filter_map(|name| Some((*name, self.get(name)?)));
        tagged
            .chain(self.card())
            .find_map(|(name, text)| Some((name, item::amount_of_text(text, currency)?)))
    }

    /// Twitter cards show two lines of free text; one of them is often the price.
    fn card(&self) -> Option<(&'static str, &str)> {
        [
            ("twitter:data1", "twitter:label1"),
            ("twitter:data2", "twitter:label2"),
        ]
        .into_iter()
        .filter_map(|(data, label)| Some((data, self.get(data)?, self.get(label).unwrap_or_default())))
        .find(|(_, data, label)| label.to_lowercase().contains("price") || text::is_money(data))
        .map(|(name, data, _)| (name, data))
    }

    fn first(&self, names: &[&'static str]) -> Option<(&'static str, &str)> {
        names.iter().find_map(|name| Some((*name, self.get(name)?)))
    }
}

fn language(element: &scraper::node::Element) -> Option<String> {
    element
        .attr("lang")
        .or(element.attr("xml:lang"))
        .map(str::to_owned)
}

const PRICES: &[&str] = &[
    "product:sale_price:amount",
    "og:sale_price:amount",
    "product:price:amount",
    "og:price:amount",
    "product:price",
    "og:price",
];

const CURRENCIES: &[&str] = &[
    "product:sale_price:currency",
    "product:price:currency",
    "og:price:currency",
    "og:currency",
];
