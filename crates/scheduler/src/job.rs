//! A Scheduler job in our words, and in Google's.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use google_cloudscheduler1::api;

/// What a new job is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobSpec {
    /// Its id, without project and location.
    pub id: String,
    /// What a person reads in the console.
    pub description: String,
    /// A five-field cron.
    pub schedule: String,
    /// The cron's zone, as `Asia/Hong_Kong`.
    pub time_zone: String,
    /// What a firing calls.
    pub uri: String,
    /// The JSON that it sends there.
    pub body: Vec<u8>,
    /// The account whose token it sends.
    pub service_account: String,
}

/// A job as Cloud Scheduler tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its id, without project and location.
    pub id: String,
    /// The JSON that it sends; empty where we may not read it.
    pub body: Vec<u8>,
    /// Its last firing.
    pub last_attempt: Option<DateTime<Utc>>,
    /// What that was answered with, as a `google.rpc.Code`. Success is an absent code or 0.
    pub status_code: Option<i32>,
    /// Its next firing.
    pub next_attempt: Option<DateTime<Utc>>,
    /// Whether it fires.
    pub state: State,
}

/// Whether a job fires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It does.
    Enabled,
    /// A person paused it.
    Paused,
    /// Google disabled it, or an update of it failed.
    Other,
}

impl Job {
    /// Whether the last firing was accepted by its target. Negative codes stand for an answer that is still to come.
    pub fn accepted(&self) -> bool {
        self.status_code.is_none_or(|code| code <= 0)
    }

    /// A patch of the body.
    pub(crate) fn with_body(body: &[u8]) -> api::Job {
        api::Job {
            http_target: Some(api::HttpTarget {
                body: Some(body.to_vec()),
                ..api::HttpTarget::default()
            }),
            ..api::Job::default()
        }
    }

    pub(crate) fn from_api(job: api::Job) -> Self {
        Self {
            id: last_part(job.name.as_deref().unwrap_or_default()).to_owned(),
            body: job.http_target.and_then(|target| target.body).unwrap_or_default(),
            last_attempt: job.last_attempt_time,
            status_code: job.status.and_then(|status| status.code),
            next_attempt: job.schedule_time,
            state: State::parse(job.state.as_deref()),
        }
    }
}

impl State {
    fn parse(text: Option<&str>) -> Self {
        match text {
            Some("ENABLED") => Self::Enabled,
            Some("PAUSED") => Self::Paused,
            _ => Self::Other,
        }
    }
}

impl JobSpec {
    pub(crate) fn to_api(&self, name: String) -> api::Job {
        api::Job {
            name: Some(name),
            description: Some(self.description.clone()),
            schedule: Some(self.schedule.clone()),
            time_zone: Some(self.time_zone.clone()),
            // The next minute brings the next firing; a repeated one would only overlap it.
            retry_config: Some(api::RetryConfig {
                retry_count: Some(0),
                ..api::RetryConfig::default()
            }),
            http_target: Some(self.target()),
            ..api::Job::default()
        }
    }

    fn target(&self) -> api::HttpTarget {
        // Without a type of its own a body is sent as application/octet-stream.
        let json = ("Content-Type".to_owned(), "application/json".to_owned());
        api::HttpTarget {
            uri: Some(self.uri.clone()),
            http_method: Some("POST".to_owned()),
            headers: Some(HashMap::from([json])),
            body: Some(self.body.clone()),
            oauth_token: Some(api::OAuthToken {
                service_account_email: Some(self.service_account.clone()),
                ..api::OAuthToken::default()
            }),
            ..api::HttpTarget::default()
        }
    }
}

fn last_part(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or_default()
}
