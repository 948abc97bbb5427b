//! Samples of which the tab no longer remembers whether they have a row: it keeps its latest gaps only.

use domain::{Cell, Gap, NO_READING, Taken, Zone};
use sheets::{SheetsError, Tab};

use crate::execution::Execution;

/// Opens those of old samples that have no row, as the rows themselves say. The rows are read only where a sample needs it.
pub(crate) async fn open(execution: &Execution, tab: &mut Tab, old: &[Taken]) -> Result<(), SheetsError> {
    let forgotten: Vec<&Taken> = old.iter().filter(|one| !tab.state.lacks(one.at)).collect();
    if forgotten.is_empty() {
        return Ok(());
    }
    let rows = execution.sheets.rows(tab).await?;
    let schedule = execution.tracking.schedule();
    for one in forgotten {
        let time = Cell::Time(Zone::Named(execution.tracking.zone).wall_clock(one.at));
        let row = rows
            .iter()
            .find(|row| row.first().is_some_and(|cell| cell.as_ref() == Some(&time)));
        let Some(row) = row else {
            tab.state.open(one.at, &schedule);
            continue;
        };
        if matches!(row.get(1), Some(Some(Cell::Text(status))) if status.starts_with(NO_READING)) {
            tab.state.gaps.push(Gap {
                at: one.at,
                until: None,
                count: 1,
            });
        }
    }
    Ok(())
}
