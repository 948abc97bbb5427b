//! Clearing: values go, formats stay.

use crate::sheets::book::Book;
use crate::sheets::cell::Cell;
use crate::sheets::refusal::Refusal;
use crate::sheets::selection::Selection;

/// Clears a selection and names what was cleared in A1 notation.
pub(super) fn clear(book: &Book<'_>, selection: &Selection) -> Result<String, Refusal> {
    let tab = book.grid(selection.sheet_id)?;
    let area = selection.existing(tab)?;
    book.rows(area.sheet_id)
        .edit_present(&area.rows, &area.columns, Cell::clear_value)?;
    Ok(area.a1(tab.title()))
}
