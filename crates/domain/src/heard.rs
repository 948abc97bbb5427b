//! What a chat has heard of a tracking, and what it is still to hear: the part of a tab's memory that events are made of.
//!
//! [`Entry::hear`] changes it together with the rows, so that what is to be told is stored in the one atomic write that
//! stores what it is about. [`TabState::untold`] are the events; whoever has published one takes it off with
//! [`Heard::is_told`].

mod news;
mod room;

use chrono::serde::ts_seconds_option;
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use crate::alerts::Alerts;
use crate::entry::Entry;
use crate::event::{AlertsText, Report, Told, What};
use crate::identity::sheet_id;
use crate::sample::Sample;
use crate::seen::{Seen, cut};
use crate::state::TabState;

use news::{Fails, News, Untold};

/// So many samples in a row without a reading are told.
const FAILURES: u32 = 3;
/// A sign of life comes once in so many seconds.
const REPORT: i64 = 300;
/// An alert that is older is of no use.
const LATE: Duration = Duration::hours(1);
/// What is older was brought later: of it only the newest reading counts.
const BROUGHT: Duration = Duration::minutes(2);
/// The execution that stored an event publishes it; so much later another one does, for that one was killed.
const GIVEN_UP: Duration = Duration::seconds(45);

/// What a chat has heard.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Heard {
    /// The last reading.
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    seen: Option<Seen>,
    /// What alerts compare with, where it is not the last reading: an uncertain one triggers nothing.
    #[serde(rename = "k", default, skip_serializing_if = "Option::is_none")]
    sure: Option<Seen>,
    /// Samples without a reading since the last one that has one.
    #[serde(rename = "f", default, skip_serializing_if = "Option::is_none")]
    fails: Option<Fails>,
    /// The sample of the last sign of life.
    #[serde(
        rename = "r",
        with = "ts_seconds_option",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    reported: Option<DateTime<Utc>>,
    /// What was not published yet, as far as is known.
    #[serde(rename = "u", default, skip_serializing_if = "Vec::is_empty")]
    untold: Vec<Untold>,
}

/// Who is to hear of what, and when.
#[derive(Debug, Clone, Copy)]
pub struct Hearing<'a> {
    /// What the chat wants to hear at once.
    pub alerts: &'a Alerts,
    /// The present.
    pub now: DateTime<Utc>,
}

impl Entry {
    /// Adds to the memory what is to be told of the new samples. Those from before the last that is settled change
    /// nothing: only the newest state matters. The first reading is told by `started` alone, whatever alerts hold with it.
    pub fn hear(&mut self, before: &TabState, hearing: Hearing<'_>) {
        let mut heard = before.heard.clone().unwrap_or_default();
        // A tab from before there were events has been read long ago: nothing of it starts.
        let is_first = before.read.is_none();
        let is_later = |sample: &Sample| before.last.is_none_or(|last| sample.at > last);
        let is_new = |sample: &&Sample| is_later(sample) || (is_first && sample.is_read);
        let samples: Vec<&Sample> = self.samples.iter().filter(is_new).collect();
        let newest_brought = samples
            .iter()
            .rev()
            .find(|sample| sample.is_sure() && hearing.now - sample.at > BROUGHT)
            .map(|sample| sample.at);
        for sample in samples {
            let is_passed_over = newest_brought.is_some_and(|newest| sample.at < newest);
            heard.sample(sample, is_first, is_passed_over, hearing);
        }
        heard.drop_outdated(hearing.now);
        self.state.heard = Some(heard);
        self.state.fit_heard();
    }
}

impl Heard {
    /// The ids of all that waits.
    pub fn waiting(&self) -> impl Iterator<Item = String> {
        self.untold.iter().map(|untold| untold.news.id())
    }

    /// An event was published.
    pub fn is_told(&mut self, id: &str) {
        self.untold.retain(|untold| untold.news.id() != id);
    }

    fn sample(&mut self, sample: &Sample, is_first: bool, is_passed_over: bool, hearing: Hearing<'_>) {
        let Some(seen) = Seen::of(sample) else {
            if !sample.is_gap {
                self.fail(sample, hearing);
            }
            return;
        };
        // Fewer were never told of.
        let had_failed = self.fails.take().filter(|fails| fails.times >= FAILURES);
        if is_first && self.seen.is_none() {
            self.tell(News::Started(seen.clone()), hearing);
        } else if let Some(fails) = had_failed {
            self.tell(News::Recovered(fails.since, seen.clone()), hearing);
        }
        if sample.is_sure() && !is_passed_over {
            self.compare(seen.clone(), hearing);
        } else if self.sure.is_none() {
            self.sure = self.seen.take().filter(|seen| seen.doubt.is_none());
        }
        self.seen = Some(seen);
    }

    fn fail(&mut self, sample: &Sample, hearing: Hearing<'_>) {
        let (since, times) = match &self.fails {
            Some(fails) => (fails.since, fails.times.saturating_add(1)),
            None => (sample.at, 1),
        };
        let reason = cut(&sample.status);
        let fails = Fails { since, times, reason };
        if times == FAILURES {
            self.tell(News::Failing(fails.clone()), hearing);
        }
        self.fails = Some(fails);
    }

    /// Compares a reading that is sure with the last one that was.
    fn compare(&mut self, seen: Seen, hearing: Hearing<'_>) {
        let last = self.seen.take().filter(|seen| seen.doubt.is_none());
        let before = self.sure.take().or(last);
        let merged = seen.clone().beside(before.as_ref());
        if let Some(before) = before {
            let alerts = hearing.alerts.asked_for(&before, &merged);
            if !alerts.is_none() && hearing.now - seen.at <= LATE {
                self.tell(News::Alert(AlertsText(alerts), before, seen.clone()), hearing);
            }
        }
        self.sure = (merged != seen).then_some(merged);
    }

    fn tell(&mut self, news: News, hearing: Hearing<'_>) {
        self.untold.push(Untold {
            stored: hearing.now,
            news,
        });
    }

    /// What waited too long: alerts of old, and failures that are over by now.
    fn drop_outdated(&mut self, now: DateTime<Utc>) {
        let failing = self.fails.as_ref().map(|fails| fails.since);
        self.untold.retain(|untold| match &untold.news {
            News::Alert(_, _, seen) => now - seen.at <= LATE,
            News::Failing(fails) => failing == Some(fails.since) || now == untold.stored,
            News::Started(_) | News::Recovered(..) => true,
        });
    }
}

impl TabState {
    /// The events that an execution has to publish, in the order in which they were stored, each with its id: its `own`,
    /// and those of executions that have given up.
    pub fn untold(&self, now: DateTime<Utc>, own: impl Fn(&str) -> bool) -> Vec<(String, What)> {
        let all = self.heard.iter().flat_map(|heard| &heard.untold);
        let is_ours = |untold: &&Untold| now - untold.stored >= GIVEN_UP || own(&untold.news.id());
        let labels = self.labels();
        let ours = all.filter(is_ours);
        ours.map(|untold| (untold.news.id(), untold.news.what(&labels)))
            .collect()
    }

    /// How the tracking is, as far as the tab remembers.
    pub fn report(&self) -> Report {
        let heard = self.heard.as_ref();
        let seen = heard.and_then(|heard| heard.seen.as_ref());
        let fails = heard.and_then(|heard| heard.fails.as_ref());
        let only_time = || {
            let at = self.read?;
            let status = "ok".to_owned();
            Some(Told {
                at,
                status,
                reading: None,
            })
        };
        Report {
            last: seen.map(|seen| seen.told(&self.labels())).or_else(only_time),
            failing_since: fails.map(|fails| fails.since),
            reason: fails.map(|fails| fails.reason.clone()),
            settled: self.last,
            outlook: None,
        }
    }

    /// Notes that a sign of life is due with the last sample, and says whether it is: once in five minutes, at a minute of the
    /// tracking's own, so that not all tell in the same one. Where `started` is told it is that.
    pub fn note_report(&mut self, tracking: &str) -> bool {
        let (Some(last), Some(heard)) = (self.last, &mut self.heard) else {
            return false;
        };
        let own = i64::from(sheet_id(tracking)) % (REPORT / 60) * 60;
        let window = |at: DateTime<Utc>| (at.timestamp() + own).div_euclid(REPORT);
        let is_due = heard
            .reported
            .is_none_or(|reported| window(last) > window(reported));
        let is_start = heard
            .untold
            .iter()
            .any(|untold| matches!(untold.news, News::Started(_)));
        if is_due || is_start {
            heard.reported = Some(last);
        }
        is_due && !is_start
    }

    /// The items' names in the tab.
    fn labels(&self) -> Vec<String> {
        self.items
            .as_ref()
            .map(crate::items::Items::labels)
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
