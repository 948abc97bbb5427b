//! What stands where a platform's file says.

use platforms::{Place, Pointer, Source, Step};
use scraper::ElementRef;
use serde_json::Value;

use crate::answer::Answer;
use crate::element;
use crate::error::FieldError;
use crate::json::{self, Nothing};

/// What a place is relative to.
#[derive(Clone, Copy)]
pub(crate) enum Scope<'a> {
    /// The whole answer.
    Answer(&'a Answer<'a>),
    /// An element of a list.
    Element(&'a Answer<'a>, ElementRef<'a>),
    /// A value of a JSON list.
    Json(&'a Answer<'a>, &'a Value),
}

/// What stands somewhere.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Leaf {
    /// A text of a page.
    Text(String),
    /// A value of a JSON document: a text, a number or a truth.
    Json(Value),
}

/// What a source led to.
#[derive(Debug, PartialEq)]
pub(crate) struct Hit {
    /// One value, or several where a pointer has `*`.
    pub(crate) leaves: Vec<Leaf>,
    /// How many digits of an amount stand behind its decimal point.
    pub(crate) minor: u32,
    /// Whether a flag beside it says that the shop does not show it.
    pub(crate) is_hidden: bool,
}

/// Follows a source.
pub(crate) fn find(source: &Source, scope: Scope<'_>) -> Result<Hit, FieldError> {
    let hit = match &source.place {
        Place::Text => return anywhere(source, scope),
        Place::Element { selector, attribute } => {
            let css = selector.as_ref().map(|selector| selector.css.as_str());
            texts(in_element(scope, css, attribute.as_deref(), source)?)
        }
        Place::Json { block, pointer } => match block {
            Some(block) => in_blocks(scope.answer(), &block.css, pointer, source)?,
            None => in_json(scope.answer(), scope.json()?, pointer, source)?,
        },
    };
    narrowed(hit, source)
}

impl<'a> Scope<'a> {
    pub(crate) fn answer(self) -> &'a Answer<'a> {
        match self {
            Self::Answer(answer) | Self::Element(answer, _) | Self::Json(answer, _) => answer,
        }
    }

    fn json(self) -> Result<&'a Value, FieldError> {
        match self {
            Self::Json(_, value) => Ok(value),
            Self::Answer(answer) | Self::Element(answer, _) => answer
                .json()
                .ok_or_else(|| answer.shape("the answer is no JSON".to_owned())),
        }
    }
}

/// What the pattern finds in the whole answer as it came, or in what an item shows.
fn anywhere(source: &Source, scope: Scope<'_>) -> Result<Hit, FieldError> {
    let find = |text: &str| source.pattern.as_ref()?.find(text).map(str::to_owned);
    let found = match scope {
        Scope::Answer(answer) => find(answer.text),
        Scope::Element(_, element) => element::value(element, None).and_then(|text| find(&text)),
        Scope::Json(_, value) => find(&value.to_string()),
    };
    found
        .map(texts)
        .ok_or_else(|| FieldError::NoMatch(source.to_string()))
}

fn texts(text: String) -> Hit {
    Hit {
        leaves: vec![Leaf::Text(text)],
        minor: 0,
        is_hidden: false,
    }
}

/// What the first matching element that says anything says.
fn in_element(
    scope: Scope<'_>,
    css: Option<&str>,
    attribute: Option<&str>,
    source: &Source,
) -> Result<String, FieldError> {
    let value = |element| said(element, attribute, source);
    let found = match (css, scope) {
        (None, Scope::Element(_, element)) => value(element),
        (None, _) => None,
        (Some(css), Scope::Element(answer, element)) => {
            element.select(&*answer.selector(css)?).find_map(value)
        }
        (Some(css), _) => {
            let answer = scope.answer();
            answer.html().select(&*answer.selector(css)?).find_map(value)
        }
    };
    found.ok_or_else(|| FieldError::NoMatch(source.to_string()))
}

/// What an element says. A pattern may be about a script, whose text nobody sees, and where the element's mere presence
/// means something it need not say anything.
fn said(element: ElementRef<'_>, attribute: Option<&str>, source: &Source) -> Option<String> {
    match (attribute, &source.pattern) {
        (None, Some(_)) => Some(element::whole_text(element)).filter(|text| matches(source, text)),
        (None, None) if source.fixed.is_some() => Some(String::new()),
        _ => element::value(element, attribute),
    }
}

fn matches(source: &Source, text: &str) -> bool {
    source
        .pattern
        .as_ref()
        .is_some_and(|pattern| pattern.find(text).is_some())
}

/// In the first block that has it; where none does, the first one's complaint.
fn in_blocks(answer: &Answer<'_>, css: &str, pointer: &Pointer, source: &Source) -> Result<Hit, FieldError> {
    let blocks = answer.blocks(css)?;
    let mut complaint = None;
    for block in blocks.iter() {
        match in_json(answer, block, pointer, source) {
            Ok(hit) => return Ok(hit),
            Err(error) => complaint = complaint.or(Some(error)),
        }
    }
    Err(complaint.unwrap_or_else(|| answer.nothing(Nothing::Missing(pointer.to_string()))))
}

fn in_json(answer: &Answer<'_>, root: &Value, pointer: &Pointer, source: &Source) -> Result<Hit, FieldError> {
    // First, because what a shop does not show need not be there.
    if is_flagged(root, source) {
        return Ok(Hit {
            leaves: Vec::new(),
            minor: 0,
            is_hidden: true,
        });
    }
    let found = json::find(root, pointer).map_err(|what| answer.nothing(what))?;
    let leaf = |value: &&Value| !value.is_null() && !value.is_object() && !value.is_array();
    let mut values: Vec<&Value> = found.into_iter().filter(leaf).collect();
    if pointer.steps().contains(&Step::Deep) {
        if values.iter().any(|value| *value != values[0]) {
            return Err(answer.shape(format!("{pointer} says different things in different places")));
        }
        values.truncate(1);
    }
    let leaves: Vec<Leaf> = values.into_iter().cloned().map(Leaf::Json).collect();
    if leaves.is_empty() {
        return Err(answer.nothing(Nothing::Missing(pointer.to_string())));
    }
    let minor = match &source.minor {
        None => 0,
        Some(platforms::Minor::Digits(digits)) => *digits,
        Some(platforms::Minor::At(at)) => digits(answer, root, at)?,
    };
    Ok(Hit {
        leaves,
        minor,
        is_hidden: false,
    })
}

/// Whether a flag says that the shop does not show the figure.
fn is_flagged(root: &Value, source: &Source) -> bool {
    match source.when.as_ref().map(|when| json::find(root, when)) {
        Some(Ok(flags)) => flags.into_iter().any(is_false),
        Some(Err(nothing)) => matches!(nothing, Nothing::Null(_)),
        None => false,
    }
}

fn digits(answer: &Answer<'_>, root: &Value, at: &Pointer) -> Result<u32, FieldError> {
    let found = json::find(root, at).map_err(|what| answer.nothing(what))?;
    let digits = found
        .first()
        .and_then(|value| value.as_u64())
        .filter(|digits| *digits <= 8);
    digits
        .and_then(|digits| u32::try_from(digits).ok())
        .ok_or_else(|| answer.shape(format!("{at} is no number of digits")))
}

fn is_false(flag: &Value) -> bool {
    match flag {
        Value::Bool(flag) => !flag,
        Value::Number(number) => number.as_i64() == Some(0),
        Value::String(text) => matches!(text.to_lowercase().as_str(), "false" | "n" | "no" | "0"),
        _ => false,
    }
}

/// The part that the source's pattern finds.
fn narrowed(hit: Hit, source: &Source) -> Result<Hit, FieldError> {
    let Some(pattern) = &source.pattern else {
        return Ok(hit);
    };
    let parts = hit
        .leaves
        .iter()
        .filter_map(|leaf| pattern.find(&leaf.text()).map(str::to_owned));
    let leaves: Vec<Leaf> = parts.map(Leaf::Text).collect();
    if leaves.is_empty() {
        return Err(FieldError::NoMatch(source.to_string()));
    }
    Ok(Hit { leaves, ..hit })
}

impl Leaf {
    /// As text.
    pub(crate) fn text(&self) -> std::borrow::Cow<'_, str> {
        match self {
            Self::Text(text) | Self::Json(Value::String(text)) => text.into(),
            Self::Json(value) => value.to_string().into(),
        }
    }
}
