//! `getChat` and `sendChatAction`.

use serde_json::json;

use super::super::chats::Chat;
use super::super::params::Params;
use super::super::refusal::Refusal;
use super::Answer;
use crate::changes::Area;
use crate::world::World;

const ACTIONS: [&str; 11] = [
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];

/// The chat with the fields that `ChatFullInfo` must have.
pub(super) fn get(world: &World, params: &Params) -> Result<Answer, Refusal> {
    let mut chat = world.store.read(|db| Ok(Chat::named(db, params)))??.object();
    chat["accent_color_id"] = 0.into();
    chat["max_reaction_count"] = 11.into();
    let gifts = [
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    ];
    chat["accepted_gift_types"] = gifts
        .iter()
        .map(|kind| ((*kind).to_owned(), json!(false)))
        .collect();
    Ok(chat.into())
}

/// Shows for five seconds what the bot is doing.
pub(super) fn send_action(world: &World, params: &Params) -> Result<Answer, Refusal> {
    let action = params.text("action").to_lowercase();
    if !ACTIONS.contains(&action.as_str()) {
        return Err(Refusal::bad_request("wrong parameter action in request"));
    }
    let now = world.clock.now();
    world
        .store
        .write(|db| Ok::<_, Refusal>(Chat::open(db, params)?.show_action(db, &action, now)?))?;
    world.mark_changed(Area::Chats);
    Ok(true.into())
}
