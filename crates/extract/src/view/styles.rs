//! What a page's own `<style>` blocks hide.

use std::collections::HashMap;

use scraper::node;

/// Rules of a page's styles that show or hide elements by class, id or tag.
#[derive(Debug, Default)]
pub(super) struct Styles {
    /// By the last class or the id of their selector, in the order of the page.
    rules: HashMap<String, Vec<Rule>>,
    count: usize,
}

#[derive(Debug)]
struct Rule {
    tag: String,
    id: Option<String>,
    classes: Vec<String>,
    hides: bool,
    order: usize,
}

/// Longer styles are not read to their end.
const LONGEST: usize = 500_000;
/// How many rules are kept.
const MOST: usize = 5_000;

impl Styles {
    /// Adds a block's rules for every screen; those for some screens or inside other elements tell too little.
    pub(super) fn add(&mut self, css: &str, says: fn(&str) -> Option<bool>) {
        let css = css.get(..css.floor_char_boundary(LONGEST)).unwrap_or(css);
        let mut rest = css;
        while let Some((selectors, after)) = rest.split_once('{') {
            let selectors = selectors
                .rsplit(['}', ';', '/'])
                .next()
                .unwrap_or_default()
                .trim();
            if selectors.starts_with('@') {
                rest = after_block(after);
                continue;
            }
            let Some((body, after)) = after.split_once('}') else {
                return;
            };
            if let Some(hides) = says(body) {
                let rules = selectors
                    .split(',')
                    .filter_map(|selector| Rule::of(selector, hides));
                rules.for_each(|rule| self.keep(rule));
            }
            rest = after;
        }
    }

    fn keep(&mut self, mut rule: Rule) {
        self.count += 1;
        rule.order = self.count;
        let key = rule.id.as_ref().or(rule.classes.last());
        if let Some(key) = key.filter(|_| self.count <= MOST) {
            self.rules.entry(key.clone()).or_default().push(rule);
        }
    }

    /// Whether the rule that fits an element most closely, the last among equals, hides it.
    pub(super) fn hide(&self, node: &node::Element) -> bool {
        if self.rules.is_empty() {
            return false;
        }
        let (id, classes) = (node.attr("id"), node.attr("class").unwrap_or_default());
        let keys = classes.split_ascii_whitespace().chain(id);
        let known = keys.filter_map(|key| self.rules.get(key)).flatten();
        let fitting = known.filter(|rule| rule.fits(node.name(), id, classes));
        fitting
            .max_by_key(|rule| (rule.closeness(), rule.order))
            .is_some_and(|rule| rule.hides)
    }
}

impl Rule {
    /// A selector of one element without states: `div.sold-out`, `#notify`, `.a.b`.
    fn of(selector: &str, hides: bool) -> Option<Self> {
        let selector = selector.trim();
        let is_simple = |c: char| c.is_alphanumeric() || matches!(c, '.' | '#' | '-' | '_');
        let named = selector.find(['.', '#'])?;
        if !selector.chars().all(is_simple) {
            return None;
        }
        let mut rule = Self {
            tag: selector[..named].to_ascii_lowercase(),
            id: None,
            classes: Vec::new(),
            hides,
            order: 0,
        };
        let mut rest = &selector[named..];
        while let Some(kind) = rest.chars().next() {
            let name = &rest[1..];
            let end = name.find(['.', '#']).unwrap_or(name.len());
            match kind {
                '#' => rule.id = Some(name[..end].to_owned()),
                _ => rule.classes.push(name[..end].to_owned()),
            }
            rest = &name[end..];
        }
        Some(rule)
    }

    fn fits(&self, tag: &str, id: Option<&str>, classes: &str) -> bool {
        let has = |class: &String| classes.split_ascii_whitespace().any(|own| own == class);
        (self.tag.is_empty() || self.tag == tag)
            && self.id.as_deref().is_none_or(|wanted| id == Some(wanted))
            && self.classes.iter().all(has)
    }

    fn closeness(&self) -> (bool, usize, bool) {
        (self.id.is_some(), self.classes.len(), !self.tag.is_empty())
    }
}

/// Whether declarations hide or show; most do neither.
pub(super) fn display(body: &str) -> Option<bool> {
    let declarations = body.rsplit(';').filter_map(|line| line.split_once(':'));
    let mut shown = declarations.filter_map(|(name, value)| {
        let name = name.trim().to_ascii_lowercase();
        let value = value.trim().to_ascii_lowercase();
        match name.as_str() {
            "display" => Some(value.starts_with("none")),
            "visibility" => Some(value.starts_with("hidden")),
            _ => None,
        }
    });
    shown.next()
}

/// Whether declarations strike out what an element says, or no longer do.
pub(super) fn strike(body: &str) -> Option<bool> {
    let declarations = body.rsplit(';').filter_map(|line| line.split_once(':'));
    let mut lines =
        declarations.filter(|(name, _)| name.trim().to_ascii_lowercase().starts_with("text-decoration"));
    lines
        .next()
        .map(|(_, value)| value.to_ascii_lowercase().contains("line-through"))
}

/// What follows a block with blocks inside.
fn after_block(text: &str) -> &str {
    let mut depth = 1_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &text[at + 1..];
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use crate::document;
    use crate::view::View;

    #[test]
    fn what_the_page_itself_hides_is_not_seen() {
        for (css, is_hidden) in [
            (".note{display:none}", true),
            ("a, p.note { color: red; display: none !important }", true),
            ("#one{visibility:hidden}", true),
            (".note{display:none}.note.is-on{display:block}", true),
            (".note{display:none}p.note{display:block}", false),
            (".note{display:none}.note{display:block}", false),
            ("@media print{.note{display:none}}", false),
            (".closed .note{display:none}", false),
            (".note:hover{display:none}", false),
            (".other{display:none}", false),
            (".note{", false),
            ("", false),
        ] {
            let html = format!("<style>{css}</style><p id=one class=note>Sold out</p>");
            let document = document::parse(&html);
            let view = View::of(&document, &[]);
            let hidden = view.runs.iter().all(|run| view.elements[run.element].is_hidden);
            assert_eq!(hidden, is_hidden, "{css}");
        }
    }
}
