//! The `entities` parameter: a bot names the parts of its text itself.

use serde_json::{Value, json};

use super::super::params::Params;
use super::super::refusal::Refusal;
use super::entity::{Entity, Kind};

/// Reads the parameter of that name; what Telegram finds by itself is not taken from it.
pub(super) fn read(params: &Params, name: &str, units: usize) -> Result<Vec<Entity>, Refusal> {
    let list = match params.json(name)? {
        None => return Ok(Vec::new()),
        Some(Value::Array(list)) => list,
        Some(_) => {
            return Err(Refusal::bad_request(
                "can't parse entities: expected an Array of MessageEntity",
            ));
        }
    };
    let read: Vec<Option<Entity>> = list
        .into_iter()
        .map(|value| entity(value, units))
        .collect::<Result<_, _>>()?;
    Ok(read.into_iter().flatten().collect())
}

fn entity(mut value: Value, units: usize) -> Result<Option<Entity>, Refusal> {
    if is_found_by_telegram(value["type"].as_str().unwrap_or_default()) {
        return Ok(None);
    }
    let kind: Kind =
        serde_json::from_value(value["type"].take()).map_err(|_| unparsable("Unsupported type specified"))?;
    let number = |name: &str| {
        value[name]
            .as_i64()
            .ok_or_else(|| unparsable(&format!("Can't find field \"{name}\"")))
    };
    let (start, end) = place(number("offset")?, number("length")?, units)?;
    let text = |name: &str| value[name].as_str().map(str::to_owned);
    let url = if kind == Kind::TextLink {
        Some(link(&text("url").unwrap_or_default())?)
    } else {
        None
    };
    let user = match kind {
        Kind::TextMention => Some(json!({ "id": mentioned(&value["user"])? })),
        _ => None,
    };
    let language = text("language").filter(|language| kind == Kind::Pre && !language.is_empty());
    let custom_emoji_id = text("custom_emoji_id").filter(|_| kind == Kind::CustomEmoji);
    if kind == Kind::CustomEmoji
        && custom_emoji_id
            .as_ref()
            .is_none_or(|id| id.parse::<i64>().is_err())
    {
        return Err(unparsable("Field \"custom_emoji_id\" must be a valid Number"));
    }
    Ok((start < end).then(|| Entity {
        url,
        language,
        custom_emoji_id,
        user,
        ..Entity::new(kind, start, end)
    }))
}

fn mentioned(user: &Value) -> Result<i64, Refusal> {
    let id = user["id"].as_i64();
    id.ok_or_else(|| unparsable("Can't find field \"id\""))
}

fn place(offset: i64, length: i64, units: usize) -> Result<(usize, usize), Refusal> {
    let incorrect = |what: &str, number: i64| {
        Refusal::bad_request(format!("receive an entity with incorrect {what} {number}"))
    };
    let start = usize::try_from(offset).map_err(|_| incorrect("offset", offset))?;
    let length = usize::try_from(length).map_err(|_| incorrect("length", length))?;
    if start > units {
        let what = format!("entity begins after the end of the text at UTF-16 offset {offset}");
        return Err(Refusal::bad_request(what));
    }
    let end = start.saturating_add(length);
    if end > units {
        let what = "ends after the end of the text at UTF-16 offset";
        return Err(Refusal::bad_request(format!(
            "entity beginning at UTF-16 offset {offset} {what} {end}"
        )));
    }
    Ok((start, end))
}

fn link(address: &str) -> Result<String, Refusal> {
    super::url::checked_link(address).ok_or_else(|| {
        let why = if address.is_empty() {
            "URL host is empty"
        } else {
            "Wrong HTTP URL"
        };
        Refusal::bad_request(format!("entity URL '{address}' is invalid: {why}"))
    })
}

fn is_found_by_telegram(kind: &str) -> bool {
    const FOUND: [&str; 8] = [
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "date_time",
    ];
    FOUND.contains(&kind)
}

fn unparsable(what: &str) -> Refusal {
    Refusal::bad_request(format!("can't parse MessageEntity: {what}"))
}
