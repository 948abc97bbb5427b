//! What of the page belongs to the product.

use crate::view::{Element, View};

/// Parts that open over the page or speak about something else, by words of their class.
const ASIDE: &[&str] = &[
    "modal", "popup", "popover", "tooltip", "dialog", "cookie", "cookies", "toast", "lightbox", "chat",
    "banner",
];
/// Parts of which one is chosen, by tag.
const CHOICES: &[&str] = &["select", "option", "datalist"];

/// Words of classes around sizes and colours.
const VARIANTS: &[&str] = &[
    "variant",
    "variants",
    "variation",
    "variations",
    "swatch",
    "swatches",
    "sizes",
];

/// The product's surroundings, measured in texts from its title.
pub(super) struct Area {
    title: Option<usize>,
    aside: Vec<bool>,
    /// Before which texts something is to be chosen.
    choices: Vec<usize>,
}

impl Area {
    pub(super) fn of(view: &View<'_>) -> Self {
        let mut aside: Vec<bool> = Vec::with_capacity(view.elements.len());
        for (at, element) in view.elements.iter().enumerate() {
            let inherited = element.parent.is_some_and(|parent| aside[parent]);
            let holds_title = view.heading.is_some_and(|heading| element.holds(at, heading));
            aside.push(inherited || (is_aside(element) && !holds_title));
        }
        let choices = view
            .elements
            .iter()
            .filter(|element| !element.is_hidden && is_choice(element));
        Self {
            title: view.heading.map(|at| view.elements[at].runs.start),
            aside,
            choices: choices.map(|element| element.runs.start).collect(),
        }
    }

    /// Whether an element shows something of the product.
    pub(super) fn holds(&self, view: &View<'_>, at: usize) -> bool {
        let element = &view.elements[at];
        !(element.is_hidden || element.is_elsewhere || self.aside[at])
    }

    /// Whether a text stands behind the title or not long before it.
    pub(super) fn is_near(&self, run: usize) -> bool {
        self.title.is_none_or(|title| run + 250 > title)
    }

    /// How close a text stands to the title, from 0 to 1.
    pub(super) fn nearness(&self, run: usize) -> f32 {
        let Some(title) = self.title else { return 0.6 };
        match (run.checked_sub(title), title.saturating_sub(run)) {
            (Some(0..=120), _) => 1.0,
            (Some(121..=300), _) => 0.7,
            (Some(_), _) => 0.35,
            (None, 0..=40) => 0.75,
            (None, _) => 0.2,
        }
    }

    /// Whether something has to be chosen between the title and a text, as a size.
    pub(super) fn has_choice(&self, before: usize) -> bool {
        let from = self.title.unwrap_or_default();
        let next = self.choices.partition_point(|choice| *choice < from);
        self.choices.get(next).is_some_and(|choice| *choice < before + 10)
    }
}

fn is_aside(element: &Element<'_>) -> bool {
    let is_closed = element.name() == "dialog" && element.node.attr("open").is_none();
    let is_dialog = element
        .node
        .attr("role")
        .is_some_and(|role| matches!(role, "dialog" | "alertdialog" | "tooltip"));
    is_closed || is_dialog || has_class(element, ASIDE) || CHOICES.contains(&element.name())
}

fn is_choice(element: &Element<'_>) -> bool {
    let is_radio = element.name() == "input" && element.node.attr("type") == Some("radio");
    element.name() == "select" || is_radio || has_class(element, VARIANTS)
}

/// Whether one of some words is part of an element's classes.
pub(super) fn has_class(element: &Element<'_>, words: &[&str]) -> bool {
    let classes = element.node.attr("class").unwrap_or_default();
    // A class such as `disabled:opacity-50` is about a state that may come.
    let named = classes
        .split_ascii_whitespace()
        .filter(|class| !class.contains(':'));
    let mut parts = named.flat_map(|class| class.split(['-', '_']));
    parts.any(|part| words.iter().any(|word| part.eq_ignore_ascii_case(word)))
}
