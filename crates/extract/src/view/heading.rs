//! Which element shows the product's name.

use super::{View, Words};
use crate::text::{self, likeness};

/// A name of the product in lower case, and how much it counts.
type Name = (String, f32);

/// Parts of the document's title may be the shop's name.
const OF_TITLE: f32 = 0.9;
/// A short part is more often a category or a brand.
const OF_SHORT_PART: f32 = 0.6;

/// The heading that fits best what the data and the document's title call the product.
pub(super) fn find(view: &View<'_>, names: &[&str]) -> Option<usize> {
    let names = all_names(names, view.document_title.as_deref());
    let mut best: Option<(f32, usize)> = None;
    for (at, element) in view.elements.iter().enumerate() {
        if element.runs.is_empty() {
            continue;
        }
        let rank = rank(view, at, &names);
        if rank > best.map_or(0.0, |(best, _)| best) {
            best = Some((rank, at));
        }
    }
    best.map(|(_, at)| at).or_else(|| unmarked(view, &names))
}

/// What data call the product, whole and in parts, and the same of the document's title.
fn all_names(names: &[&str], title: Option<&str>) -> Vec<Name> {
    let parts = |name: &str, weight: f32| -> Vec<Name> {
        let parts = text::parts(name).into_iter();
        let weigh = |part: &str| {
            if part.len() * 3 >= name.len() {
                weight
            } else {
                OF_SHORT_PART
            }
        };
        parts
            .map(|part| (text::fold(part).to_lowercase(), weigh(part)))
            .collect()
    };
    let stated = names.iter().flat_map(|name| {
        let whole = (text::fold(name).to_lowercase(), 1.0);
        parts(name, OF_TITLE).into_iter().chain([whole])
    });
    let shown = title.into_iter().flat_map(|title| {
        let whole = (text::fold(title).to_lowercase(), 1.0);
        parts(title, OF_TITLE).into_iter().chain([whole])
    });
    let mut all: Vec<Name> = stated
        .chain(shown)
        .filter(|(name, _)| name.chars().count() > 1)
        .collect();
    all.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
    all.dedup_by(|a, b| a.0 == b.0);
    all
}

fn best_likeness(shown: &str, names: &[Name]) -> f32 {
    let all = names.iter().map(|(name, weight)| weight * likeness(shown, name));
    all.fold(0.0, f32::max)
}

/// Where no tag or class marks a heading: a small element that shows the name.
fn unmarked(view: &View<'_>, names: &[Name]) -> Option<usize> {
    let plain = |at: &usize| {
        let element = &view.elements[*at];
        let is_small = (1..=2).contains(&element.runs.len()) && view.text_length(&element.runs) <= 200;
        let is_block = matches!(
            element.name(),
            "h3" | "h4" | "h5" | "h6" | "div" | "p" | "strong" | "b" | "font" | "span" | "td"
        );
        let is_apart = element.is_region_of_others() || element.is_linked || element.is_hidden;
        is_small && is_block && !is_apart
    };
    (0..view.elements.len()).filter(plain).find(|at| {
        let shown = view.text(&view.elements[*at].runs).to_lowercase();
        let is_long = shown.len() > 5;
        is_long
            && names
                .iter()
                .any(|(name, _)| likeness(&shown, name) >= 0.9 && shown.len() * 3 >= name.len())
    })
}

fn rank(view: &View<'_>, at: usize, names: &[Name]) -> f32 {
    let element = &view.elements[at];
    let by_tag = match element.name() {
        "h1" => 3.0,
        "h2" => 1.0,
        _ if element.node.attr("itemprop") == Some("name") => 1.5,
        "h3" | "strong" | "b" | "span" | "div" | "p" | "td" | "th" | "header" | "font" | "a" | "li"
            if element.words.has(Words::TITLE) =>
        {
            0.5
        }
        _ => 0.0,
    };
    let by_class = if is_called_h1(element) { 1.0 } else { 0.0 };
    let by_tag = by_tag + by_class;
    if by_tag == 0.0 || view.text_length(&element.runs) > 400 || leads_home(view, at) {
        return 0.0;
    }
    let shown = view.text(&element.runs).to_lowercase();
    let likeness = best_likeness(&shown, names);
    let is_plausible = element.name() == "h1" || likeness > 0.5;
    let hidden = if element.is_hidden || element.is_linked {
        1.5
    } else {
        0.0
    };
    let apart = if likeness < 0.8 && is_apart(view, at) {
        2.0
    } else {
        0.0
    };
    if is_plausible {
        (by_tag + 4.0 * likeness - hidden - apart).max(0.1)
    } else {
        0.0
    }
}

/// `class="h1"` on another element looks like one.
fn is_called_h1(element: &super::Element<'_>) -> bool {
    let class = element.node.attr("class").unwrap_or_default();
    element.name() != "h1"
        && class
            .split_ascii_whitespace()
            .any(|name| name.eq_ignore_ascii_case("h1"))
}

/// Whether it is the shop's own name: all of it, or all around it, is a link to the first page.
fn leads_home(view: &View<'_>, at: usize) -> bool {
    let element = &view.elements[at];
    let inside = (at..element.end.min(at + 6)).filter(|inner| view.elements[*inner].runs == element.runs);
    let around = view.around(at).skip(1).take(2);
    inside.chain(around).any(|link| {
        let link = view.elements[link].node;
        let address = link.attr("href").unwrap_or_default().trim();
        link.name() == "a"
            && (matches!(address, "/" | "./" | "/index.html" | "/index.php") || is_root(address))
    })
}

/// `https://shop.example/` is a first page.
fn is_root(address: &str) -> bool {
    let host = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"));
    host.is_some_and(|host| !host.trim_end_matches('/').contains(['/', '?', '#']))
}

/// Whether it stands among other products, in the navigation or at the page's foot.
fn is_apart(view: &View<'_>, at: usize) -> bool {
    view.around(at)
        .any(|around| view.elements[around].is_region_of_others())
}
