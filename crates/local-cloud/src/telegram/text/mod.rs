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

use serde_json::Value;

use super::params::Params;
use super::refusal::Refusal;

/// A parameter that holds a text.
pub(super) struct Field {
    name: &'static str,
    entities: &'static str,
    /// The most UTF-16 units it may have once its markup is taken out.
    most: usize,
    too_long: &'static str,
}

/// The text of a message.
pub(super) const TEXT: Field = Field {
    name: "text",
    entities: "entities",
    most: 4096,
    too_long: "message is too long",
};
/// The caption of a picture, which may be empty.
pub(super) const CAPTION: Field = Field {
    name: "caption",
    entities: "caption_entities",
    most: 1024,
    too_long: "message caption is too long",
};

/// A text as Telegram keeps it: trimmed, with its entities in order.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Formatted {
    pub(super) text: String,
    pub(super) entities: Vec<Entity>,
}

impl Field {
    /// Reads it with `parse_mode` or entities from a method's parameters.
    pub(super) fn read(&self, params: &Params) -> Result<Formatted, Refusal> {
        let source = clean(params.text(self.name));
        let (text, entities) = match params.text("parse_mode").to_lowercase().as_str() {
            _ if source.trim().is_empty() => (String::new(), Vec::new()),
            "" => {
                let entities = given::read(params, self.entities, entity::units(&source))?;
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
        self.checked(finish(text, entities))
    }

    fn checked(&self, formatted: Formatted) -> Result<Formatted, Refusal> {
        if formatted.text.is_empty() && self.name == TEXT.name {
            return Err(Refusal::bad_request("message text is empty"));
        }
        if entity::units(&formatted.text) > self.most {
            return Err(Refusal::bad_request(self.too_long));
        }
        Ok(formatted)
    }
}

/// Persons that are meant become known by all that Telegram tells of them; a mention of somebody whom the bot has never
/// met is plain text.
pub(super) fn knowing(
    entities: Vec<Entity>,
    met: impl Fn(i64) -> rusqlite::Result<Option<Value>>,
) -> rusqlite::Result<Vec<Entity>> {
    let mut known = Vec::new();
    for mut entity in entities {
        if let Some(id) = entity.user.as_ref().and_then(|user| user["id"].as_i64()) {
            entity.user = met(id)?;
            if entity.user.is_none() {
                continue;
            }
        }
        known.push(entity);
    }
    Ok(known)
}

/// A text as a person types it: no markup, only what Telegram finds by itself.
pub(super) fn typed(source: &str) -> Result<Formatted, Refusal> {
    TEXT.checked(finish(clean(source), Vec::new()))
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
