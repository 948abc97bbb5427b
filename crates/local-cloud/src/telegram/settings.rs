//! What the bot has told Telegram about itself: webhook, commands, descriptions.

use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A value by name.
pub(super) fn get(db: &Connection, name: &str) -> rusqlite::Result<Option<Value>> {
    let stored: Option<Value> = db
        .query_row(
            "SELECT value FROM telegram_settings WHERE name = ?1",
            [name],
            |row| super::messages::json(row, 0),
        )
        .optional()?;
    Ok(stored)
}

/// Stores a value under a name.
pub(super) fn set(db: &Connection, name: &str, value: &Value) -> rusqlite::Result<()> {
    let sql = "INSERT OR REPLACE INTO telegram_settings (name, value) VALUES (?1, ?2)";
    db.execute(sql, params![name, value.to_string()]).map(drop)
}

/// Forgets a name.
pub(super) fn remove(db: &Connection, name: &str) -> rusqlite::Result<()> {
    db.execute("DELETE FROM telegram_settings WHERE name = ?1", [name])
        .map(drop)
}

/// Where updates go.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Webhook {
    pub(super) target: Target,
    pub(super) secret_token: Option<String>,
    pub(super) max_connections: i64,
    /// Empty means all kinds.
    pub(super) allowed_updates: Vec<String>,
    pub(super) last_error: Option<LastError>,
}

/// The kinds of places for updates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Target {
    /// Our bot, as if its deployment had called `setWebhook`.
    Service,
    /// What `setWebhook` named.
    Url(String),
    /// Nowhere: they wait for `getUpdates`.
    Nowhere,
}

/// The newest delivery that failed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct LastError {
    pub(super) date: i64,
    pub(super) message: String,
}

impl Webhook {
    /// A fresh one, without a secret of its own.
    pub(super) fn to(target: Target) -> Self {
        Self {
            target,
            secret_token: None,
            max_connections: 40,
            allowed_updates: Vec::new(),
            last_error: None,
        }
    }

    /// The present one.
    pub(super) fn load(db: &Connection) -> rusqlite::Result<Self> {
        let stored = get(db, "webhook")?.and_then(|value| serde_json::from_value(value).ok());
        Ok(stored.unwrap_or_else(|| Self::to(Target::Service)))
    }

    /// Keeps it.
    pub(super) fn save(&self, db: &Connection) -> rusqlite::Result<()> {
        let value = serde_json::to_value(self)
            .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
        set(db, "webhook", &value)
    }

    /// Whether the bot wants updates of this kind.
    pub(super) fn allows(&self, kind: &str) -> bool {
        self.allowed_updates.is_empty() || self.allowed_updates.iter().any(|allowed| allowed == kind)
    }
}
