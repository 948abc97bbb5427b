//! A call on one spreadsheet: inside one transaction, its answer cut to the caller's mask.

use axum::Json;
use serde_json::Value;

use super::book::Book;
use super::query::Query;
use super::refusal::Refusal;
use crate::changes::Area;
use crate::google_error::GoogleError;
use crate::world::World;

/// What every handler here answers.
pub(super) type Answer = Result<Json<Value>, GoogleError>;

/// Reads a spreadsheet.
pub(super) fn view(
    world: &World,
    id: &str,
    query: &Query,
    read: impl FnOnce(&Book<'_>) -> Result<Value, Refusal>,
) -> Answer {
    let answer = world
        .store
        .read(|db| Ok(Book::open(db, id).and_then(|book| read(&book))))??;
    Ok(Json(query.project(answer)))
}

/// Changes a spreadsheet: all of it, or nothing when it is refused.
pub(super) fn change(
    world: &World,
    id: &str,
    query: &Query,
    work: impl FnOnce(&mut Book<'_>) -> Result<Value, Refusal>,
) -> Answer {
    let answer = world.store.write(|tx| {
        let mut book = Book::open(tx, id)?;
        let title_before = book.title().to_owned();
        let answer = work(&mut book)?;
        book.save()?;
        let renamed = (book.title() != title_before).then(|| book.title());
        crate::drive::spreadsheet_changed(tx, id, renamed, world.clock.now())?;
        Ok::<_, Refusal>(answer)
    })?;
    world.mark_changed(Area::Sheets);
    Ok(Json(query.project(answer)))
}
