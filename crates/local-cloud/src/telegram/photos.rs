//! Pictures that the bot has sent, each in its one size: the real service makes smaller ones as well.

use axum::body::Bytes;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use imagesize::ImageType;
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};

use super::refusal::Refusal;

/// <https://core.telegram.org/bots/api#sendphoto>
const LARGEST: usize = 10 << 20;
const LONGEST_SIDES: u32 = 10_000;
const LARGEST_RATIO: u32 = 20;
/// Ids of the real service are opaque texts of this kind.
const PREFIX: &str = "AgACAgIAAxkDAAI";

/// `PhotoSize` of the Bot API.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Photo {
    pub(super) file_id: String,
    pub(super) file_unique_id: String,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) file_size: u32,
}

/// What a picture's file holds.
pub(crate) struct Content {
    /// `image/png` or `image/jpeg`.
    pub(crate) content_type: String,
    pub(crate) bytes: Vec<u8>,
}

/// Keeps a picture that was uploaded.
pub(super) fn keep(db: &Connection, content: &Bytes) -> Result<Photo, Refusal> {
    let (kind, width, height) = measure(content)?;
    db.execute(
        "INSERT INTO telegram_photos (kind, width, height, content) VALUES (?1, ?2, ?3, ?4)",
        params![kind, width, height, content.as_ref()],
    )?;
    let size = u32::try_from(content.len()).unwrap_or(u32::MAX);
    Ok(photo(db.last_insert_rowid(), width, height, size))
}

/// The picture of a `file_id`.
pub(super) fn find(db: &Connection, file_id: &str) -> rusqlite::Result<Option<Photo>> {
    let Some(number) = number(file_id) else {
        return Ok(None);
    };
    let sql = "SELECT width, height, LENGTH(content) FROM telegram_photos WHERE number = ?1";
    db.query_row(sql, [number], |row| {
        Ok(photo(number, row.get(0)?, row.get(1)?, row.get(2)?))
    })
    .optional()
}

/// Where `getFile` says that a picture can be fetched, below `/file/bot<token>/`.
pub(super) fn path(db: &Connection, file_id: &str) -> rusqlite::Result<Option<String>> {
    let Some(number) = number(file_id) else {
        return Ok(None);
    };
    let sql = "SELECT kind FROM telegram_photos WHERE number = ?1";
    let kind: Option<String> = db.query_row(sql, [number], |row| row.get(0)).optional()?;
    Ok(kind.map(|kind| format!("photos/file_{number}.{kind}")))
}

/// The file at such a path.
pub(super) fn at_path(db: &Connection, path: &str) -> rusqlite::Result<Option<Content>> {
    let number = path.strip_prefix("photos/file_").and_then(|name| {
        let (number, _) = name.split_once('.')?;
        number.parse().ok()
    });
    number.map_or(Ok(None), |number| content(db, number))
}

/// The file of a `file_id`.
pub(crate) fn of_id(db: &Connection, file_id: &str) -> rusqlite::Result<Option<Content>> {
    number(file_id).map_or(Ok(None), |number| content(db, number))
}

fn content(db: &Connection, number: i64) -> rusqlite::Result<Option<Content>> {
    let sql = "SELECT kind, content FROM telegram_photos WHERE number = ?1";
    db.query_row(sql, [number], |row| {
        let kind: String = row.get(0)?;
        let content_type = if kind == "png" { "image/png" } else { "image/jpeg" };
        Ok(Content {
            content_type: content_type.to_owned(),
            bytes: row.get(1)?,
        })
    })
    .optional()
}

fn measure(content: &[u8]) -> Result<(&'static str, u32, u32), Refusal> {
    if content.is_empty() {
        return Err(Refusal::bad_request("file must be non-empty"));
    }
    if content.len() > LARGEST {
        return Err(Refusal::bad_request("file is too big"));
    }
    let unprocessable = || Refusal::bad_request("IMAGE_PROCESS_FAILED");
    let kind = match imagesize::image_type(content) {
        Ok(ImageType::Png) => "png",
        Ok(ImageType::Jpeg) => "jpg",
        _ => return Err(unprocessable()),
    };
    let size = imagesize::blob_size(content).map_err(|_| unprocessable())?;
    let side = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let (width, height) = (side(size.width), side(size.height));
    let is_fit = width.min(height) > 0
        && width.saturating_add(height) <= LONGEST_SIDES
        && width.max(height) <= LARGEST_RATIO.saturating_mul(width.min(height));
    if is_fit {
        Ok((kind, width, height))
    } else {
        Err(Refusal::bad_request("PHOTO_INVALID_DIMENSIONS"))
    }
}

fn photo(number: i64, width: u32, height: u32, file_size: u32) -> Photo {
    let encoded = URL_SAFE_NO_PAD.encode(number.to_be_bytes());
    Photo {
        file_id: format!("{PREFIX}{encoded}"),
        file_unique_id: format!("AQAD{encoded}"),
        width,
        height,
        file_size,
    }
}

fn number(file_id: &str) -> Option<i64> {
    let bytes = URL_SAFE_NO_PAD.decode(file_id.strip_prefix(PREFIX)?).ok()?;
    Some(i64::from_be_bytes(bytes.try_into().ok()?))
}
