//! What an execution writes at once: rows, and the memory that goes with them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;

use crate::Schedule;
use crate::row::Row;
use crate::sample::{Counting, Sample};
use crate::state::{Gap, Hole, TabState};
use crate::taken::{Taken, merged};

/// Gaps that a late reading may still replace.
const GAPS_KEPT: usize = 60;
/// More missed samples than this in a row become one row.
const LONGEST_GAP_LIST: usize = 60;
/// More holes than this are not remembered; the oldest become gaps.
const MOST_HOLES: usize = 12;
/// How long another execution may still hold a sample of a tracking below a minute, to write several at once.
const PATIENCE: Duration = Duration::seconds(60);
/// So long after a gap row was written, Drive is asked once more for the reading that it stands for.
const ASK_AGAIN: Duration = Duration::minutes(3);

/// How much is known about samples that are missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// Drive, where they may be waiting, was not asked or did not answer: they stay open.
    Nothing,
    /// All that waits on Drive is there. What nobody can have any more gets a gap row.
    All,
    /// The same, and nobody will bring more.
    AllForGood,
}

/// How a tracking's samples are settled.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// The tracking's sample times.
    pub schedule: &'a Schedule,
    /// Zone of the rows.
    pub zone: Tz,
    /// How figures are counted.
    pub counting: Counting,
}

/// Rows and memory, ready to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Rows that are new, in the order of their times; all have the columns that the tab has afterwards.
    pub rows: Vec<Row>,
    /// Readings that take the place of a gap row of the same time.
    pub replaced: Vec<Row>,
    /// The memory after them.
    pub state: TabState,
    /// The samples among them, in the order of their times.
    pub samples: Vec<Sample>,
}

impl Entry {
    /// Settles samples against what the tab remembers: each that has no row gets one, and what was due before the present
    /// and nobody has gets a gap row, or stays open.
    pub fn settle(
        before: &TabState,
        rules: Rules<'_>,
        now: DateTime<Utc>,
        taken: &[Taken],
        known: Known,
    ) -> Self {
        let deadline = rules.schedule.deadline();
        let taken = merged(taken.iter().filter(|one| one.at <= deadline).cloned());
        let missing = missing(before, rules.schedule, now, &taken);
        let wanted = |one: &&Taken| {
            let has_gap = one.is_not_asked() && before.is_gap(one.at);
            (missing.contains(&one.at) || before.lacks(one.at)) && !has_gap
        };
        let taken: Vec<&Taken> = taken.iter().filter(wanted).collect();
        let times: BTreeSet<DateTime<Utc>> = taken.iter().map(|one| one.at).collect();
        let missing: Vec<DateTime<Utc>> = missing.difference(&times).copied().collect();
        let patience = if rules.schedule.below_a_minute(now) {
            PATIENCE
        } else {
            Duration::zero()
        };
        let (gaps, holes) = settle_missing(&missing, now - patience, known);
        let (samples, counted) = count(before, &taken, rules.counting);
        write(
            before,
            rules.zone,
            now,
            Settled {
                samples,
                gaps,
                holes,
                missing,
            },
            counted,
            known,
        )
    }

    /// Whether there is anything to write: rows, or what is open or paused now and was not before.
    pub fn changes(&self, before: &TabState) -> bool {
        let memory = |state: &TabState| (state.holes.clone(), state.last, state.ask_again, state.pause);
        !self.rows.is_empty() || !self.replaced.is_empty() || memory(before) != memory(&self.state)
    }
}

/// The samples before the present one that have no row.
fn missing(
    before: &TabState,
    schedule: &Schedule,
    now: DateTime<Utc>,
    taken: &[Taken],
) -> BTreeSet<DateTime<Utc>> {
    let second = Duration::seconds(1);
    let open = before
        .holes
        .iter()
        .flat_map(|hole| schedule.between(hole.from - second, hole.to + second));
    let since = before.last.or(taken.first().map(|first| first.at));
    let passed = since
        .zip(schedule.latest(now))
        .map(|(since, latest)| schedule.between(since, latest));
    open.chain(passed.into_iter().flatten()).collect()
}

/// Which of the missing samples get a gap row, and which stay open.
fn settle_missing(
    missing: &[DateTime<Utc>],
    given_up: DateTime<Utc>,
    known: Known,
) -> (BTreeSet<DateTime<Utc>>, Vec<DateTime<Utc>>) {
    let is_gap = |at: &DateTime<Utc>| match known {
        Known::Nothing => false,
        Known::All => *at <= given_up,
        Known::AllForGood => true,
    };
    let (gaps, holes): (Vec<_>, Vec<_>) = missing.iter().copied().partition(is_gap);
    (gaps.into_iter().collect(), holes)
}

/// Counts the samples one after the other.
fn count(before: &TabState, taken: &[&Taken], counting: Counting) -> (Vec<Sample>, TabState) {
    let mut state = before.clone();
    let mut samples = Vec::with_capacity(taken.len());
    for one in taken {
        let (sample, mut next) = state.count(one.at, &one.observation, counting);
        next.last = Some(next.last.map_or(one.at, |last| last.max(one.at)));
        state = next;
        samples.push(sample);
    }
    (samples, state)
}

struct Settled {
    samples: Vec<Sample>,
    gaps: BTreeSet<DateTime<Utc>>,
    holes: Vec<DateTime<Utc>>,
    /// All that nobody has.
    missing: Vec<DateTime<Utc>>,
}

fn write(
    before: &TabState,
    zone: Tz,
    now: DateTime<Utc>,
    mut settled: Settled,
    counted: TabState,
    known: Known,
) -> Entry {
    let holes = holes(&mut settled, before);
    let columns = counted.columns();
    let gaps = runs(&settled);
    let mut rows: BTreeMap<DateTime<Utc>, Row> = gaps
        .iter()
        .map(|gap| (gap.at, Row::of_gap(gap, zone, &columns)))
        .collect();
    let mut replaced = Vec::new();
    for sample in &settled.samples {
        let row = Row::of_sample(sample, zone, &columns);
        if before.is_gap(sample.at) {
            replaced.push(row);
        } else {
            rows.insert(sample.at, row);
        }
    }
    let mut state = counted;
    state.revision = before.revision + 1;
    let times = settled.samples.iter().map(|sample| sample.at);
    let all = || times.clone().chain(settled.missing.iter().copied());
    state.first = state.first.into_iter().chain(all().min()).min();
    state.last = state.last.into_iter().chain(all().max()).max();
    state
        .gaps
        .retain(|gap| gap.until.is_some() || !times.clone().any(|at| at == gap.at));
    let not_asked = settled.samples.iter().filter(|sample| sample.is_gap);
    state.gaps.extend(
        gaps.iter()
            .copied()
            .chain(not_asked.map(|sample| Gap::of(sample.at))),
    );
    state.gaps.drain(..state.gaps.len().saturating_sub(GAPS_KEPT));
    state.holes = holes;
    let is_asked = known != Known::Nothing && before.ask_again.is_some_and(|at| now >= at);
    if !gaps.is_empty() {
        state.ask_again = Some(now + ASK_AGAIN);
    } else if is_asked {
        state.ask_again = None;
    }
    Entry {
        rows: rows.into_values().collect(),
        replaced,
        state,
        samples: settled.samples,
    }
}

/// What stays open, as spans in which nothing has a row; of too many the oldest are given up.
fn holes(settled: &mut Settled, before: &TabState) -> Vec<Hole> {
    let rows: BTreeSet<DateTime<Utc>> = settled
        .samples
        .iter()
        .map(|sample| sample.at)
        .chain(settled.gaps.iter().copied())
        .collect();
    let mut holes: Vec<Hole> = Vec::new();
    for at in &settled.holes {
        let goes_on = |hole: &&mut Hole| {
            rows.range(hole.to..=*at).next().is_none() && place(before, hole.to) == place(before, *at)
        };
        match holes.last_mut().filter(goes_on) {
            Some(hole) => hole.to = *at,
            None => holes.push(Hole { from: *at, to: *at }),
        }
    }
    while holes.len() > MOST_HOLES {
        let oldest = holes.remove(0);
        let given_up = settled
            .holes
            .iter()
            .filter(|at| (oldest.from..=oldest.to).contains(at));
        settled.gaps.extend(given_up.copied());
    }
    holes
}

/// The hole that a sample was in; between two of them, and behind the last, there are rows.
fn place(before: &TabState, at: DateTime<Utc>) -> Option<usize> {
    before
        .holes
        .iter()
        .position(|hole| (hole.from..=hole.to).contains(&at))
}

/// Gap rows: one for each sample, or one for very many without anything between them.
fn runs(settled: &Settled) -> Vec<Gap> {
    let taken: BTreeSet<DateTime<Utc>> = settled.samples.iter().map(|sample| sample.at).collect();
    let mut runs: Vec<Vec<DateTime<Utc>>> = Vec::new();
    for at in &settled.gaps {
        let follows = |run: &&mut Vec<DateTime<Utc>>| {
            run.last()
                .is_some_and(|last| taken.range(*last..*at).next().is_none())
        };
        match runs.last_mut().filter(follows) {
            Some(run) => run.push(*at),
            None => runs.push(vec![*at]),
        }
    }
    runs.iter().flat_map(|run| gaps(run)).collect()
}

fn gaps(run: &[DateTime<Utc>]) -> Vec<Gap> {
    match run {
        [first, .., last] if run.len() > LONGEST_GAP_LIST => {
            vec![Gap {
                at: *first,
                until: Some(*last),
                count: u32::try_from(run.len()).unwrap_or(u32::MAX),
            }]
        }
        _ => run.iter().map(|at| Gap::of(*at)).collect(),
    }
}

#[cfg(test)]
mod tests;
