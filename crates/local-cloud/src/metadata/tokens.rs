//! Access tokens: minted by the metadata server, judged at every Google API.

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::OptionalExtension as _;

use crate::google_error::GoogleError;
use crate::world::World;

/// Tables of this stand-in.
pub(crate) const SCHEMA: &str = "CREATE TABLE IF NOT EXISTS access_tokens (
    token TEXT PRIMARY KEY, account TEXT NOT NULL, execution TEXT, expires TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS access_tokens_by_expiry ON access_tokens (expires);";

/// How a token of ours begins; Google's own begin with `ya29.`.
const PREFIX: &str = "ya29.local-";
/// What the real metadata server says of a fresh token.
pub(crate) const LIFETIME_SECONDS: i64 = 3599;

/// Whose token it is.
#[derive(Debug, PartialEq)]
pub(crate) enum Caller {
    /// No token, or not one of ours: let through.
    Anonymous,
    /// One of ours that is in force.
    Account {
        email: String,
        execution: Option<String>,
    },
    /// One of ours that has expired or was never minted.
    Refused,
}

/// A new token of the account, on behalf of an execution if there is one.
pub(crate) fn mint(world: &World, account: &str, execution: Option<&str>) -> Result<String, GoogleError> {
    let secret = crate::random_text().map_err(|error| GoogleError::internal(error.to_string()))?;
    let token = format!("{PREFIX}{secret}");
    let expires = present() + TimeDelta::seconds(LIFETIME_SECONDS);
    world.store.write(|tx| {
        tx.execute(
            "DELETE FROM access_tokens WHERE expires < ?1",
            [present().to_rfc3339()],
        )?;
        let insert = "INSERT INTO access_tokens (token, account, execution, expires) VALUES (?1, ?2, ?3, ?4)";
        tx.execute(insert, (&token, account, execution, expires.to_rfc3339()))?;
        Ok::<_, GoogleError>(())
    })?;
    Ok(token)
}

/// Who presents this token.
pub(crate) fn caller(world: &World, token: Option<&str>) -> Result<Caller, GoogleError> {
    let Some(token) = token.filter(|token| token.starts_with(PREFIX)) else {
        return Ok(Caller::Anonymous);
    };
    let select = "SELECT account, execution FROM access_tokens WHERE token = ?1 AND expires >= ?2";
    let found = world.store.read(|db| {
        let account = |row: &rusqlite::Row<'_>| {
            Ok(Caller::Account {
                email: row.get(0)?,
                execution: row.get(1)?,
            })
        };
        db.query_row(select, (token, present().to_rfc3339()), account)
            .optional()
    })?;
    Ok(found.unwrap_or(Caller::Refused))
}

/// Replaces every token that this cloud has minted.
pub(crate) fn redact(text: &str) -> String {
    let mut parts = text.split(PREFIX);
    let mut clean = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        clean.push_str("<access token>");
        clean.push_str(part.trim_start_matches(|letter: char| letter.is_ascii_alphanumeric()));
    }
    clean
}

/// The wall clock, whatever told time is: the clients count a token's `expires_in` down on theirs.
fn present() -> DateTime<Utc> {
    Utc::now()
}
