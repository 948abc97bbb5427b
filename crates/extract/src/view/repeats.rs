//! Parts of a page that are built alike: other products, customers' comments, offers of other sellers.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::View;

/// So many parts are a list.
const MANY: usize = 3;
/// Shorter parts are sizes, steps of a price, lines of a table.
const SHORTEST: usize = 30;
/// Tables lay out pages: their rows look alike whatever they hold.
const LAYOUT: &[&str] = &[
    "tr", "td", "th", "tbody", "table", "p", "dt", "dd", "option", "html", "body",
];

/// Classes that only say where in its list a part stands.
const POSITIONS: &[&str] = &[
    "first", "last", "odd", "even", "active", "selected", "clear", "current",
];

/// Marks every part of a list and what is inside; never what holds the product's name.
pub(super) fn mark(view: &mut View<'_>) {
    let builds = builds(view);
    let mut counts: HashMap<u64, (usize, usize)> = HashMap::new();
    for (at, build) in builds.iter().enumerate() {
        let Some(build) = build else { continue };
        let (all, long) = counts.entry(*build).or_default();
        *all += 1;
        *long += usize::from(view.text_length(&view.elements[at].runs) >= SHORTEST);
    }
    let is_list = |build: &u64| {
        let (all, long) = counts.get(build).copied().unwrap_or_default();
        long >= MANY && long * 3 >= all * 2
    };
    for (at, build) in builds.iter().enumerate() {
        let element = &view.elements[at];
        let inherited = element
            .parent
            .is_some_and(|parent| view.elements[parent].is_repeated);
        let holds_heading = view.heading.is_some_and(|heading| element.holds(at, heading));
        let is_part = build.as_ref().is_some_and(is_list) && !holds_heading;
        view.elements[at].is_repeated = inherited || is_part;
    }
}

/// What an element and its first children look like, below which parent; none where that tells nothing.
fn builds(view: &View<'_>) -> Vec<Option<u64>> {
    let mut hashers: Vec<(DefaultHasher, u8)> = Vec::with_capacity(view.elements.len());
    for element in &view.elements {
        let mut hasher = DefaultHasher::new();
        (element.parent, element.name(), class(element.node)).hash(&mut hasher);
        hashers.push((hasher, 0));
        if let Some((hasher, children)) = element.parent.and_then(|parent| hashers.get_mut(parent))
            && *children < 3
        {
            (element.name(), class(element.node)).hash(hasher);
            *children += 1;
        }
    }
    let told = hashers.into_iter().zip(&view.elements);
    told.map(|((hasher, children), element)| {
        let is_plain = children == 0 || element.runs.len() < 2 || LAYOUT.contains(&element.name());
        (!is_plain).then(|| hasher.finish())
    })
    .collect()
}

/// The first class without its number: `card-12` and `card-13` are of one kind.
fn class(node: &scraper::node::Element) -> String {
    let class = node.attr("class").unwrap_or_default();
    let mut names = class
        .split_ascii_whitespace()
        .filter(|name| !POSITIONS.contains(name));
    let first = names.next().unwrap_or_default();
    first.chars().filter(|c| !c.is_ascii_digit()).collect()
}

#[cfg(test)]
mod tests {
    use crate::document;
    use crate::view::View;

    /// The texts of a page that belong to a list.
    fn repeated(body: &str) -> Vec<String> {
        let document = document::parse(&format!("<h1>Blue Album</h1>{body}"));
        let view = View::of(&document, &["Blue Album"]);
        let runs = view
            .runs
            .iter()
            .filter(|run| view.elements[run.element].is_repeated);
        runs.map(|run| run.text.to_owned()).collect()
    }

    #[test]
    fn parts_that_are_built_alike_are_a_list() {
        let part = |text: &str| format!("<div class=c><b>Someone</b><p>{text}</p></div>");
        let comment = "It was sold out everywhere, at last I got it here";
        assert_eq!(repeated(&part(comment).repeat(3)).len(), 6);
        assert_eq!(repeated(&part(comment).repeat(2)).len(), 0);
        assert_eq!(repeated(&part("XL").repeat(8)).len(), 0);
        let own = "<div class=c><b>Price</b><i>$ 12.00 with tax, without what the post wants</i></div>";
        assert!(!repeated(&format!("{own}{}", part(comment).repeat(3))).contains(&"Price".to_owned()));
    }

    #[test]
    fn the_part_with_the_products_name_is_no_part_of_a_list() {
        let part = |name: &str| {
            format!("<div class=c><h2>{name}</h2><p>Twelve songs about the sea and more</p></div>")
        };
        let document = document::parse(&["Blue Album", "Red Album", "Green Album"].map(part).concat());
        let view = View::of(&document, &["Blue Album"]);
        let runs = view
            .runs
            .iter()
            .filter(|run| view.elements[run.element].is_repeated);
        assert_eq!(runs.count(), 4);
    }
}
