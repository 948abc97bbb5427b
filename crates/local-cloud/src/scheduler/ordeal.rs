//! What faults do to one firing.

use chrono::{DateTime, TimeDelta, Utc};
use url::Url;

use super::firing::decoded_body;
use super::job::Job;
use crate::faults::operation::{self, RUN_JOB};
use crate::faults::{Call, Effect, Stage, Struck};
use crate::world::World;

/// Decided when the firing is due.
pub(super) struct Ordeal {
    pub(super) struck: Vec<Struck>,
}

impl Ordeal {
    /// Only a firing that runs a job of this cloud can suffer.
    pub(super) fn of(world: &World, job: &Job) -> Self {
        let struck = if runs_a_job(world, job) {
            let body = decoded_body(job);
            let body = String::from_utf8_lossy(&body);
            let call = Call {
                stage: Stage::Firing,
                operation: RUN_JOB,
                execution: None,
                account: None,
                mentions: &|text| job.name().contains(text) || body.contains(text),
            };
            world.faults.strike(world.clock.now(), &call)
        } else {
            Vec::new()
        };
        Self { struck }
    }

    /// How often it is delivered.
    pub(super) fn deliveries(&self) -> u64 {
        let wanted = self.struck.iter().filter_map(|struck| match struck.effect {
            Effect::Deliveries(times) => Some(times),
            _ => None,
        });
        wanted.max().unwrap_or(1)
    }

    /// When it is delivered, where that is not at once.
    pub(super) fn held_back_until(&self, job: &Job, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let is_overlap = |struck: &Struck| struck.effect == Effect::Overlap;
        let late = |struck: &Struck| match struck.effect {
            Effect::Late(_) => struck.told_span(),
            _ => TimeDelta::zero(),
        };
        let overlap = self.struck.iter().any(is_overlap);
        let next = job.firings().filter(|_| overlap);
        let base = next.and_then(|firings| firings.after(now)).unwrap_or(now);
        let until = base.checked_add_signed(self.struck.iter().map(late).sum())?;
        (until > now).then_some(until)
    }
}

fn runs_a_job(world: &World, job: &Job) -> bool {
    let text = |name: &str| job.http_target().and_then(|http| http.get(name)?.as_str());
    let own_path = text("uri").filter(|uri| uri.starts_with(&world.settings.origin));
    let path = own_path.and_then(|uri| Url::parse(uri).ok());
    let method = text("httpMethod").unwrap_or_default();
    path.is_some_and(|url| operation::of(method, url.path()) == Some(RUN_JOB))
}
