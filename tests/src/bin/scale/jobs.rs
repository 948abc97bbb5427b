//! The trackings' Scheduler jobs.

use anyhow::Context;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use e2e::System;
use serde_json::{Value, json};

/// Where Scheduler jobs are.
pub(crate) const JOBS: &str = "/v1/projects/local/locations/asia-east2/jobs";
/// The event of the first tracking: it stands in everything that the job says of it.
const FIRST: &str = "SCALE0000";
/// How the events of all of them begin.
const EVENTS: &str = "SCALE";

/// All that there are, by the first of them.
pub(crate) struct Jobs<'a> {
    system: &'a System,
    first: Value,
    count: usize,
}

impl<'a> Jobs<'a> {
    /// Has the bot begin the first.
    pub(crate) async fn begin(system: &'a System) -> anyhow::Result<Self> {
        let asked = system.say(&format!("/track demo {FIRST} until in 12h")).await?;
        let card = asked.last().context("no answer to /track")?;
        system.press(card, "Start").await?;
        let first = every(system)
            .await?
            .into_iter()
            .find(is_tracking)
            .context("the bot made no Scheduler job")?;
        Ok(Self {
            system,
            first,
            count: 1,
        })
    }

    /// Makes more of them.
    pub(crate) async fn grow(&mut self, count: usize) -> anyhow::Result<()> {
        for number in self.count..count {
            let other = self.named(number)?;
            self.system.post(JOBS, other).await?;
        }
        self.count = self.count.max(count);
        Ok(())
    }

    fn named(&self, number: usize) -> anyhow::Result<Value> {
        let event = format!("SCALE{number:04}");
        let name = self.first["name"].as_str().context("a job has no name")?;
        let id = name.rsplit('/').next().unwrap_or_default();
        let body = body(&self.first)?
            .replace(FIRST, &event)
            .replace(id, &format!("{id}-{number}"));
        let mut http = self.first["httpTarget"].clone();
        http["body"] = json!(STANDARD.encode(body));
        let copied = |field: &str| self.first[field].clone();
        Ok(json!({
            "name": format!("{name}-{number}"),
            "description": copied("description").as_str().unwrap_or_default().replace(FIRST, &event),
            "schedule": copied("schedule"),
            "timeZone": copied("timeZone"),
            "httpTarget": http,
        }))
    }
}

/// All Scheduler jobs.
pub(crate) async fn every(system: &System) -> anyhow::Result<Vec<Value>> {
    let (mut jobs, mut token) = (Vec::new(), String::new());
    loop {
        let page = system
            .get(&format!("{JOBS}?pageSize=500&pageToken={token}"))
            .await?;
        jobs.extend(page["jobs"].as_array().into_iter().flatten().cloned());
        match page["nextPageToken"].as_str() {
            Some(next) if !next.is_empty() => token = next.to_owned(),
            _ => return Ok(jobs),
        }
    }
}

/// Whether it is not one that the bot has for itself.
pub(crate) fn is_tracking(job: &Value) -> bool {
    body(job).is_ok_and(|body| body.contains(EVENTS))
}

fn body(job: &Value) -> anyhow::Result<String> {
    let body = job["httpTarget"]["body"].as_str().context("a job has no body")?;
    Ok(String::from_utf8(STANDARD.decode(body)?)?)
}
