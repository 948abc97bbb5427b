//! Where the bot may write, and how that ends: it is blocked, removed, silenced, or the group becomes a supergroup.

use rusqlite::{Connection, OptionalExtension as _, params};
use serde::Deserialize;
use serde_json::{Value, json};

use super::chats::Chat;
use super::members::{Member, Status};
use super::messages::Message;
use super::person::{Person, remember};
use super::refusal::Refusal;
use super::text::Formatted;
use super::{bot, updates};
use crate::changes::Area;
use crate::world::World;

/// What happens to the bot in a chat. In a private chat `kicked` is that the person blocks it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Change {
    status: Status,
    #[serde(default)]
    from: Person,
}

/// A person of a group and the rights there.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Membership {
    user: Person,
    status: Status,
}

/// A group becomes a supergroup.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Migration {
    to: i64,
}

/// The bot's status in a chat.
pub(super) fn status(db: &Connection, chat_id: i64) -> rusqlite::Result<Status> {
    let sql = "SELECT status FROM telegram_standing WHERE chat_id = ?1";
    let name: Option<String> = db.query_row(sql, [chat_id], |row| row.get(0)).optional()?;
    Ok(Status::of_name(name.as_deref().unwrap_or_default()))
}

/// Where a group went on.
pub(super) fn moved_to(db: &Connection, chat_id: i64) -> rusqlite::Result<Option<i64>> {
    let sql = "SELECT moved_to FROM telegram_standing WHERE chat_id = ?1";
    Ok(db
        .query_row(sql, [chat_id], |row| row.get(0))
        .optional()?
        .flatten())
}

/// Refuses where the bot cannot write, in the words of the real service.
pub(super) fn check(db: &Connection, chat: &Chat) -> Result<(), Refusal> {
    if let Some(to) = moved_to(db, chat.id)? {
        return Err(Refusal::migrated(to));
    }
    let kind = match chat.kind.as_str() {
        "private" => None,
        kind => Some(format!("{kind} chat")),
    };
    match (status(db, chat.id)?, kind) {
        (Status::Kicked | Status::Left, None) => Err(Refusal::forbidden("bot was blocked by the user")),
        (Status::Kicked, Some(kind)) => Err(Refusal::forbidden(format!("bot was kicked from the {kind}"))),
        (Status::Left, Some(kind)) => Err(Refusal::forbidden(format!("bot is not a member of the {kind}"))),
        (Status::Restricted, _) => {
            let what = "not enough rights to send text messages to the chat";
            Err(Refusal::bad_request(what))
        }
        _ => Ok(()),
    }
}

/// Refuses what a person does where the bot would not hear of it.
pub(super) fn check_heard(db: &Connection, chat_id: i64) -> Result<(), Refusal> {
    if let Some(to) = moved_to(db, chat_id)? {
        return Err(Refusal::bad_request(format!("the group goes on as chat {to}")));
    }
    match status(db, chat_id)? {
        Status::Kicked | Status::Left => {
            let what = format!("the bot is not in chat {chat_id}, it was blocked or removed");
            Err(Refusal::bad_request(what))
        }
        _ => Ok(()),
    }
}

/// Changes the bot's standing; the update's id, absent when the bot does not want such updates.
pub(crate) fn change(world: &World, chat_id: i64, change: Change) -> Result<Option<i64>, Refusal> {
    let now = world.clock.now();
    let update_id = world.store.write(|db| {
        let mut chat = Chat::find(db, chat_id)?.unwrap_or_else(|| Chat::new(chat_id));
        let person = remember(&mut chat, change.from);
        chat.save(db)?;
        let (before, me) = (status(db, chat_id)?, bot::user(world));
        keep(db, chat_id, change.status, None)?;
        let changed = json!({
            "chat": chat.object(),
            "from": person,
            "date": now.timestamp(),
            "old_chat_member": before.object(&me),
            "new_chat_member": change.status.object(&me),
        });
        Ok::<_, Refusal>(updates::add(db, "my_chat_member", &changed, now)?)
    })?;
    world.mark_changed(Area::Chats);
    Ok(update_id)
}

/// Says who is in a group, and with which rights; the group begins to exist by that.
pub(crate) fn set_member(world: &World, chat_id: i64, membership: Membership) -> Result<Value, Refusal> {
    let member = world.store.write(|db| {
        let mut chat = Chat::find(db, chat_id)?.unwrap_or_else(|| Chat::new(chat_id));
        if chat.kind == "private" {
            return Err(Refusal::bad_request(format!("chat {chat_id} is no group")));
        }
        let user = remember(&mut chat, membership.user);
        chat.save(db)?;
        let member = Member {
            user,
            status: membership.status,
        };
        member.save(db, chat_id)?;
        Ok(member.object())
    })?;
    world.mark_changed(Area::Chats);
    Ok(member)
}

/// Makes a supergroup of a group, under another id; the updates' ids.
pub(crate) fn migrate(world: &World, chat_id: i64, migration: &Migration) -> Result<Vec<i64>, Refusal> {
    let (now, to) = (world.clock.now(), migration.to);
    let updates = world.store.write(|db| {
        let old = Chat::find(db, chat_id)?.filter(|chat| chat.kind == "group");
        let old = old.ok_or_else(|| Refusal::bad_request(format!("chat {chat_id} is no group")))?;
        if to >= 0 || Chat::find(db, to)?.is_some() {
            return Err(Refusal::bad_request(format!(
                "{to} is not the id of a new supergroup"
            )));
        }
        let mut new = Chat::new(to);
        new.kind = "supergroup".to_owned();
        new.person = old.person.clone();
        new.save(db)?;
        keep(db, chat_id, Status::Left, Some(to))?;
        db.execute(
            "UPDATE telegram_members SET chat_id = ?2 WHERE chat_id = ?1",
            [chat_id, to],
        )?;
        let told = [
            (&old, "migrate_to_chat_id", to),
            (&new, "migrate_from_chat_id", chat_id),
        ];
        let mut updates = Vec::new();
        for (chat, field, id) in told {
            let message_id = chat.next_message_id(db)?;
            let (from, date) = (old.person.clone(), now.timestamp());
            let message = Message::new(message_id, from, date, Formatted::default());
            let mut object = message.object(db, chat)?;
            object[field] = id.into();
            updates.extend(updates::add(db, "message", &object, now)?);
        }
        Ok(updates)
    })?;
    world.mark_changed(Area::Chats);
    Ok(updates)
}

fn keep(db: &Connection, chat_id: i64, status: Status, moved_to: Option<i64>) -> rusqlite::Result<()> {
    let sql = "INSERT OR REPLACE INTO telegram_standing (chat_id, status, moved_to) VALUES (?1, ?2, ?3)";
    db.execute(sql, params![chat_id, status.name(), moved_to])
        .map(drop)
}
