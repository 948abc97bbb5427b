//! Merged cells: stored and given back; only the first cell of a merge keeps its value.

use serde_json::Value;

use super::{Reply, area, text};
use crate::sheets::book::Book;
use crate::sheets::refusal::{Refusal, invalid};
use crate::sheets::selection::{Area, Selection};

pub(super) fn merge(book: &mut Book<'_>, body: &Value) -> Reply {
    let area = area(book, body, "range")?;
    if crossing(book, &area)?
        .into_iter()
        .any(|merge| !contains(&area, &merge))
    {
        return invalid("You must select all cells in a merged range to merge or unmerge them.");
    }
    remove(book, &area)?;
    for merge in parts(&area, text(body, "mergeType").unwrap_or("MERGE_ALL")) {
        keep_first_value(book, &merge)?;
        book.grid_mut(area.sheet_id)?
            .parts
            .merges
            .push(merge.grid_range());
    }
    Ok(None)
}

pub(super) fn unmerge(book: &mut Book<'_>, body: &Value) -> Reply {
    let area = area(book, body, "range")?;
    if crossing(book, &area)?
        .into_iter()
        .any(|merge| !contains(&area, &merge))
    {
        return invalid("You must select all cells in a merged range to merge or unmerge them.");
    }
    remove(book, &area)?;
    Ok(None)
}

fn parts(area: &Area, kind: &str) -> Vec<Area> {
    match kind {
        "MERGE_ROWS" => area
            .rows
            .clone()
            .map(|row| Area {
                rows: row..row + 1,
                ..area.clone()
            })
            .collect(),
        "MERGE_COLUMNS" => area
            .columns
            .clone()
            .map(|column| Area {
                columns: column..column + 1,
                ..area.clone()
            })
            .collect(),
        _ => vec![area.clone()],
    }
}

fn crossing(book: &Book<'_>, area: &Area) -> Result<Vec<Area>, Refusal> {
    let tab = book.grid(area.sheet_id)?;
    let merges = tab
        .parts
        .merges
        .iter()
        .map(|merge| Ok(Selection::from_grid_range(merge)?.clipped(tab)));
    let merges: Vec<Area> = merges.collect::<Result<_, Refusal>>()?;
    Ok(merges
        .into_iter()
        .filter(|merge| merge.intersects(area))
        .collect())
}

fn contains(outer: &Area, inner: &Area) -> bool {
    outer.rows.start <= inner.rows.start
        && inner.rows.end <= outer.rows.end
        && outer.columns.start <= inner.columns.start
        && inner.columns.end <= outer.columns.end
}

fn remove(book: &mut Book<'_>, area: &Area) -> Result<(), Refusal> {
    let gone: Vec<Value> = crossing(book, area)?.iter().map(Area::grid_range).collect();
    book.grid_mut(area.sheet_id)?
        .parts
        .merges
        .retain(|merge| !gone.contains(merge));
    Ok(())
}

fn keep_first_value(book: &Book<'_>, merge: &Area) -> Result<(), Refusal> {
    let first = (merge.rows.start, merge.columns.start);
    book.rows(merge.sheet_id)
        .edit(merge.rows.clone(), &merge.columns, |row, column, cell| {
            if (row, column) != first {
                cell.clear_value();
            }
            Ok(())
        })
}
