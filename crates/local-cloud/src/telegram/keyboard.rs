//! `reply_markup`: inline keyboards and the wish for an answer are kept, the other kinds ignored.

use serde_json::{Map, Value, json};

use super::params::Params;
use super::refusal::Refusal;

/// How many buttons one message may carry.
const MAX_BUTTONS: usize = 100;
/// What a button may do; each takes exactly one.
const ACTIONS: [&str; 9] = [
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "pay",
];

/// What stands below a message.
#[derive(Default)]
pub(super) struct Markup {
    pub(super) inline: Option<Value>,
    /// `ForceReply`: the person's app opens a reply.
    pub(super) asks: Option<Value>,
}

/// What a method that sends asks for.
pub(super) fn markup(params: &Params) -> Result<Markup, Refusal> {
    let Some(markup) = object(params)? else {
        return Ok(Markup::default());
    };
    let asks = (markup.get("force_reply") == Some(&Value::Bool(true))).then(|| {
        let selective = markup.get("selective") == Some(&Value::Bool(true));
        json!({ "placeholder": markup.get("input_field_placeholder"), "selective": selective })
    });
    let inline = markup.get("inline_keyboard").map(keyboard).transpose()?;
    Ok(Markup {
        inline: inline.flatten(),
        asks,
    })
}

/// The inline keyboard that a method that edits asks for; nothing else can stand below an edited message.
pub(super) fn inline(params: &Params) -> Result<Option<Value>, Refusal> {
    match object(params)? {
        None => Ok(None),
        Some(markup) if markup.is_empty() => Ok(None),
        Some(markup) => match markup.get("inline_keyboard") {
            Some(rows) => keyboard(rows),
            None => Err(Refusal::bad_request("inline keyboard expected")),
        },
    }
}

fn object(params: &Params) -> Result<Option<Map<String, Value>>, Refusal> {
    match params.json("reply_markup")? {
        None => Ok(None),
        Some(Value::Object(markup)) => Ok(Some(markup)),
        Some(_) => Err(Refusal::bad_request("object expected as reply markup")),
    }
}

fn keyboard(rows: &Value) -> Result<Option<Value>, Refusal> {
    let rows = rows
        .as_array()
        .ok_or_else(|| Refusal::bad_request("field \"inline_keyboard\" must be of type Array"))?;
    let rows: Vec<Vec<Value>> = rows.iter().map(row).collect::<Result<_, _>>()?;
    let rows: Vec<Vec<Value>> = rows.into_iter().filter(|row| !row.is_empty()).collect();
    if rows.iter().map(Vec::len).sum::<usize>() > MAX_BUTTONS {
        return Err(Refusal::bad_request("reply markup is too long"));
    }
    Ok((!rows.is_empty()).then(|| json!({ "inline_keyboard": rows })))
}

/// The rows of a kept keyboard.
pub(super) fn rows(markup: Option<&Value>) -> Vec<Vec<Value>> {
    let rows = markup.and_then(|markup| markup["inline_keyboard"].as_array());
    rows.into_iter()
        .flatten()
        .filter_map(|row| row.as_array().cloned())
        .collect()
}

fn row(value: &Value) -> Result<Vec<Value>, Refusal> {
    let buttons = value.as_array().ok_or_else(|| {
        Refusal::bad_request("can't parse inline keyboard: InlineKeyboardButton row must be an Array")
    })?;
    buttons.iter().map(button).collect()
}

fn button(value: &Value) -> Result<Value, Refusal> {
    let unparsable = |what: &str| Refusal::bad_request(format!("can't parse inline keyboard button: {what}"));
    let button = value
        .as_object()
        .ok_or_else(|| unparsable("InlineKeyboardButton must be an Object"))?;
    let text = match button.get("text") {
        None => return Err(unparsable("Can't find field \"text\"")),
        Some(Value::String(text)) => text.trim(),
        Some(_) => return Err(unparsable("Field \"text\" must be of type String")),
    };
    let action = ACTIONS
        .iter()
        .find_map(|name| Some((*name, button.get(*name).filter(|value| is_set(value))?)));
    let (name, action) =
        action.ok_or_else(|| unparsable("Text buttons are unallowed in the inline keyboard"))?;
    check(text, name, action)?;
    let kept = [
        ("text".to_owned(), text.into()),
        (name.to_owned(), action.clone()),
    ];
    Ok(Value::Object(Map::from_iter(kept)))
}

fn is_set(value: &Value) -> bool {
    !value.is_null() && value != ""
}

fn check(text: &str, name: &str, action: &Value) -> Result<(), Refusal> {
    if text.is_empty() {
        return Err(Refusal::bad_request("inline keyboard button text is empty"));
    }
    match (name, action.as_str()) {
        ("callback_data", Some(data)) if data.len() <= 64 => Ok(()),
        ("callback_data", _) => Err(Refusal::bad_request("BUTTON_DATA_INVALID")),
        ("url", address) => {
            let address = address.unwrap_or_default();
            let why = match url::Url::parse(address) {
                Ok(url) if matches!(url.scheme(), "http" | "https" | "tg") => return Ok(()),
                Ok(_) => "Unsupported URL protocol",
                Err(_) => "Wrong HTTP URL",
            };
            Err(Refusal::bad_request(format!(
                "inline keyboard button URL '{address}' is invalid: {why}"
            )))
        }
        _ => Ok(()),
    }
}
