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
        .read(|db| Ok(Book::open_known(db, id, &world.books).and_then(|book| read(&book))))??;
    Ok(Json(query.project(answer)))
}

/// Changes a spreadsheet: all of it, or nothing when it is refused.
pub(super) fn change(
    world: &World,
    id: &str,
    query: &Query,
    work: impl FnOnce(&mut Book<'_>) -> Result<Value, Refusal>,
) -> Answer {
    let (answer, content) = world.store.write(|tx| {
        let mut book = Book::open_known(tx, id, &world.books)?;
        let title_before = book.title().to_owned();
        let answer = work(&mut book)?;
        let content = book.save()?;
        let renamed = (book.title() != title_before).then(|| book.title());
        crate::drive::spreadsheet_changed(tx, id, renamed, world.clock.now())?;
        Ok::<_, Refusal>((answer, content))
    })?;
    world.books.remember(id, content);
    world.mark_changed(Area::Sheets);
    Ok(Json(query.project(answer)))
}
