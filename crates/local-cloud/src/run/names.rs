//! Names of executions: the job's, with five letters and digits behind it, as Cloud Run makes them.

use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, OptionalExtension as _};

use crate::world::World;

/// How many suffixes there are: 36 to the 5th.
const SUFFIXES: u64 = 60_466_176;
/// Without a divisor in common with `SUFFIXES`, so that no suffix comes twice before all have come.
const STRIDE: u64 = 41_475_557;

/// How many executions there have been, as soon as it is known.
#[derive(Default)]
pub(super) struct Counter(Mutex<Option<u64>>);

/// The next name; no two executions of a data folder share one, however many there are.
pub(super) fn next(world: &World) -> rusqlite::Result<String> {
    let mut counter = world.run.names.0.lock().unwrap_or_else(PoisonError::into_inner);
    let before = match *counter {
        Some(number) => number,
        None => world.store.read(last_number)?,
    };
    *counter = Some(before + 1);
    Ok(format!("{}-{}", world.settings.tracker_job, suffix(before + 1)))
}

/// Counts those that are not kept any more as well.
fn last_number(db: &Connection) -> rusqlite::Result<u64> {
    let select = "SELECT seq FROM sqlite_sequence WHERE name = 'executions'";
    let last: Option<i64> = db.query_row(select, [], |row| row.get(0)).optional()?;
    Ok(last.unwrap_or_default().unsigned_abs())
}

fn suffix(number: u64) -> String {
    let scrambled = (number % SUFFIXES) * STRIDE % SUFFIXES;
    let digit = |place: u32| {
        let digit = u32::try_from(scrambled / 36_u64.pow(place) % 36).ok()?;
        char::from_digit(digit, 36)
    };
    (0..5).filter_map(digit).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_suffix_comes_twice() {
        let suffixes: HashSet<String> = (1..=50_000).map(suffix).collect();
        assert_eq!(suffixes.len(), 50_000);
        assert!(suffixes.iter().all(|suffix| suffix.len() == 5));
    }
}
