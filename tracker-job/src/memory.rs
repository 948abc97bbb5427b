//! Changing what a tab remembers, beside writing rows.

use anyhow::{Context, bail};
use domain::TabState;
use sheets::{Fill, SheetsError, Tab};

use crate::execution::Execution;

/// So many writers of one tab never collide in a row.
pub(crate) const CONFLICTS: u32 = 6;

/// Changes the memory; after a conflict the tab is read again and the change is made to what it remembers by then. Tells how
/// full the spreadsheet is.
pub(crate) async fn change(
    execution: &Execution,
    tab: &mut Tab,
    change: impl Fn(&mut TabState),
) -> anyhow::Result<Fill> {
    for _ in 0..CONFLICTS {
        let mut state = tab.state.clone();
        state.revision += 1;
        change(&mut state);
        if let Some(fill) = execution.sheets.remember(tab, &state).await? {
            *tab = tab.clone().remembering(state);
            return Ok(fill);
        }
        *tab = read_again(execution, tab.state.revision)
            .await?
            .context("the tab was deleted meanwhile")?;
    }
    bail!("the tab changed {CONFLICTS} times while its memory was being written")
}

/// Reads the tab after a conflict with the revision that was known.
pub(crate) async fn read_again(execution: &Execution, known: u64) -> Result<Option<Tab>, SheetsError> {
    let tab = execution.sheets.find(&execution.tracking.id).await?;
    Ok(tab.map(|tab| tab.after_conflict(known)))
}
