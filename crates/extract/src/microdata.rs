//! schema.org products as microdata (`itemprop`) or RDFa (`property`) in the page's own elements.

use std::collections::BTreeMap;

use crate::item::{self, Item, Offer};
use crate::text;
use crate::view::{Element, View};

/// The products that the markup describes, the page's own before those elsewhere.
pub(crate) fn items(view: &View<'_>) -> Vec<Item> {
    let mut scopes: BTreeMap<Key, Draft> = BTreeMap::new();
    for (at, element) in view.elements.iter().enumerate() {
        for name in properties(element) {
            let Some(key) = key(view, at) else { continue };
            scopes.entry(key).or_default().add(view, element, name);
        }
    }
    let items = scopes.into_values().map(Draft::finish);
    items
        .filter(|item| !item.is_empty() || item.sku.is_some())
        .collect()
}

/// Products around the heading come first, then those outside of other regions, then in the page's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    is_far: bool,
    is_elsewhere: bool,
    scope: Option<usize>,
}

#[derive(Default)]
struct Draft {
    item: Item,
    offer: Offer,
    texts: Vec<String>,
}

impl Draft {
    fn add(&mut self, view: &View<'_>, element: &Element<'_>, name: &str) {
        let Some(value) = value(view, element).filter(|value| !value.is_empty()) else {
            return;
        };
        match name.to_ascii_lowercase().as_str() {
            "price" | "lowprice" if !element.is_struck => self.texts.push(value),
            "pricecurrency" => self.offer.currency = self.offer.currency.take().or(text::code(&value)),
            "availability" => self.add_availability(&value),
            "sku" | "productid" => self.item.sku = self.item.sku.take().or(Some(sku(&value))),
            "name" => self.item.name = self.item.name.take().or(Some(value)),
            _ => {}
        }
    }

    fn add_availability(&mut self, value: &str) {
        let availability = text::availability(value);
        if availability != domain::Availability::Unknown {
            self.item.offers.push(Offer {
                availability,
                ..Offer::default()
            });
        }
    }

    /// Several prices of one product are several offers: nothing says which is sold out.
    fn finish(mut self) -> Item {
        let currency = self.offer.currency.as_deref();
        for price in self
            .texts
            .iter()
            .filter_map(|text| item::amount_of_text(text, currency))
        {
            self.item.offers.push(Offer {
                price: Some(price.0),
                currency: self.offer.currency.clone().or(price.1),
                ..Offer::default()
            });
        }
        self.item
    }
}

fn properties<'a>(element: &Element<'a>) -> impl Iterator<Item = &'a str> {
    let microdata = element.node.attr("itemprop");
    let rdfa = element.node.attr("property");
    microdata
        .into_iter()
        .chain(rdfa)
        .flat_map(str::split_ascii_whitespace)
        .map(|name| name.rsplit(['/', '#', ':']).next().unwrap_or_default())
}

/// Which product an element describes; none for what belongs to a related product, a review or the shop.
fn key(view: &View<'_>, at: usize) -> Option<Key> {
    let mut scope = None;
    for around in view.around(at) {
        let element = &view.elements[around];
        if around != at && properties(element).any(|name| RELATED.contains(&name)) {
            return None;
        }
        match kind(element) {
            Some(Kind::Product) => {
                scope = Some(around);
                break;
            }
            Some(Kind::Offer) => scope = Some(around),
            Some(Kind::Other) if around != at || scope.is_some() => return None,
            _ => {}
        }
    }
    let holds_heading = scope.is_none_or(|scope| {
        let heading = view.heading.unwrap_or_default();
        view.elements[scope].holds(scope, heading)
    });
    let is_elsewhere = view.elements[at].is_elsewhere;
    Some(Key {
        is_far: !holds_heading,
        is_elsewhere,
        scope,
    })
}

const RELATED: &[&str] = &[
    "isRelatedTo",
    "isSimilarTo",
    "isAccessoryOrSparePartFor",
    "isConsumableFor",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Product,
    Offer,
    Other,
}

/// The types that matter, as schema.org writes them; pages write `product` too.
const KINDS: &[&str] = &[
    "Product",
    "ProductGroup",
    "IndividualProduct",
    "ProductModel",
    "Event",
    "Book",
    "Vehicle",
    "Offer",
    "AggregateOffer",
    "OfferItemCondition",
    "PriceSpecification",
    "UnitPriceSpecification",
    "WebPage",
    "ItemPage",
    "Thing",
    "CreativeWork",
];

fn kind(element: &Element<'_>) -> Option<Kind> {
    let is_scope = element.node.attr("itemscope").is_some();
    let name = element.node.attr("itemtype").or(element.node.attr("typeof"));
    let name = name.unwrap_or_default().split_ascii_whitespace().next();
    let name = name
        .unwrap_or_default()
        .rsplit(['/', '#', ':'])
        .next()
        .unwrap_or_default();
    match KINDS
        .iter()
        .find(|kind| kind.eq_ignore_ascii_case(name))
        .copied()
        .unwrap_or(name)
    {
        "Product" | "ProductGroup" | "IndividualProduct" | "ProductModel" | "Event" | "Book" | "Vehicle" => {
            Some(Kind::Product)
        }
        "Offer"
        | "AggregateOffer"
        | "OfferItemCondition"
        | "PriceSpecification"
        | "UnitPriceSpecification" => Some(Kind::Offer),
        "WebPage" | "ItemPage" | "Thing" | "CreativeWork" => None,
        "" if !is_scope => None,
        "" => None,
        _ => Some(Kind::Other),
    }
}

fn value(view: &View<'_>, element: &Element<'_>) -> Option<String> {
    let attributes: &[&str] = match element.name() {
        "link" | "a" => &["content", "href"],
        "time" => &["content", "datetime"],
        "data" | "meter" => &["content", "value"],
        "input" => &["content", "value"],
        _ => &["content"],
    };
    let attribute = attributes.iter().find_map(|name| element.node.attr(name));
    match attribute {
        Some(text) => Some(text::fold(text)),
        None => (view.text_length(&element.runs) < 300).then(|| view.text(&element.runs)),
    }
}

/// `sku:12345` is how some write it.
fn sku(value: &str) -> String {
    value
        .rsplit_once(':')
        .filter(|(label, _)| label.chars().all(|c| c.is_ascii_alphabetic() || c == '-'))
        .map_or(value, |(_, sku)| sku)
        .trim()
        .to_owned()
}
