//! `sendMessage` and `deleteMessage`.

use std::time::Instant;

use chrono::TimeDelta;
use rusqlite::Connection;
use serde_json::{Value, json};

use super::super::bot;
use super::super::chats::Chat;
use super::super::keyboard;
use super::super::members;
use super::super::messages::Message;
use super::super::params::Params;
use super::super::refusal::Refusal;
use super::super::text::{self, Formatted};
use super::Answer;
use crate::changes::Area;
use crate::world::World;

/// Sends a text, with an inline keyboard and as an answer to another message where asked for.
pub(super) fn send(world: &World, params: &Params) -> Result<Answer, Refusal> {
    let content = text::TEXT.read(params)?;
    let link_preview_options = link_preview_options(params)?;
    deliver(world, params, |_, message| {
        message.text = content.text;
        message.entities = content.entities;
        message.link_preview_options = link_preview_options;
        Ok(())
    })
}

/// Puts a message with what all kinds have in common into its chat; `fill` adds what it says.
pub(super) fn deliver(
    world: &World,
    params: &Params,
    fill: impl FnOnce(&Connection, &mut Message) -> Result<(), Refusal>,
) -> Result<Answer, Refusal> {
    let markup = keyboard::markup(params)?;
    let date = world.clock.now().timestamp();
    let sent = world.store.write(|db| {
        let chat = Chat::open(db, params)?;
        if params
            .integer("message_thread_id")
            .is_some_and(|thread| thread != 0)
        {
            return Err(Refusal::bad_request("message thread not found"));
        }
        let mut message = Message {
            reply_markup: markup.inline,
            asks: markup.asks,
            reply_to: replied(db, &chat, params)?,
            protected: params.flag("protect_content"),
            ..Message::new(0, bot::user(world), date, Formatted::default())
        };
        fill(db, &mut message)?;
        knowing_people(db, &mut message)?;
        world.limits.take(chat.id, Instant::now())?;
        message.message_id = chat.next_message_id(db)?;
        message.save(db, chat.id)?;
        Ok(message.object(db, &chat)?)
    })?;
    world.mark_changed(Area::Chats);
    Ok(sent.into())
}

/// Mentions of people that the bot has met are told in full, others vanish.
pub(super) fn knowing_people(db: &Connection, message: &mut Message) -> rusqlite::Result<()> {
    let entities = std::mem::take(&mut message.entities);
    message.entities = text::knowing(entities, |id| members::met(db, id))?;
    Ok(())
}

/// Deletes the bot's own messages, and in private chats the person's too, for two days.
pub(super) fn delete(world: &World, params: &Params) -> Result<Answer, Refusal> {
    let oldest = (world.clock.now() - TimeDelta::hours(48)).timestamp();
    world.store.write(|db| {
        let chat = Chat::open(db, params)?;
        let message = Message::find(db, chat.id, message_id(params)?)?;
        let message = message.ok_or_else(|| Refusal::bad_request("message to delete not found"))?;
        if !message.is_bots() && chat.kind != "private" {
            return Err(Refusal::bad_request("message can't be deleted"));
        }
        if message.date < oldest {
            return Err(Refusal::bad_request("message can't be deleted for everyone"));
        }
        Ok(message.delete(db, chat.id)?)
    })?;
    world.mark_changed(Area::Chats);
    Ok(true.into())
}

/// The message that a method is about.
pub(super) fn message_id(params: &Params) -> Result<i64, Refusal> {
    let id = params.integer("message_id").filter(|id| *id != 0);
    id.ok_or_else(|| Refusal::bad_request("message identifier is not specified"))
}

/// How links are previewed; the older parameter is still understood.
pub(super) fn link_preview_options(params: &Params) -> Result<Option<Value>, Refusal> {
    match params.json("link_preview_options")? {
        Some(Value::Object(options)) if options.is_empty() => Ok(None),
        Some(options @ Value::Object(_)) => Ok(Some(options)),
        Some(_) => Err(Refusal::bad_request("object expected as link preview options")),
        None if params.flag("disable_web_page_preview") => Ok(Some(json!({ "is_disabled": true }))),
        None => Ok(None),
    }
}

/// The message that is answered; without it there is no sending, unless the bot allows that.
fn replied(db: &Connection, chat: &Chat, params: &Params) -> Result<Option<i64>, Refusal> {
    let (asked, optional) = match params.json("reply_parameters")? {
        Some(reply) => (
            reply["message_id"].as_i64(),
            reply["allow_sending_without_reply"] == true,
        ),
        None => (
            params.integer("reply_to_message_id"),
            params.flag("allow_sending_without_reply"),
        ),
    };
    let Some(asked) = asked.filter(|id| *id != 0) else {
        return Ok(None);
    };
    match Message::find(db, chat.id, asked)? {
        Some(_) => Ok(Some(asked)),
        None if optional => Ok(None),
        None => Err(Refusal::bad_request("message to be replied not found")),
    }
}
