//! Who the bot is.

use serde_json::{Value, json};

use crate::world::World;

/// As people mention it.
pub(super) const USERNAME: &str = "signchronicle_local_bot";

/// The bot as the sender of a message.
pub(super) fn user(world: &World) -> Value {
    let id: i64 = world
        .settings
        .bot_token
        .split(':')
        .next()
        .and_then(|id| id.parse().ok())
        .unwrap_or(1);
    json!({ "id": id, "is_bot": true, "first_name": "SignChronicle", "username": USERNAME })
}
