//! Sheet and CSVs beside what was taken.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context;
use chrono::{DateTime, Utc};
use domain::Tracking;

use super::cloud::State;
use super::ledger::{Key, Ledger};
use super::person::Person;
use super::plan::{Plan, Strategy};
use super::report::Report;
use super::rows::{self, Row};
use super::shop::Shop;
use super::watch::Watch;

/// All that is compared.
pub(super) struct World<'a> {
    pub(super) plan: &'a Plan,
    pub(super) trackings: &'a [Tracking],
    pub(super) ledger: &'a Ledger,
    pub(super) watch: &'a Watch,
    pub(super) person: &'a Person,
    pub(super) shop: &'a Shop,
    pub(super) state: &'a State,
}

impl World<'_> {
    /// Counts everything that is not as it should be.
    pub(super) fn compare(&self) -> anyhow::Result<Report> {
        let taken = self.ledger.acknowledged();
        let mut report = Report {
            samples: taken.len(),
            executions: self.ledger.executions(),
            jobs_left: self.state.jobs,
            ..Report::default()
        };
        for (number, tracking) in self.trackings.iter().enumerate() {
            let tab = self.state.tab_of(&tracking.id);
            let sheet = tab.map(rows::of_tab).unwrap_or_default();
            report.rows += sheet.len();
            let table = Table {
                place: "sheet",
                tracking,
                rows: &sheet,
            };
            table.find_doubles(&mut report);
            table.find_strangers(&mut report, |price| {
                self.shop.event_of(price) == u32::try_from(number).ok()
            });
            self.find_notes(tracking, &sheet, &mut report);
            self.find_untold(tracking, &sheet, &mut report);
            self.find_losses("sheet", tracking, &taken, &sheet, &mut report);
            if self.plan.strategy == Strategy::Ours {
                let csv = self.csv_of(tracking)?;
                let table = Table {
                    place: "CSV",
                    tracking,
                    rows: &csv,
                };
                table.find_doubles(&mut report);
                self.find_losses("CSV", tracking, &taken, &csv, &mut report);
            }
        }
        for (tracking, at) in &self.watch.changed {
            report
                .overwritten
                .push(format!("{tracking} {at}: the reading became another"));
        }
        let logged = self.ledger.logged();
        let missing = taken
            .difference(&logged)
            .filter_map(|key| self.watch.missing(key));
        report.longest = missing.max().unwrap_or_default();
        Ok(report)
    }

    fn csv_of(&self, tracking: &Tracking) -> anyhow::Result<Vec<Row>> {
        let name = format!("{}.csv", tracking.title());
        let found = self.state.csvs.iter().find(|(known, _)| *known == name);
        found
            .map_or_else(|| Ok(Vec::new()), |(_, text)| rows::of_csv(text))
            .with_context(|| name.clone())
    }

    /// What was taken has a reading, in the sheet unless a person deleted it.
    fn find_losses(
        &self,
        place: &str,
        tracking: &Tracking,
        taken: &BTreeSet<Key>,
        rows: &[Row],
        report: &mut Report,
    ) {
        let readings: BTreeSet<DateTime<Utc>> = rows
            .iter()
            .filter(|row| row.price.is_some())
            .map(|row| row.at)
            .collect();
        for key in taken.iter().filter(|(id, _)| *id == tracking.id) {
            // The CSV is stored every hour: a row that is deleted before is in none.
            let is_deleted = self.person.deleted.contains_key(key);
            if !readings.contains(&key.1) && !is_deleted {
                report
                    .lost
                    .push(format!("{} {} was taken and is not in the {place}", key.0, key.1));
            }
        }
    }

    /// Every sample since the first has a row or is told of by one, perhaps one that a person deleted.
    fn find_untold(&self, tracking: &Tracking, rows: &[Row], report: &mut Report) {
        let schedule = tracking.schedule();
        let first = rows.iter().map(|row| row.at).min().unwrap_or(tracking.deadline);
        let later = std::iter::successors(schedule.next(first), |at| schedule.next(*at));
        let due: Vec<DateTime<Utc>> = [first].into_iter().chain(later).collect();
        report.due += due.len();
        if self.plan.strategy == Strategy::Append {
            return;
        }
        let deleted = self.person.deleted.iter();
        let deleted = deleted.filter(|((id, _), _)| *id == tracking.id);
        let spans: Vec<(DateTime<Utc>, DateTime<Utc>)> = rows
            .iter()
            .map(|row| (row.at, row.until))
            .chain(deleted.map(|((_, at), until)| (*at, *until)))
            .collect();
        let is_told = |at: &DateTime<Utc>| spans.iter().any(|(from, to)| (from..=to).contains(&at));
        for at in due.iter().filter(|at| !is_told(at)) {
            report.lost.push(format!("{}: no row tells of {at}", tracking.id));
        }
    }

    fn find_notes(&self, tracking: &Tracking, rows: &[Row], report: &mut Report) {
        let by_time: BTreeMap<DateTime<Utc>, &Row> = rows.iter().map(|row| (row.at, row)).collect();
        for ((id, at), note) in self.person.notes.iter().filter(|((id, _), _)| *id == tracking.id) {
            let found = by_time.get(at).map(|row| row.note.as_str()).unwrap_or_default();
            if found != note {
                report
                    .overwritten
                    .push(format!("{id} {at}: the note `{note}` is `{found}`"));
            }
        }
    }
}

/// The rows of one tracking in one place.
struct Table<'a> {
    place: &'a str,
    tracking: &'a Tracking,
    rows: &'a [Row],
}

impl Table<'_> {
    fn find_doubles(&self, report: &mut Report) {
        let mut seen = BTreeSet::new();
        for row in self.rows.iter().filter(|row| !seen.insert(row.at)) {
            report
                .twice
                .push(format!("{} {} in the {}", self.tracking.id, row.at, self.place));
        }
    }

    fn find_strangers(&self, report: &mut Report, is_own: impl Fn(u64) -> bool) {
        for row in self
            .rows
            .iter()
            .filter(|row| row.price.is_some_and(|price| !is_own(price)))
        {
            report.overwritten.push(format!(
                "{} {}: {:?} is no answer to it",
                self.tracking.id, row.at, row.price
            ));
        }
    }
}
