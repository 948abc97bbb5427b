//! One place that a value is read from.

use std::fmt;

use domain::Availability;

use crate::pattern::Pattern;
use crate::pointer::Pointer;

/// A CSS selector as it stands in the file, checked. Whoever reads pages compiles it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector {
    /// The selector.
    pub css: String,
}

/// Where a value stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In an element of the page: its text, or an attribute.
    Element {
        /// The element; none is the item's own element.
        selector: Option<Selector>,
        /// The attribute, where it is not the text.
        attribute: Option<String>,
    },
    /// In the JSON that was answered, or in that of a block of the page.
    Json {
        /// The page's element that holds the JSON.
        block: Option<Selector>,
        /// Where in it.
        pointer: Pointer,
    },
    /// Anywhere in the text, for a pattern to find.
    Text,
}

/// How a text is understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An amount, perhaps with its currency.
    Money,
    /// A count.
    Integer,
    /// A text as it is.
    Text,
    /// Whether something is for sale.
    Availability,
}

/// How many of a price's digits stand behind its decimal point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Minor {
    /// Always so many.
    Digits(u32),
    /// As many as stands there, in the same JSON.
    At(Pointer),
}

/// What a source means once it is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fixed {
    /// That the shop does not show the figure.
    Hidden,
    /// This text.
    Text(String),
}

/// One way to a value of a field.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Where it stands.
    pub place: Place,
    /// Which part of the text it is.
    pub pattern: Option<Pattern>,
    /// How the text is understood.
    pub kind: Kind,
    /// What it means, whatever it says.
    pub fixed: Option<Fixed>,
    /// What the shop's own words mean; where there are any, no other is understood.
    pub words: Vec<(String, Availability)>,
    /// For amounts without a decimal point.
    pub minor: Option<Minor>,
    /// A flag of the same JSON; where it is false, the figure is hidden.
    pub when: Option<Pointer>,
    /// A figure below zero is hidden rather than oversold.
    pub negative_is_hidden: bool,
    /// That it is not there is no doubt about the rest.
    pub optional: bool,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::Element { selector, attribute } => {
                if let Some(selector) = selector {
                    write!(f, "selector {}", selector.css)?;
                }
                if let Some(attribute) = attribute {
                    let space = if selector.is_some() { " " } else { "" };
                    write!(f, "{space}attribute {attribute}")?;
                }
            }
            Place::Json { block, pointer } => {
                if let Some(block) = block {
                    write!(f, "{} ", block.css)?;
                }
                write!(f, "{pointer}")?;
            }
            Place::Text => {}
        }
        match (&self.place, &self.pattern) {
            (Place::Text, Some(pattern)) => write!(f, "pattern {pattern}"),
            (_, Some(pattern)) => write!(f, " pattern {pattern}"),
            (_, None) => Ok(()),
        }
    }
}
