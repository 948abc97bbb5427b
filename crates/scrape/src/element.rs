//! What an element says.

use extract::value_attribute;
use scraper::{ElementRef, Node};

/// Elements whose text nobody sees, or sees struck out.
const UNSEEN: &[&str] = &["script", "style", "template", "noscript", "del", "s", "strike"];
/// More of an element than this is not read, should a selector match half a page.
const LONGEST: usize = 10_000;

/// An element's text, or its attribute; elements that have no text carry their value in an attribute of their own.
pub(crate) fn value(element: ElementRef<'_>, attribute: Option<&str>) -> Option<String> {
    let text = match attribute.or(value_attribute(element.value().name())) {
        Some(attribute) => fold(element.attr(attribute)?),
        None => seen_text(element),
    };
    Some(text).filter(|text| !text.is_empty())
}

/// All text below an element as it stands, such as a script's.
pub(crate) fn whole_text(element: ElementRef<'_>) -> String {
    element.text().collect()
}

fn seen_text(element: ElementRef<'_>) -> String {
    let mut text = Folded::default();
    let mut pending: Vec<_> = element.children().rev().collect();
    while let Some(node) = pending.pop() {
        match node.value() {
            Node::Text(part) => text.push(part),
            Node::Element(child) if UNSEEN.contains(&child.name()) => {}
            Node::Element(child) if child.name() == "br" => text.push(" "),
            _ => pending.extend(node.children().rev()),
        }
        if text.0.len() >= LONGEST {
            break;
        }
    }
    text.finish()
}

/// Text with every run of white space as one space.
fn fold(text: &str) -> String {
    let mut folded = Folded::default();
    folded.push(text);
    folded.finish()
}

#[derive(Default)]
struct Folded(String);

impl Folded {
    fn push(&mut self, text: &str) {
        for (place, word) in text.split(char::is_whitespace).enumerate() {
            let is_gap = place > 0 && !self.0.is_empty() && !self.0.ends_with(' ');
            if is_gap {
                self.0.push(' ');
            }
            let room = LONGEST.saturating_sub(self.0.len());
            self.0.push_str(&word[..word.floor_char_boundary(room)]);
            if self.0.len() >= LONGEST {
                break;
            }
        }
    }

    fn finish(mut self) -> String {
        self.0.truncate(self.0.trim_end().len());
        self.0
    }
}
