//! `sendPhoto` and `getFile`.

use rusqlite::Connection;
use serde_json::json;

use super::super::params::Params;
use super::super::photos::{self, Photo};
use super::super::refusal::Refusal;
use super::super::text;
use super::Answer;
use super::messages::deliver;
use crate::world::World;

/// Sends a picture that is uploaded, or one that was sent before, with a caption.
pub(super) fn send(world: &World, params: &Params) -> Result<Answer, Refusal> {
    let caption = text::CAPTION.read(params)?;
    deliver(world, params, |db, message| {
        message.photo = Some(photo(db, params)?);
        message.text = caption.text;
        message.entities = caption.entities;
        Ok(())
    })
}

/// Says where a picture can be fetched.
pub(super) fn get_file(world: &World, params: &Params) -> Result<Answer, Refusal> {
    let id = params.text("file_id");
    let found = world
        .store
        .read(|db| Ok(photos::find(db, id)?.zip(photos::path(db, id)?)))?;
    let (photo, path) = found.ok_or_else(|| Refusal::bad_request("invalid file_id"))?;
    let file = json!({
        "file_id": photo.file_id,
        "file_unique_id": photo.file_unique_id,
        "file_size": photo.file_size,
        "file_path": path,
    });
    Ok(file.into())
}

fn photo(db: &Connection, params: &Params) -> Result<Photo, Refusal> {
    if let Some(content) = params.file("photo") {
        return photos::keep(db, content);
    }
    match params.text("photo") {
        "" => Err(Refusal::bad_request("there is no photo in the request")),
        address if address.contains("://") => Err(Refusal::bad_request(
            "failed to get HTTP URL content: the local cloud fetches no pictures; upload them",
        )),
        id => photos::find(db, id)?.ok_or_else(|| {
            let what = "wrong remote file identifier specified: can't unserialize it. Wrong last symbol";
            Refusal::bad_request(what)
        }),
    }
}
