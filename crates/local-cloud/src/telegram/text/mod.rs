//! Message texts: markup becomes entities, whose offsets count UTF-16 units as Telegram's do.

mod automatic;
mod entity;
mod given;
mod html;
mod nesting;
mod references;
mod render;
mod url;

pub(super) use entity::Entity;
pub(super) use render::to_html;

use super::params::Params;
use super::refusal::Refusal;

/// The most UTF-16 units a message may have once its markup is taken out.
const MAX_UNITS: usize = 4096;

/// A text as Telegram keeps it: trimmed, with its entities in order.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Formatted {
    pub(super) text: String,
    pub(super) entities: Vec<Entity>,
}

/// Reads `text` with `parse_mode` or `entities` from a method's parameters.
pub(super) fn from_params(params: &Params) -> Result<Formatted, Refusal> {
    let source = clean(params.text("text"));
    if source.trim().is_empty() {
        return Err(Refusal::bad_request("message text is empty"));
    }
    let (text, entities) = match params.text("parse_mode").to_lowercase().as_str() {
        "" => {
            let entities = given::read(params, entity::units(&source))?;
            (source, entities)
        }
        "html" => html::parse(&source)
            .map_err(|error| Refusal::bad_request(format!("can't parse entities: {error}")))?,
        "markdown" | "markdownv2" => {
            return Err(Refusal::bad_request(
                "can't parse entities: the local cloud does not parse Markdown; use parse_mode HTML or entities",
            ));
        }
        _ => return Err(Refusal::bad_request("unsupported parse_mode")),
    };
    checked(finish(text, entities))
}

/// A text as a person types it: no markup, only what Telegram finds by itself.
pub(super) fn typed(source: &str) -> Result<Formatted, Refusal> {
    checked(finish(clean(source), Vec::new()))
}

fn checked(formatted: Formatted) -> Result<Formatted, Refusal> {
    if formatted.text.is_empty() {
        return Err(Refusal::bad_request("message text is empty"));
    }
    if entity::units(&formatted.text) > MAX_UNITS {
        return Err(Refusal::bad_request("message is too long"));
    }
    Ok(formatted)
}

/// Carriage returns vanish and other control characters become spaces, as in every Telegram text.
fn clean(source: &str) -> String {
    source
        .chars()
        .filter(|c| *c != '\r')
        .map(|c| if c.is_ascii_control() && c != '\n' { ' ' } else { c })
        .collect()
}

fn finish(text: String, explicit: Vec<Entity>) -> Formatted {
    let (text, explicit) = trim(&text, explicit);
    let mut entities = nesting::settle(explicit);
    let found = automatic::find(&text);
    entities.extend(nesting::outside_of_fixed(found, &entities));
    entities.sort_by_key(Entity::order);
    Formatted { text, entities }
}

/// Takes away white space at both ends; entities move and shrink with it.
fn trim(text: &str, entities: Vec<Entity>) -> (String, Vec<Entity>) {
    let leading = entity::units(text) - entity::units(text.trim_start());
    let trimmed = text.trim();
    let length = entity::units(trimmed);
    let entities = entities
        .into_iter()
        .filter_map(|entity| {
            let start = entity.offset.saturating_sub(leading);
            let end = entity.end().saturating_sub(leading).min(length);
            (start < end).then(|| entity.at(start, end))
        })
        .collect();
    (trimmed.to_owned(), entities)
}

#[cfg(test)]
mod tests;
