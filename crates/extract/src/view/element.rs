//! One element of the page, and what its tag, class and style say about the text inside.

use std::ops::Range;

use scraper::node;

use super::Words;

/// An element with what it inherits from those around it.
pub(crate) struct Element<'a> {
    /// Its tag and attributes.
    pub(crate) node: &'a node::Element,
    /// The index of the element around it.
    pub(crate) parent: Option<usize>,
    /// The texts inside.
    pub(crate) runs: Range<usize>,
    /// The index after its last descendant.
    pub(crate) end: usize,
    /// What its own class, id and the like say.
    pub(crate) words: Words,
    /// Whether it or one around it is not shown.
    pub(crate) is_hidden: bool,
    /// Whether screen readers are told to skip it: often the second copy of a price.
    pub(crate) is_quiet: bool,
    /// Whether it or one around it is struck out.
    pub(crate) is_struck: bool,
    /// Whether it or one around it is a link to another page.
    pub(crate) is_linked: bool,
    /// Whether it belongs to other products, to navigation or to the cart.
    pub(crate) is_elsewhere: bool,
    /// Whether it is one of several parts built alike, as other products and customers' comments are.
    pub(crate) is_repeated: bool,
}

impl<'a> Element<'a> {
    pub(super) fn new(
        node: &'a node::Element,
        at: Option<usize>,
        parent: Option<&Element<'_>>,
        runs: usize,
    ) -> Self {
        let words = Words::of(node);
        let style = node.attr("style").unwrap_or_default();
        Self {
            node,
            parent: at,
            runs: runs..runs,
            end: 0,
            words,
            is_hidden: parent.is_some_and(|parent| parent.is_hidden) || is_hidden(node, style, words),
            is_quiet: parent.is_some_and(|parent| parent.is_quiet)
                || node.attr("aria-hidden") == Some("true"),
            is_struck: parent.is_some_and(|parent| parent.is_struck) || is_struck(node, style, words),
            is_linked: parent.is_some_and(|parent| parent.is_linked) || is_link(node),
            is_elsewhere: false,
            is_repeated: false,
        }
    }

    /// Its tag's name.
    pub(crate) fn name(&self) -> &'a str {
        self.node.name()
    }

    /// Whether another element is this one or inside it.
    pub(crate) fn holds(&self, own: usize, other: usize) -> bool {
        (own..self.end).contains(&other)
    }

    pub(super) fn is_region_of_others(&self) -> bool {
        matches!(self.name(), "nav" | "footer") || self.words.has(Words::OTHERS)
    }
}

fn is_hidden(node: &node::Element, style: &str, words: Words) -> bool {
    let style_hides = || {
        let style: String = style
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
            .to_ascii_lowercase();
        style.contains("display:none") || style.contains("visibility:hidden")
    };
    let is_page = matches!(node.name(), "html" | "body");
    !is_page
        && (node.attr("hidden").is_some() || words.has(Words::HIDDEN) || (!style.is_empty() && style_hides()))
}

fn is_struck(node: &node::Element, style: &str, words: Words) -> bool {
    matches!(node.name(), "s" | "del" | "strike")
        || words.has(Words::STRUCK)
        || (!style.is_empty() && style.to_ascii_lowercase().contains("line-through"))
}

/// A link inside the page is none to another.
fn is_link(node: &node::Element) -> bool {
    let address = || node.attr("href").unwrap_or_default().trim();
    node.name() == "a"
        && !(address().is_empty() || address().starts_with('#') || address().starts_with("javascript:"))
}
