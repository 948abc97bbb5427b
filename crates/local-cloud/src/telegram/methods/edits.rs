//! `editMessageText`, `editMessageCaption` and `editMessageReplyMarkup`.

use std::time::Instant;

use super::super::chats::Chat;
use super::super::keyboard;
use super::super::messages::Message;
use super::super::params::Params;
use super::super::refusal::Refusal;
use super::super::text;
use super::Answer;
use super::messages::{knowing_people, link_preview_options, message_id};
use crate::changes::Area;
use crate::world::World;

/// New text; without a new keyboard the old one goes.
pub(super) fn text(world: &World, params: &Params) -> Result<Answer, Refusal> {
    let content = text::TEXT.read(params)?;
    let reply_markup = keyboard::inline(params)?;
    let link_preview_options = link_preview_options(params)?;
    edit(world, params, |message| {
        if message.photo.is_some() {
            return Err(Refusal::bad_request("there is no text in the message to edit"));
        }
        message.text = content.text;
        message.entities = content.entities;
        message.reply_markup = reply_markup;
        message.link_preview_options = link_preview_options;
        Ok(())
    })
}

/// New caption, or none; without a new keyboard the old one goes.
pub(super) fn caption(world: &World, params: &Params) -> Result<Answer, Refusal> {
    let content = text::CAPTION.read(params)?;
    let reply_markup = keyboard::inline(params)?;
    edit(world, params, |message| {
        if message.photo.is_none() {
            return Err(Refusal::bad_request("there is no caption in the message to edit"));
        }
        message.text = content.text;
        message.entities = content.entities;
        message.reply_markup = reply_markup;
        Ok(())
    })
}

/// New keyboard, or none.
pub(super) fn reply_markup(world: &World, params: &Params) -> Result<Answer, Refusal> {
    let reply_markup = keyboard::inline(params)?;
    edit(world, params, |message| {
        message.reply_markup = reply_markup;
        Ok(())
    })
}

fn edit(
    world: &World,
    params: &Params,
    change: impl FnOnce(&mut Message) -> Result<(), Refusal>,
) -> Result<Answer, Refusal> {
    if params.text("chat_id").is_empty() && !params.text("inline_message_id").is_empty() {
        return Err(Refusal::bad_request("MESSAGE_ID_INVALID"));
    }
    let now = world.clock.now().timestamp();
    let edited = world.store.write(|db| {
        let chat = Chat::open(db, params)?;
        let before = Message::find(db, chat.id, message_id(params)?)?;
        let before = before.ok_or_else(|| Refusal::bad_request("message to edit not found"))?;
        if !before.is_bots() {
            return Err(Refusal::bad_request("message can't be edited"));
        }
        let mut message = before.clone();
        change(&mut message)?;
        knowing_people(db, &mut message)?;
        if message == before {
            return Err(not_modified());
        }
        world.limits.take(chat.id, Instant::now())?;
        message.edit_date = Some(now);
        message.save(db, chat.id)?;
        chat.end_action(db)?;
        Ok(message.object(db, &chat)?)
    })?;
    world.mark_changed(Area::Chats);
    Ok(edited.into())
}

fn not_modified() -> Refusal {
    Refusal::bad_request(
        "message is not modified: specified new message content and reply markup are exactly the same as a current \
         content and reply markup of the message",
    )
}
