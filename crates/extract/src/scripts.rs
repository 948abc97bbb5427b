//! The scripts of a page that hold data.

use scraper::{Html, Node};

/// The texts of a page's scripts by what they are.
#[derive(Debug, Default)]
pub(crate) struct Scripts<'a> {
    /// `application/ld+json`.
    pub(crate) json_ld: Vec<&'a str>,
    /// Other JSON: `application/json`, as Next.js and Nuxt write it.
    pub(crate) json: Vec<&'a str>,
    /// Programs.
    pub(crate) code: Vec<&'a str>,
}

impl<'a> Scripts<'a> {
    /// Collects them in the page's order.
    pub(crate) fn of(document: &'a Html) -> Self {
        let mut scripts = Self::default();
        for node in document.tree.nodes() {
            let Node::Text(text) = node.value() else { continue };
            let parent = node.parent().and_then(|parent| parent.value().as_element());
            if let Some(element) = parent.filter(|element| element.name() == "script") {
                scripts.add(element.attr("type").unwrap_or_default(), text);
            }
        }
        scripts
    }

    fn add(&mut self, kind: &str, text: &'a str) {
        let kind = kind
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        match kind.as_str() {
            "application/ld+json" => self.json_ld.push(text),
            kind if kind.ends_with("json") => self.json.push(text),
            "" | "module" | "text/javascript" | "application/javascript" => self.code.push(text),
            _ => {}
        }
    }
}
