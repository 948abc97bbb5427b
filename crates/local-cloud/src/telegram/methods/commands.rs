//! `setMyCommands`, `getMyCommands`, `deleteMyCommands`: one list per scope and language.

use serde_json::{Value, json};

use super::super::chats::Chat;
use super::super::params::Params;
use super::super::refusal::Refusal;
use super::super::settings;
use super::Answer;
use crate::world::World;

const SCOPES: [&str; 4] = [
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
];
const CHAT_SCOPES: [&str; 3] = ["chat", "chat_administrators", "chat_member"];

/// Keeps a list.
pub(super) fn set(world: &World, params: &Params) -> Result<Answer, Refusal> {
    let commands = match params.json("commands")? {
        None => return Err(Refusal::bad_request("can't parse commands JSON object")),
        Some(Value::Array(commands)) => commands,
        Some(_) => return Err(Refusal::bad_request("expected an Array of BotCommand")),
    };
    if commands.len() > 100 {
        return Err(Refusal::bad_request("BOT_COMMANDS_TOO_MUCH"));
    }
    let commands: Vec<Value> = commands.iter().map(command).collect::<Result<_, _>>()?;
    let name = name(world, params)?;
    world
        .store
        .write(|db| settings::set(db, &name, &json!(commands)))?;
    Ok(true.into())
}

/// The list of exactly this scope and language.
pub(super) fn get(world: &World, params: &Params) -> Result<Answer, Refusal> {
    let name = name(world, params)?;
    let commands = world.store.read(|db| settings::get(db, &name))?;
    Ok(commands.unwrap_or_else(|| json!([])).into())
}

/// Forgets a list.
pub(super) fn delete(world: &World, params: &Params) -> Result<Answer, Refusal> {
    let name = name(world, params)?;
    world.store.write(|db| settings::remove(db, &name))?;
    Ok(true.into())
}

/// A language is two small letters, or none for everybody else.
pub(super) fn language(params: &Params) -> Result<&str, Refusal> {
    let language = params.text("language_code");
    let valid =
        language.is_empty() || language.len() == 2 && language.chars().all(|c| c.is_ascii_lowercase());
    if valid {
        Ok(language)
    } else {
        Err(Refusal::bad_request("invalid language code specified"))
    }
}

fn command(value: &Value) -> Result<Value, Refusal> {
    let (command, description) = (
        value["command"].as_str(),
        value["description"].as_str().map(str::trim),
    );
    let command = command.filter(|name| {
        (1..=32).contains(&name.len()) && name.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '_'))
    });
    let command = command.ok_or_else(|| Refusal::bad_request("BOT_COMMAND_INVALID"))?;
    let description = description.filter(|text| (1..=256).contains(&text.chars().count()));
    let description = description.ok_or_else(|| Refusal::bad_request("BOT_COMMAND_DESCRIPTION_INVALID"))?;
    Ok(json!({ "command": command, "description": description }))
}

fn name(world: &World, params: &Params) -> Result<String, Refusal> {
    let language = language(params)?;
    let scope = params
        .json("scope")?
        .unwrap_or_else(|| json!({ "type": "default" }));
    let kind = scope["type"].as_str().unwrap_or_default();
    if SCOPES.contains(&kind) {
        return Ok(format!("commands {kind} {language}"));
    }
    if !CHAT_SCOPES.contains(&kind) {
        return Err(Refusal::bad_request(
            "can't parse BotCommandScope: Unsupported type specified",
        ));
    }
    let chat = &scope["chat_id"];
    let chat = chat
        .as_i64()
        .or_else(|| chat.as_str()?.parse().ok())
        .unwrap_or_default();
    match world.store.read(|db| Chat::find(db, chat))? {
        None => Err(Refusal::bad_request("chat not found")),
        Some(_) => Ok(format!("commands {kind} {chat} {} {language}", scope["user_id"])),
    }
}
