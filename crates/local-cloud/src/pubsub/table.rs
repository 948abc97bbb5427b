//! Where topics, subscriptions and messages are kept.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension as _, params};
use serde_json::Value;

use super::publish::Message;
use super::subscription::Subscription;
use crate::google_error::GoogleError;
use crate::wire::Object;

/// Tables of this stand-in. A message is kept while a subscription has it to deliver.
pub(crate) const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS pubsub_topics (name TEXT PRIMARY KEY, topic TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS pubsub_subscriptions (name TEXT PRIMARY KEY, topic TEXT NOT NULL, subscription TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS pubsub_messages (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    data         BLOB NOT NULL,
    attributes   TEXT NOT NULL,
    ordering_key TEXT NOT NULL,
    published_ms INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS pubsub_deliveries (
    subscription TEXT NOT NULL REFERENCES pubsub_subscriptions (name) ON DELETE CASCADE,
    message_id   INTEGER NOT NULL REFERENCES pubsub_messages (id) ON DELETE CASCADE,
    attempts     INTEGER NOT NULL DEFAULT 0,
    next_at_ms   INTEGER NOT NULL,
    last_error   TEXT,
    PRIMARY KEY (subscription, message_id)
);
CREATE INDEX IF NOT EXISTS pubsub_deliveries_by_message ON pubsub_deliveries (message_id);";

/// How many of a subscription's messages are looked at for one that is due.
const LOOKED_AT: i64 = 1000;

/// A message on its way to one subscription.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Waiting {
    pub(super) subscription: String,
    pub(super) message_id: i64,
    /// Failed attempts so far.
    pub(super) attempts: i64,
    pub(super) next_at: DateTime<Utc>,
    pub(super) ordering_key: String,
}

/// A stored message.
#[derive(Debug, Clone)]
pub(super) struct Stored {
    pub(super) message: Message,
    pub(super) published: DateTime<Utc>,
}

pub(super) fn topics(db: &Connection) -> Result<Vec<Object>, GoogleError> {
    objects(db, "SELECT topic FROM pubsub_topics ORDER BY name")
}

pub(super) fn topic(db: &Connection, name: &str) -> Result<Option<Object>, GoogleError> {
    object(db, "SELECT topic FROM pubsub_topics WHERE name = ?1", name)
}

pub(super) fn put_topic(db: &Connection, name: &str, topic: &Object) -> Result<(), GoogleError> {
    let insert = "INSERT INTO pubsub_topics (name, topic) VALUES (?1, ?2)";
    db.execute(insert, (name, Value::Object(topic.clone()).to_string()))?;
    Ok(())
}

/// Whether it was there. Its subscriptions stay, without a topic.
pub(super) fn delete_topic(db: &Connection, name: &str) -> Result<bool, GoogleError> {
    Ok(db.execute("DELETE FROM pubsub_topics WHERE name = ?1", [name])? > 0)
}

pub(super) fn subscriptions(db: &Connection) -> Result<Vec<Subscription>, GoogleError> {
    let all = objects(db, "SELECT subscription FROM pubsub_subscriptions ORDER BY name")?;
    Ok(all.into_iter().map(Subscription).collect())
}

pub(super) fn subscription(db: &Connection, name: &str) -> Result<Option<Subscription>, GoogleError> {
    let select = "SELECT subscription FROM pubsub_subscriptions WHERE name = ?1";
    Ok(object(db, select, name)?.map(Subscription))
}

pub(super) fn put_subscription(
    db: &Connection,
    name: &str,
    subscription: &Subscription,
) -> Result<(), GoogleError> {
    let upsert = "INSERT INTO pubsub_subscriptions (name, topic, subscription) VALUES (?1, ?2, ?3)
                  ON CONFLICT (name) DO UPDATE SET topic = ?2, subscription = ?3";
    let text = Value::Object(subscription.0.clone()).to_string();
    db.execute(upsert, (name, subscription.topic(), text))?;
    Ok(())
}

/// Whether it was there; what it had to deliver goes with it.
pub(super) fn delete_subscription(db: &Connection, name: &str) -> Result<bool, GoogleError> {
    let is_gone = db.execute("DELETE FROM pubsub_subscriptions WHERE name = ?1", [name])? > 0;
    forget_delivered(db)?;
    Ok(is_gone)
}

/// Adds a message for every subscription of the topic; answers its id, which no other message ever has.
pub(super) fn add_message(
    db: &Connection,
    topic: &str,
    message: &Message,
    now: DateTime<Utc>,
) -> Result<String, GoogleError> {
    let now = now.timestamp_millis();
    let insert =
        "INSERT INTO pubsub_messages (data, attributes, ordering_key, published_ms) VALUES (?1, ?2, ?3, ?4)";
    let attributes = Value::Object(message.attributes.clone()).to_string();
    db.execute(
        insert,
        params![message.data, attributes, message.ordering_key, now],
    )?;
    let id = db.last_insert_rowid();
    let fan_out = "INSERT INTO pubsub_deliveries (subscription, message_id, next_at_ms)
                   SELECT name, ?1, ?2 FROM pubsub_subscriptions WHERE topic = ?3";
    if db.execute(fan_out, params![id, now, topic])? == 0 {
        db.execute("DELETE FROM pubsub_messages WHERE id = ?1", [id])?;
    }
    Ok(id.to_string())
}

/// The oldest messages that a subscription has to deliver, in the order in which they came.
pub(super) fn waiting(db: &Connection, subscription: &str) -> Result<Vec<Waiting>, GoogleError> {
    let mut select = db.prepare_cached(
        "SELECT message_id, attempts, next_at_ms, ordering_key
         FROM pubsub_deliveries JOIN pubsub_messages ON id = message_id
         WHERE subscription = ?1 ORDER BY message_id LIMIT ?2",
    )?;
    let rows = select.query_map(params![subscription, LOOKED_AT], |row| {
        Ok(Waiting {
            subscription: subscription.to_owned(),
            message_id: row.get(0)?,
            attempts: row.get(1)?,
            next_at: DateTime::from_timestamp_millis(row.get(2)?).unwrap_or_default(),
            ordering_key: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// How many messages a subscription has to deliver, and why the last attempt failed.
pub(super) fn backlog(db: &Connection, subscription: &str) -> Result<(i64, Option<String>), GoogleError> {
    let select = "SELECT COUNT(*), MAX(last_error) FROM pubsub_deliveries WHERE subscription = ?1";
    Ok(db.query_row(select, [subscription], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

pub(super) fn message(db: &Connection, id: i64) -> Result<Option<Stored>, GoogleError> {
    let select = "SELECT data, attributes, ordering_key, published_ms FROM pubsub_messages WHERE id = ?1";
    let row = db.query_row(select, [id], |row| {
        let attributes: String = row.get(1)?;
        Ok((row.get(0)?, attributes, row.get(2)?, row.get(3)?))
    });
    let Some((data, attributes, ordering_key, published)) = row.optional()? else {
        return Ok(None);
    };
    let message = Message {
        data,
        attributes: parse(&attributes)?,
        ordering_key,
    };
    let published = DateTime::from_timestamp_millis(published).unwrap_or_default();
    Ok(Some(Stored { message, published }))
}

/// The subscription has this message no longer to deliver.
pub(super) fn delivered(db: &Connection, waiting: &Waiting) -> Result<(), GoogleError> {
    let delete = "DELETE FROM pubsub_deliveries WHERE subscription = ?1 AND message_id = ?2";
    db.execute(delete, params![waiting.subscription, waiting.message_id])?;
    forget_delivered(db)
}

/// One more attempt has failed.
pub(super) fn failed(
    db: &Connection,
    waiting: &Waiting,
    next_at: DateTime<Utc>,
    why: &str,
) -> Result<(), GoogleError> {
    let update = "UPDATE pubsub_deliveries SET attempts = attempts + 1, next_at_ms = ?3, last_error = ?4
                  WHERE subscription = ?1 AND message_id = ?2";
    db.execute(
        update,
        params![
            waiting.subscription,
            waiting.message_id,
            next_at.timestamp_millis(),
            why
        ],
    )?;
    Ok(())
}

/// Drops what a subscription has kept since before an instant.
pub(super) fn expire(db: &Connection, subscription: &str, before: DateTime<Utc>) -> Result<(), GoogleError> {
    let delete = "DELETE FROM pubsub_deliveries WHERE subscription = ?1 AND message_id IN
                  (SELECT id FROM pubsub_messages WHERE published_ms < ?2)";
    if db.execute(delete, params![subscription, before.timestamp_millis()])? > 0 {
        forget_delivered(db)?;
    }
    Ok(())
}

fn forget_delivered(db: &Connection) -> Result<(), GoogleError> {
    db.execute(
        "DELETE FROM pubsub_messages WHERE id NOT IN (SELECT message_id FROM pubsub_deliveries)",
        [],
    )?;
    Ok(())
}

fn object(db: &Connection, select: &str, name: &str) -> Result<Option<Object>, GoogleError> {
    let text: Option<String> = db.query_row(select, [name], |row| row.get(0)).optional()?;
    text.map(|text| parse(&text)).transpose()
}

fn objects(db: &Connection, select: &str) -> Result<Vec<Object>, GoogleError> {
    let mut select = db.prepare(select)?;
    let texts = select.query_map([], |row| row.get(0))?;
    texts
        .map(|text: rusqlite::Result<String>| parse(&text?))
        .collect()
}

fn parse(text: &str) -> Result<Object, GoogleError> {
    let failed = |error| GoogleError::internal(format!("what is stored of Pub/Sub cannot be read: {error}"));
    serde_json::from_str(text).map_err(failed)
}
