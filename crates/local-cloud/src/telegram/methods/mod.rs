//! The methods of the Bot API, by group.

mod callbacks;
mod chats;
mod commands;
mod descriptions;
mod edits;
mod me;
mod members;
mod messages;
mod photos;
mod updates;
mod webhook;

use serde_json::Value;

use super::params::Params;
use super::refusal::Refusal;
use crate::world::World;

/// What a method gives back.
pub(super) struct Answer {
    pub(super) result: Value,
    pub(super) description: Option<&'static str>,
}

impl From<Value> for Answer {
    fn from(result: Value) -> Self {
        Self {
            result,
            description: None,
        }
    }
}

impl From<bool> for Answer {
    fn from(result: bool) -> Self {
        Value::from(result).into()
    }
}

/// Calls a method; its name's case does not matter.
pub(super) async fn call(world: &World, method: &str, params: &Params) -> Result<Answer, Refusal> {
    match method.to_lowercase().as_str() {
        "getme" => Ok(me::get(world)),
        "sendmessage" => messages::send(world, params),
        "sendphoto" => photos::send(world, params),
        "getfile" => photos::get_file(world, params),
        "deletemessage" => messages::delete(world, params),
        "editmessagetext" => edits::text(world, params),
        "editmessagecaption" => edits::caption(world, params),
        "editmessagereplymarkup" => edits::reply_markup(world, params),
        "answercallbackquery" => callbacks::answer(world, params),
        "sendchataction" => chats::send_action(world, params),
        "getchat" => chats::get(world, params),
        "getchatmember" => members::get(world, params),
        "getchatadministrators" => members::administrators(world, params),
        "setwebhook" => webhook::set(world, params),
        "deletewebhook" => webhook::delete(world, params),
        "getwebhookinfo" => webhook::info(world).await,
        "getupdates" => updates::get(world, params).await,
        "setmycommands" => commands::set(world, params),
        "getmycommands" => commands::get(world, params),
        "deletemycommands" => commands::delete(world, params),
        "setmydescription" => descriptions::LONG.set(world, params),
        "getmydescription" => descriptions::LONG.get(world, params),
        "setmyshortdescription" => descriptions::SHORT.set(world, params),
        "getmyshortdescription" => descriptions::SHORT.get(world, params),
        _ => Err(Refusal::no_such_method()),
    }
}
