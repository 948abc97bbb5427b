//! `getChatMember` and `getChatAdministrators`.

use rusqlite::Connection;
use serde_json::Value;

use super::super::chats::Chat;
use super::super::members::{self, Member, Status};
use super::super::params::Params;
use super::super::refusal::Refusal;
use super::super::{bot, standing};
use super::Answer;
use crate::world::World;

/// One member. Somebody whom the bot has met elsewhere counts as having left.
pub(super) fn get(world: &World, params: &Params) -> Result<Answer, Refusal> {
    let member = world.store.write(|db| {
        let chat = Chat::open(db, params)?;
        let id = params.integer("user_id").filter(|id| *id > 0);
        let id = id.ok_or_else(|| Refusal::bad_request("invalid user_id specified"))?;
        let me = bot::user(world);
        if me["id"] == id {
            return Ok(standing::status(db, chat.id)?.object(&me));
        }
        if chat.kind == "private" {
            let known = (chat.person["id"] == id).then(|| Status::Member.object(&chat.person));
            return known.ok_or_else(|| Refusal::bad_request("member not found"));
        }
        match Member::find(db, chat.id, id)? {
            Some(member) => Ok(member.object()),
            None => stranger(db, id),
        }
    })?;
    Ok(member.into())
}

/// Owner and administrators.
pub(super) fn administrators(world: &World, params: &Params) -> Result<Answer, Refusal> {
    let list = world.store.write(|db| {
        let chat = Chat::open(db, params)?;
        if chat.kind == "private" {
            let what = "there are no administrators in the private chat";
            return Err(Refusal::bad_request(what));
        }
        let mut list: Vec<Value> = Member::administrators(db, chat.id)?
            .iter()
            .map(Member::object)
            .collect();
        let status = standing::status(db, chat.id)?;
        if status == Status::Administrator {
            list.push(status.object(&bot::user(world)));
        }
        Ok(list)
    })?;
    Ok(Value::from(list).into())
}

fn stranger(db: &Connection, id: i64) -> Result<Value, Refusal> {
    let person = members::met(db, id)?;
    let person = person.ok_or_else(|| Refusal::bad_request("user not found"))?;
    Ok(Status::Left.object(&person))
}
