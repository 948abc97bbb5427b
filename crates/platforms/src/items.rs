//! Events of several items.

use std::fmt;

use crate::fields::Fields;
use crate::pattern::Pattern;
use crate::pointer::Pointer;
use crate::source::{Selector, Source};

/// Where a page or an answer has a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum List {
    /// Every element that the selector matches.
    Elements(Selector),
    /// Every value that the pointer leads to.
    Json {
        /// The page's element that holds the JSON.
        block: Option<Selector>,
        /// Where in it.
        pointer: Pointer,
    },
}

impl fmt::Display for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Elements(selector) => write!(f, "selector {}", selector.css),
            Self::Json {
                block: Some(block),
                pointer,
            } => write!(f, "{} {pointer}", block.css),
            Self::Json { block: None, pointer } => write!(f, "{pointer}"),
        }
    }
}

/// The items of an event, each read relative to its place in the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Items {
    /// Where they stand.
    pub list: List,
    /// What the shop calls one.
    pub name: Vec<Source>,
    /// What fans call it.
    pub labels: Labels,
    /// Its figures: price, stock, sold.
    pub fields: Fields,
}

/// How a label is cut out of a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Labels {
    pub(crate) rules: Vec<LabelRule>,
    pub(crate) otherwise: Otherwise,
}

/// A pattern and what the label is where it matches.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LabelRule {
    pub(crate) pattern: Pattern,
    /// With `$1` for the first group; none is the first group itself.
    pub(crate) label: Option<String>,
}

/// What becomes of a name that no pattern matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Otherwise {
    /// The reading fails, so that a new kind of item shows.
    Refused,
    /// The name is the label.
    Name,
    /// This is the label.
    Label(String),
}

impl Labels {
    /// The label of a name by the first pattern that matches; none where the file takes no such name.
    pub fn of(&self, name: &str) -> Option<String> {
        self.rules
            .iter()
            .find_map(|rule| rule.label(name))
            .or_else(|| match &self.otherwise {
                Otherwise::Refused => None,
                Otherwise::Name => Some(folded(name)).filter(|label| !label.is_empty()),
                Otherwise::Label(label) => Some(label.clone()),
            })
    }
}

impl LabelRule {
    fn label(&self, name: &str) -> Option<String> {
        let label = match &self.label {
            Some(label) => self.pattern.expand(name, label),
            None => self.pattern.find(name).map(str::to_owned),
        };
        label
            .map(|label| folded(&label))
            .filter(|label| !label.is_empty())
    }
}

/// One line, short enough for a column's head.
fn folded(text: &str) -> String {
    const LONGEST: usize = 80;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars()
        .take(LONGEST)
        .collect::<String>()
        .trim_end()
        .to_owned()
}
