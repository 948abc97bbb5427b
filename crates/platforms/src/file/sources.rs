//! The places of a file's fields, checked.

use domain::Availability;
use scraper::error::SelectorErrorKind;

use super::Reading;
use super::raw::{
    LabelRules, RawFields, RawKind, RawLabelRule, RawMinor, RawNegative, RawSource, Sources, Text,
};
use super::shorthand::OrTable;
use crate::error::Complaint;
use crate::fields::{FieldName, Fields};
use crate::items::{LabelRule, Labels, Otherwise};
use crate::pointer::Pointer;
use crate::source::{Fixed, Kind, Minor, Place, Selector, Source};

/// What a place is relative to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    /// The whole answer.
    Answer,
    /// One element of a list.
    Element,
    /// One value of a JSON list.
    Json,
}

/// The words of a file for `availability`.
const AVAILABILITIES: [Availability; 3] = [
    Availability::InStock,
    Availability::OutOfStock,
    Availability::PreOrder,
];

/// The fields of a way or of an item.
pub(super) fn fields(raw: RawFields, base: Base, reading: &Reading) -> Result<Fields, Complaint> {
    let mut fields = Fields::default();
    let named = [
        (FieldName::Title, raw.title),
        (FieldName::Price, raw.price),
        (FieldName::Currency, raw.currency),
        (FieldName::Availability, raw.availability),
        (FieldName::Stock, raw.stock),
        (FieldName::Sold, raw.sold),
        (FieldName::Sku, raw.sku),
    ];
    for (name, raw) in named.into_iter().filter_map(|(name, raw)| Some((name, raw?))) {
        if name == FieldName::Sold && is_from_stock(&raw) {
            if !fields.names(FieldName::Stock) {
                return Err(Complaint::at(raw.span(), "sold = \"from stock\" needs a stock"));
            }
            fields.sold_from_stock = true;
        } else {
            fields.sources.push((name, sources(raw, name, base, reading)?));
        }
    }
    Ok(fields)
}

/// The places of one field in their order.
pub(super) fn sources(
    raw: Sources,
    name: FieldName,
    base: Base,
    reading: &Reading,
) -> Result<Vec<Source>, Complaint> {
    let whole = raw.span();
    let places = raw.into_inner().0.into_iter().map(|(span, raw)| {
        let span = span.unwrap_or_else(|| whole.clone());
        source(raw, name, base, reading).map_err(|reason| Complaint::at(span, reason))
    });
    places.collect()
}

/// A selector that stands alone.
pub(super) fn selector(raw: &Text, reading: &Reading) -> Result<Selector, Complaint> {
    css(raw.as_ref(), reading).map_err(|reason| Complaint::at(raw.span(), reason))
}

/// How labels are cut out of names.
pub(super) fn labels(
    rules: Option<LabelRules>,
    otherwise: Option<Text>,
    reading: &Reading,
) -> Result<Labels, Complaint> {
    let place = otherwise.as_ref().map(toml::Spanned::span);
    let otherwise = match otherwise.as_ref().map(|text| text.as_ref().trim()) {
        None if rules.is_none() => Otherwise::Name,
        None => Otherwise::Refused,
        Some("name") => Otherwise::Name,
        Some("") => {
            return Err(Complaint {
                span: place,
                reason: "otherwise is empty: say \"name\", or a label".to_owned(),
            });
        }
        Some(label) => Otherwise::Label(label.to_owned()),
    };
    let Some(rules) = rules else {
        return Ok(Labels {
            rules: Vec::new(),
            otherwise,
        });
    };
    let whole = rules.span();
    let rules = rules.into_inner().0.into_iter().map(|(span, raw)| {
        label_rule(raw, reading)
            .map_err(|reason| Complaint::at(span.unwrap_or_else(|| whole.clone()), reason))
    });
    Ok(Labels {
        rules: rules.collect::<Result<_, _>>()?,
        otherwise,
    })
}

fn is_from_stock(raw: &Sources) -> bool {
    let many = &raw.as_ref().0;
    matches!(many.as_slice(), [(_, OrTable::Text(text))] if text.trim() == "from stock")
}

fn label_rule(raw: OrTable<RawLabelRule>, reading: &Reading) -> Result<LabelRule, String> {
    let (pattern, label) = match raw {
        OrTable::Text(pattern) => (pattern, None),
        OrTable::Table(rule) => (rule.pattern, rule.is),
    };
    let pattern = reading.pattern(&pattern)?;
    if let Some(group) = label.as_deref().and_then(|label| pattern.missing_group(label)) {
        return Err(format!("the pattern has no group ${group}"));
    }
    Ok(LabelRule { pattern, label })
}

fn source(raw: OrTable<RawSource>, name: FieldName, base: Base, reading: &Reading) -> Result<Source, String> {
    let raw = match raw {
        OrTable::Table(raw) => raw,
        OrTable::Text(text) => short(text),
    };
    let place = place(&raw, base, reading)?;
    let in_json = matches!(place, Place::Json { .. });
    let kind = kind(&raw, name)?;
    let pointer = |what: &str, text: &str| {
        if in_json {
            Pointer::parse(text)
        } else {
            Err(format!("{what} is a pointer, which needs json"))
        }
    };
    if raw.negative.is_some() && !matches!(name, FieldName::Stock | FieldName::Sold) {
        return Err(format!("negative has no meaning for {name}"));
    }
    Ok(Source {
        pattern: raw
            .regex
            .as_deref()
            .map(|text| reading.pattern(text))
            .transpose()?,
        kind,
        fixed: raw.is.map(|text| fixed(text, name)).transpose()?,
        words: words(raw.words, name)?,
        minor: match raw.minor {
            Some(_) if name != FieldName::Price => return Err(format!("minor has no meaning for {name}")),
            Some(RawMinor::Digits(digits)) if digits > 8 => return Err("minor is at most 8".to_owned()),
            Some(RawMinor::Digits(digits)) => Some(Minor::Digits(digits)),
            Some(RawMinor::At(text)) => Some(Minor::At(pointer("minor", &text)?)),
            None => None,
        },
        when: raw
            .when
            .as_deref()
            .map(|text| pointer("when", text))
            .transpose()?,
        negative_is_hidden: raw.negative == Some(RawNegative::Hidden),
        optional: raw.optional,
        place,
    })
}

/// A text is a pointer where it begins as one, and otherwise a selector, which never begins with `/`.
fn short(text: String) -> RawSource {
    let (json, css) = if text.starts_with('/') {
        (Some(text), None)
    } else {
        (None, Some(text))
    };
    RawSource {
        css,
        attr: None,
        json,
        script: None,
        regex: None,
        kind: None,
        is: None,
        words: None,
        minor: None,
        when: None,
        negative: None,
        optional: false,
    }
}

fn place(raw: &RawSource, base: Base, reading: &Reading) -> Result<Place, String> {
    let element = raw.css.is_some() || raw.attr.is_some();
    match (&raw.json, &raw.script) {
        (Some(_), _) if element => Err("css and json are two places".to_owned()),
        (Some(_), _) if base == Base::Element => Err("an element of a list has no json".to_owned()),
        (Some(_), Some(_)) if base == Base::Json => Err("script belongs to the list".to_owned()),
        (Some(json), block) => Ok(Place::Json {
            block: block.as_deref().map(|block| css(block, reading)).transpose()?,
            pointer: Pointer::parse(json)?,
        }),
        (None, Some(_)) => Err("script needs json, the pointer into it".to_owned()),
        (None, None) if base == Base::Json => Err("a value of a JSON list needs json, a pointer".to_owned()),
        (None, None) if element => {
            if raw.css.is_none() && base == Base::Answer {
                return Err("attr needs css, the element".to_owned());
            }
            Ok(Place::Element {
                selector: raw.css.as_deref().map(|text| css(text, reading)).transpose()?,
                attribute: raw.attr.clone(),
            })
        }
        (None, None) if raw.regex.is_some() => Ok(Place::Text),
        (None, None) => Err("say where it stands: css, json or regex".to_owned()),
    }
}

fn css(text: &str, reading: &Reading) -> Result<Selector, String> {
    if text.trim().is_empty() {
        return Err("the selector is empty".to_owned());
    }
    if !reading.is_trusted {
        scraper::Selector::parse(text)
            .map_err(|error| format!("bad selector `{text}`: {}", why_bad(&error)))?;
    }
    Ok(Selector { css: text.to_owned() })
}

/// The library's reasons, in the words of somebody who writes a file.
fn why_bad(error: &SelectorErrorKind) -> String {
    match error {
        SelectorErrorKind::UnexpectedToken => "something in it does not belong there".to_owned(),
        SelectorErrorKind::EndOfLine => "it ends too early".to_owned(),
        // The library's text for these asks the reader to report a fault of its own.
        SelectorErrorKind::UnexpectedSelectorParseError(kind) => format!("{kind:?}"),
        other => other.to_string(),
    }
}

fn kind(raw: &RawSource, name: FieldName) -> Result<Kind, String> {
    let Some(word) = raw.kind else {
        return Ok(name.kind());
    };
    let kind = match word {
        RawKind::Money => Kind::Money,
        RawKind::Integer => Kind::Integer,
        RawKind::Text => Kind::Text,
        RawKind::Availability => Kind::Availability,
    };
    if name.takes(kind) {
        Ok(kind)
    } else {
        Err(format!("{name} cannot be of that kind"))
    }
}

fn fixed(text: String, name: FieldName) -> Result<Fixed, String> {
    match name.kind() {
        Kind::Integer | Kind::Money if text == "hidden" => Ok(Fixed::Hidden),
        Kind::Integer | Kind::Money => Err(format!("is = `{text}`: a figure can only be \"hidden\"")),
        Kind::Availability => availability(&text).map(|_| Fixed::Text(text)),
        Kind::Text => Ok(Fixed::Text(text)),
    }
}

fn words(
    raw: Option<std::collections::BTreeMap<String, String>>,
    name: FieldName,
) -> Result<Vec<(String, Availability)>, String> {
    match raw {
        Some(_) if name != FieldName::Availability => Err(format!("words have no meaning for {name}")),
        raw => {
            let words = raw.unwrap_or_default().into_iter();
            words
                .map(|(word, means)| Ok((word.trim().to_lowercase(), availability(&means)?)))
                .collect()
        }
    }
}

fn availability(text: &str) -> Result<Availability, String> {
    let known = AVAILABILITIES
        .into_iter()
        .find(|known| known.word() == Some(text));
    known.ok_or_else(|| format!("`{text}` is none of InStock, OutOfStock, PreOrder"))
}
