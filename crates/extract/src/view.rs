//! A page as a person reads it: its texts in order, each with the elements around it.
//!
//! One pass over the document. Everything that looks at the visible page works on this instead of on selectors.

mod element;
mod heading;
mod regions;
mod repeats;
mod styles;
mod words;

use std::ops::Range;

use ego_tree::iter::Edge;
use scraper::{Html, Node};

pub(crate) use element::Element;
use styles::Styles;
pub(crate) use words::Words;

/// What a browser shows of a page.
pub(crate) struct View<'a> {
    /// The elements in document order, a parent before its children.
    pub(crate) elements: Vec<Element<'a>>,
    /// The texts in document order; none is empty.
    pub(crate) runs: Vec<Run<'a>>,
    /// The element that shows the product's name, as an index of `elements`.
    pub(crate) heading: Option<usize>,
    /// How many bytes of text stand before each text, and before the end.
    lengths: Vec<usize>,
    /// The document's `<title>`.
    pub(crate) document_title: Option<String>,
}

/// One text node.
pub(crate) struct Run<'a> {
    /// The index of its element.
    pub(crate) element: usize,
    /// The text as it stands in the document, without white space around it.
    pub(crate) text: &'a str,
    /// Whether nothing, not even white space, parts it from the text before.
    pub(crate) is_glued: bool,
}

/// Elements that do not part the texts around them.
const INLINE: &[&str] = &[
    "span", "b", "strong", "em", "i", "u", "small", "font", "sup", "sub", "bdi", "data", "mark", "big", "a",
];

/// Elements whose content no person reads.
const UNREAD: &[&str] = &[
    "script", "style", "noscript", "template", "head", "svg", "iframe", "textarea", "object", "video",
    "audio",
];

impl<'a> View<'a> {
    /// Looks at a document. `names` are what data on the page call the product: they tell which heading is meant.
    pub(crate) fn of(document: &'a Html, names: &[&str]) -> Self {
        let mut view = Self {
            elements: Vec::new(),
            runs: Vec::new(),
            heading: None,
            lengths: vec![0],
            document_title: document_title(document),
        };
        view.collect(
            document,
            &styles(document, styles::display),
            &styles(document, styles::strike),
        );
        view.heading = heading::find(&view, names);
        view.mark_other_regions();
        repeats::mark(&mut view);
        view
    }

    fn collect(&mut self, document: &'a Html, styles: &Styles, strikes: &Styles) {
        let mut open: Option<usize> = None;
        let mut unread = None;
        let mut is_tight = false;
        for edge in document.tree.root().traverse() {
            match edge {
                Edge::Open(node) if unread.is_none() => match node.value() {
                    Node::Element(element) if UNREAD.contains(&element.name()) => unread = Some(node.id()),
                    Node::Element(element) => {
                        let parent = open.map(|at| &self.elements[at]);
                        let mut element = Element::new(element, open, parent, self.runs.len());
                        is_tight &= INLINE.contains(&element.name());
                        let is_page = matches!(element.name(), "html" | "body");
                        element.is_hidden |= !is_page && styles.hide(element.node);
                        element.is_struck |= !is_page && strikes.hide(element.node);
                        open = Some(self.elements.len());
                        self.elements.push(element);
                    }
                    Node::Text(text) => is_tight = self.add_text(open, text, is_tight),
                    _ => {}
                },
                Edge::Close(node) if unread == Some(node.id()) => unread = None,
                Edge::Close(node) if unread.is_none() && node.value().is_element() => {
                    is_tight &= open.is_some_and(|at| INLINE.contains(&self.elements[at].name()));
                    open = open.and_then(|at| self.close(at));
                }
                _ => {}
            }
        }
    }

    /// Adds a text; says whether the next one may follow without white space.
    fn add_text(&mut self, open: Option<usize>, whole: &'a str, is_tight: bool) -> bool {
        let text = whole.trim();
        if let Some(element) = open.filter(|_| !text.is_empty()) {
            self.runs.push(Run {
                element,
                text,
                is_glued: is_tight && !whole.starts_with(char::is_whitespace),
            });
            self.lengths
                .push(self.lengths.last().copied().unwrap_or_default() + text.len());
        }
        !text.is_empty() && !whole.ends_with(char::is_whitespace) || (is_tight && whole.is_empty())
    }

    fn close(&mut self, at: usize) -> Option<usize> {
        let end = self.elements.len();
        let element = &mut self.elements[at];
        element.runs.end = self.runs.len();
        element.end = end;
        element.parent
    }

    /// An area of other products, of navigation or of the cart is one only where it does not hold the product's name.
    fn mark_other_regions(&mut self) {
        for region in regions::of_others(self) {
            for element in self.elements.get_mut(region).unwrap_or_default() {
                element.is_elsewhere = true;
            }
        }
        let is_loose = self
            .elements
            .iter()
            .any(|element| element.words.has(Words::LOOSE));
        let sells = if is_loose { self.own_buttons() } else { Vec::new() };
        for at in 0..self.elements.len() {
            let inherited = self.elements[at]
                .parent
                .is_some_and(|parent| self.elements[parent].is_elsewhere);
            let holds_heading = self
                .heading
                .is_some_and(|heading| self.elements[at].holds(at, heading));
            let element = &mut self.elements[at];
            let is_own = holds_heading
                || (element.words.has(Words::LOOSE) && sells.iter().any(|button| element.holds(at, *button)));
            element.is_elsewhere |= inherited || (element.is_region_of_others() && !is_own);
        }
    }

    /// The buttons that buy, where the page has so few that they are those of one product.
    fn own_buttons(&self) -> Vec<usize> {
        let is_button = |at: &usize| {
            let element = &self.elements[*at];
            let is_short = (1..=3).contains(&element.runs.len()) && self.text_length(&element.runs) < 40;
            matches!(element.name(), "button" | "a")
                && is_short
                && crate::text::offer(&self.text(&element.runs)) == Some(crate::text::Offer::Buy)
        };
        let buttons: Vec<usize> = (0..self.elements.len()).filter(is_button).take(4).collect();
        if buttons.len() > 3 { Vec::new() } else { buttons }
    }

    /// The elements around one, itself first.
    pub(crate) fn around(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(at), |at| self.elements[*at].parent)
    }

    /// The length of an element's text in bytes.
    pub(crate) fn text_length(&self, runs: &Range<usize>) -> usize {
        self.lengths[runs.end].saturating_sub(self.lengths[runs.start])
    }

    /// The text of an element, its parts separated by one space.
    pub(crate) fn text(&self, runs: &Range<usize>) -> String {
        let mut text = String::new();
        for word in self.runs[runs.clone()]
            .iter()
            .flat_map(|run| run.text.split_whitespace())
        {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(word);
        }
        text
    }
}

fn styles(document: &Html, says: fn(&str) -> Option<bool>) -> Styles {
    let mut styles = Styles::default();
    for node in document.tree.nodes() {
        let parent = node.parent().and_then(|parent| parent.value().as_element());
        if let Some(text) = node
            .value()
            .as_text()
            .filter(|_| parent.is_some_and(|parent| parent.name() == "style"))
        {
            styles.add(text, says);
        }
    }
    styles
}

fn document_title(document: &Html) -> Option<String> {
    let mut elements = document.tree.nodes().filter(|node| {
        node.value()
            .as_element()
            .is_some_and(|element| element.name() == "title")
    });
    let title = elements.next()?;
    let text: String = title
        .children()
        .filter_map(|child| child.value().as_text().map(|text| &**text))
        .collect();
    Some(crate::text::fold(&text)).filter(|text| !text.is_empty())
}
