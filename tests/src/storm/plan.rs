//! What a storm is made of.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use domain::{EventName, Interval, PlatformName, Tracking, Turns};
use serde_json::{Value, json};

use super::shop::Shop;

/// How samples are brought into the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strategy {
    /// As the tracker does it.
    Ours,
    /// The obvious way: `values.append` for each sample, retried.
    Append,
}

/// What happens to whom, all of it drawn from a seed as far as processes allow.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Of every chance.
    pub seed: u64,
    /// How many trackings read every minute.
    pub by_minute: u32,
    /// How many read every 10 seconds.
    pub by_ten_seconds: u32,
    /// How long it lasts, before everything is well again.
    pub minutes: u32,
    /// Who writes the rows.
    pub strategy: Strategy,
    /// The share of executions that are real processes.
    pub real_share: f64,
    /// Whether a person sorts, moves, renames and deletes meanwhile.
    pub has_person: bool,
    /// What fails.
    pub weather: Weather,
}

/// Which faults are in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weather {
    /// Everything at once: calls that fail in every way, doubled, overlapping and late firings, kills, two outages.
    Storm,
    /// Sheets' real quotas and nothing else.
    Quotas,
    /// Containers that start 2 to 30 s late.
    LateStarts,
}

impl Plan {
    /// How many minutes of calm follow: the trackings end in them.
    pub const CALM: u32 = 40;
    /// How many of those still have samples.
    const AFTERMATH: u32 = 6;

    /// The storm of so many samples.
    #[must_use]
    pub fn storm(seed: u64, samples: u32) -> Self {
        let (by_minute, by_ten_seconds) = (36, 4);
        let per_minute = by_minute + 6 * by_ten_seconds;
        Self {
            seed,
            by_minute,
            by_ten_seconds,
            minutes: samples
                .div_ceil(per_minute)
                .saturating_sub(Self::AFTERMATH)
                .max(10),
            strategy: Strategy::Ours,
            real_share: 0.02,
            has_person: true,
            weather: Weather::Storm,
        }
    }

    /// A storm that tests have time for.
    #[must_use]
    pub fn short_storm(seed: u64) -> Self {
        Self {
            by_minute: 5,
            by_ten_seconds: 1,
            minutes: 10,
            ..Self::storm(seed, 0)
        }
    }

    /// So many trackings, each minute, against Sheets' real quotas.
    #[must_use]
    pub fn crowd(trackings: u32, minutes: u32) -> Self {
        Self {
            by_minute: trackings,
            by_ten_seconds: 0,
            weather: Weather::Quotas,
            ..Self::quiet(minutes)
        }
    }

    /// One tracking that reads every 10 seconds, in containers that start 2 to 30 s after their firing.
    #[must_use]
    pub fn late_starts(seed: u64, minutes: u32) -> Self {
        Self {
            seed,
            by_minute: 0,
            by_ten_seconds: 1,
            weather: Weather::LateStarts,
            ..Self::quiet(minutes)
        }
    }

    fn quiet(minutes: u32) -> Self {
        Self {
            seed: 1,
            by_minute: 0,
            by_ten_seconds: 0,
            minutes,
            strategy: Strategy::Ours,
            real_share: 0.0,
            has_person: false,
            weather: Weather::Quotas,
        }
    }

    pub(super) fn start() -> DateTime<Utc> {
        "2026-02-28T01:00:00Z".parse().unwrap_or_default()
    }

    fn deadline(&self) -> DateTime<Utc> {
        self.at(self.minutes + Self::AFTERMATH)
    }

    fn at(&self, minute: u32) -> DateTime<Utc> {
        Self::start() + TimeDelta::minutes(i64::from(minute))
    }

    pub(super) fn trackings(&self, shop: &Shop) -> Vec<Tracking> {
        let of = |number: u32| Tracking {
            id: format!("track-storm-{number}"),
            scheduler_job: Some(format!("track-storm-{number}")),
            platform: PlatformName::parse("web").unwrap_or_else(|| unreachable!("`web` is a name")),
            event: EventName::parse_any(&shop.url(number))
                .unwrap_or_else(|_| unreachable!("a URL is an event")),
            deadline: self.deadline(),
            zone: Tz::Asia__Hong_Kong,
            interval: if number < self.by_minute {
                Interval::Minutes(1)
            } else {
                Interval::Seconds(10)
            },
            chat_id: Some(1),
            turns: Turns::among(usize::try_from(self.by_minute + self.by_ten_seconds).unwrap_or(usize::MAX)),
            language: domain::Language::English,
            alerts: domain::Alerts::default(),
            wishes: domain::Wishes::default(),
            owner: None,
        };
        (0..self.by_minute + self.by_ten_seconds).map(of).collect()
    }

    /// In the local cloud's own words.
    pub(super) fn faults(&self) -> Vec<Value> {
        match self.weather {
            Weather::Storm => self.storm_faults(),
            Weather::Quotas => quotas(),
            Weather::LateStarts => {
                vec![json!({ "operation": "run.execution", "effect": { "start_delay_s": [2, 30] } })]
            }
        }
    }

    /// 30 % of all calls to Google fail, a tenth of all firings come twice and a tenth together with the next one, one
    /// execution in twenty is killed, and each store is away for half an hour, for a third of it both.
    fn storm_faults(&self) -> Vec<Value> {
        let some = |probability: f64, effect: Value| {
            json!({ "operation": ["sheets.*", "drive.*", "scheduler.*", "run.jobs.run", "metadata.*"],
                    "probability": probability, "effect": effect })
        };
        let firing = |probability: f64, effect: Value| json!({ "operation": "run.jobs.run", "probability": probability, "effect": effect });
        let start = |probability: f64, effect: Value| json!({ "operation": "run.execution", "probability": probability, "effect": effect });
        vec![
            self.outage("sheets.*", 0, 30),
            self.outage("drive.*", 20, 30),
            some(0.05, json!({ "status": 429 })),
            some(0.05, json!({ "status": 500 })),
            some(0.05, json!({ "status": 503 })),
            some(0.06, json!({ "cut": "before" })),
            some(0.06, json!({ "cut": "after" })),
            some(0.03, json!({ "delay_ms": [5, 120] })),
            firing(0.1, json!({ "deliveries": 2 })),
            firing(0.1, json!({ "overlap": true })),
            firing(0.1, json!({ "late_s": [1, 50] })),
            start(0.2, json!({ "start_delay_s": [2, 30] })),
            start(0.05, json!({ "kill_after_ms": [1, 600] })),
        ]
    }

    /// In a short storm outages are shorter.
    fn outage(&self, operation: &str, from: u32, length: u32) -> Value {
        let unit = (self.minutes / 2).min(60);
        let from = self.minutes / 4 + from * unit / 60;
        let to = from + length * unit / 60;
        json!({ "operation": operation, "from": self.at(from), "to": self.at(to), "effect": { "status": 503 } })
    }
}

/// 60 reads and 60 writes a minute for the one service account.
fn quotas() -> Vec<Value> {
    let quota =
        |operations: &[&str]| json!({ "operation": operations, "effect": { "quota_per_minute": 60 } });
    // Drive's is out of reach; this counts its calls.
    let counted = json!({ "operation": "drive.*", "effect": { "quota_per_minute": 12_000 } });
    vec![
        counted,
        quota(&[
            "sheets.get",
            "sheets.getByDataFilter",
            "sheets.values.get",
            "sheets.values.batchGet",
            "sheets.values.batchGetByDataFilter",
            "sheets.developerMetadata.get",
            "sheets.developerMetadata.search",
        ]),
        quota(&[
            "sheets.batchUpdate",
            "sheets.values.append",
            "sheets.values.update",
            "sheets.values.batchUpdate",
            "sheets.values.batchUpdateByDataFilter",
        ]),
    ]
}
