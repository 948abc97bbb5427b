//! Samples of which the tab no longer remembers whether they have a row: it keeps its latest gaps only.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use domain::backup::TabRow;
use domain::{Cell, Gap, NO_READING, Schedule, TabState, Taken, Zone, gap_until};
use sheets::{SheetsError, Tab};

use crate::execution::Execution;

/// Opens those of old samples that have no row, as the rows themselves say. The rows are read only where a sample needs it.
pub(crate) async fn open(execution: &Execution, tab: &mut Tab, old: &[Taken]) -> Result<(), SheetsError> {
    let forgotten: Vec<&Taken> = old.iter().filter(|one| !tab.state.lacks(one.at)).collect();
    if forgotten.is_empty() {
        return Ok(());
    }
    let rows = execution.sheets.rows(tab).await?;
    let rows = Rows {
        rows: &rows,
        zone: Zone::Named(execution.tracking.zone),
        schedule: &execution.tracking.schedule(),
    };
    for one in forgotten {
        rows.open(&mut tab.state, one);
    }
    Ok(())
}

struct Rows<'a> {
    rows: &'a [TabRow],
    zone: Zone,
    schedule: &'a Schedule,
}

impl Rows<'_> {
    fn open(&self, state: &mut TabState, one: &Taken) {
        let Some(status) = self.status(self.zone.wall_clock(one.at)) else {
            state.open(one.at, self.schedule);
            return;
        };
        if !status.starts_with(NO_READING) {
            return;
        }
        state.gaps.push(Gap::of(one.at));
        if let Some(until) = gap_until(status, self.zone) {
            self.open_others(state, one, until + Duration::seconds(1));
        }
    }

    /// The row told of many samples, and the reading takes its place: those of them that have no row are open again.
    fn open_others(&self, state: &mut TabState, one: &Taken, end: DateTime<Utc>) {
        let times: BTreeSet<NaiveDateTime> = self.rows.iter().filter_map(time).collect();
        for due in self.schedule.between(one.at, end) {
            if !times.contains(&self.zone.wall_clock(due)) {
                state.open(due, self.schedule);
            }
        }
    }

    /// The status of a time's row, if it has one.
    fn status(&self, wanted: NaiveDateTime) -> Option<&str> {
        let row = self.rows.iter().find(|row| time(row) == Some(wanted))?;
        let status = row.get(1).and_then(Option::as_ref);
        Some(match status {
            Some(Cell::Text(status)) => status,
            _ => "",
        })
    }
}

fn time(row: &TabRow) -> Option<NaiveDateTime> {
    match row.first()?.as_ref()? {
        Cell::Time(time) => Some(*time),
        _ => None,
    }
}
