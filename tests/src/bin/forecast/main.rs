//! `cargo run -p e2e --bin forecast -- DIR`: how far off projections of recorded events were 24, 6, 3 and 1 h before their end, beside
//! a straight line through the last hour and the figure as it was. DIR holds `*.csv.gz` and `events.json` as in ../shared/events.
//! Each event is projected by what is fitted to the others; those whose record stops before the end count for nothing.
//!
//! An error is |said - ended| / ended, and each item counts as much as any other; the range's loss is its Winkler score, likewise
//! as a share of the final figure.

mod folder;
mod score;
mod table;

use std::path::PathBuf;

use anyhow::{Context, ensure};

fn main() -> anyhow::Result<()> {
    let folder: PathBuf = std::env::args_os().nth(1).context("usage: forecast DIR")?.into();
    let recorded = folder::read(&folder)?;
    let (whole, cut): (Vec<_>, Vec<_>) = recorded.into_iter().partition(folder::Recorded::reaches_the_end);
    for event in cut {
        println!("{event}: its record stops before the end and is left out");
    }
    ensure!(
        !whole.is_empty(),
        "no record in {} reaches its event's end",
        folder.display()
    );
    table::print(&whole, &score::leave_one_out(&whole));
    Ok(())
}
