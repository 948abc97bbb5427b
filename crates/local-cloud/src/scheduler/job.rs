//! A job as it is stored and shown: the API's own JSON form, with every default written out.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use croner::Cron;
use croner::parser::{CronParser, Seconds, Year};
use serde_json::{Value, json};

use crate::google_error::GoogleError;
use crate::wire::{Object, duration, timestamp};

/// One job.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Job(Object);

/// When a job fires.
pub(super) struct Firings {
    cron: Cron,
    zone: Tz,
}

impl Firings {
    /// The first firing after an instant.
    pub(super) fn after(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let local = at.with_timezone(&self.zone);
        self.cron
            .find_next_occurrence(&local, false)
            .ok()
            .map(|next| next.with_timezone(&Utc))
    }
}

impl Job {
    /// A new one, or one with changed fields: what was left out gets its default.
    pub(super) fn with_defaults(mut object: Object) -> Self {
        object.retain(|_, value| value.as_str() != Some(""));
        object.entry("timeZone").or_insert_with(|| "UTC".into());
        let retry = object.entry("retryConfig").or_insert_with(|| json!({}));
        for (name, default) in [
            ("maxRetryDuration", json!("0s")),
            ("minBackoffDuration", json!("5s")),
            ("maxBackoffDuration", json!("3600s")),
            ("maxDoublings", json!(5)),
        ] {
            if retry.get(name).is_none() {
                retry[name] = default;
            }
        }
        if let Some(Value::Object(http)) = object.get_mut("httpTarget") {
            complete(http);
            object.entry("attemptDeadline").or_insert_with(|| "180s".into());
        }
        if let Some(Value::Object(app_engine)) = object.get_mut("appEngineHttpTarget") {
            default_method(app_engine);
        }
        Self(object)
    }

    pub(super) fn parse(text: &str) -> Result<Self, GoogleError> {
        let failed = |error| GoogleError::internal(format!("a stored job cannot be read: {error}"));
        serde_json::from_str(text).map(Self).map_err(failed)
    }

    pub(super) fn object(&self) -> &Object {
        &self.0
    }

    pub(super) fn into_object(self) -> Object {
        self.0
    }

    pub(super) fn name(&self) -> &str {
        self.text("name")
    }

    /// The last part of the name.
    pub(super) fn id(&self) -> &str {
        self.name().rsplit('/').next().unwrap_or_default()
    }

    pub(super) fn is_enabled(&self) -> bool {
        self.text("state") == "ENABLED"
    }

    /// `None` when the schedule or the zone is not one.
    pub(super) fn firings(&self) -> Option<Firings> {
        let parser = CronParser::builder()
            .seconds(Seconds::Disallowed)
            .year(Year::Disallowed)
            .build();
        let cron = parser.parse(self.text("schedule")).ok()?;
        let zone = self.text("timeZone").parse().ok()?;
        Some(Firings { cron, zone })
    }

    pub(super) fn attempt_deadline(&self) -> TimeDelta {
        duration(self.text("attemptDeadline")).unwrap_or(TimeDelta::seconds(180))
    }

    pub(super) fn schedule_time(&self) -> Option<DateTime<Utc>> {
        self.text("scheduleTime").parse().ok()
    }

    /// Sets the next firing after `now`.
    pub(super) fn plan(&mut self, now: DateTime<Utc>) {
        match self.firings().and_then(|firings| firings.after(now)) {
            Some(next) => self.set("scheduleTime", timestamp(next)),
            None => drop(self.0.remove("scheduleTime")),
        }
    }

    pub(super) fn set(&mut self, field: &str, value: impl Into<Value>) {
        self.0.insert(field.to_owned(), value.into());
    }

    pub(super) fn http_target(&self) -> Option<&Object> {
        self.0.get("httpTarget")?.as_object()
    }

    pub(super) fn pubsub_target(&self) -> Option<&Object> {
        self.0.get("pubsubTarget")?.as_object()
    }

    pub(super) fn retry_config(&self) -> Option<&Object> {
        self.0.get("retryConfig")?.as_object()
    }

    fn text(&self, field: &str) -> &str {
        self.0.get(field).and_then(Value::as_str).unwrap_or_default()
    }
}

impl fmt::Display for Job {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        Value::Object(self.0.clone()).fmt(formatter)
    }
}

/// The defaults of an HTTP target: Google stores the headers that it adds.
fn complete(http: &mut Object) {
    http.retain(|_, value| value.as_str() != Some(""));
    default_method(http);
    let has_body = http.contains_key("body");
    let Value::Object(headers) = http.entry("headers").or_insert_with(|| json!({})) else {
        return;
    };
    headers.retain(|name, _| !is_googles_own(name));
    headers.insert("User-Agent".to_owned(), "Google-Cloud-Scheduler".into());
    if has_body
        && !headers
            .keys()
            .any(|name| name.eq_ignore_ascii_case("content-type"))
    {
        headers.insert("Content-Type".to_owned(), "application/octet-stream".into());
    }
}

fn default_method(target: &mut Object) {
    if matches!(
        target.get("httpMethod").and_then(Value::as_str),
        None | Some("HTTP_METHOD_UNSPECIFIED")
    ) {
        target.insert("httpMethod".to_owned(), "POST".into());
    }
}

/// Headers that a job cannot set: they are computed, or Google's alone.
fn is_googles_own(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    matches!(name.as_str(), "host" | "content-length" | "user-agent")
        || ["x-google-", "x-appengine-", "x-cloudscheduler"]
            .iter()
            .any(|prefix| name.starts_with(prefix))
}
