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
    /// What a firing does.
    pub target: Target,
}

/// What a firing does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// It calls a Google API by POST.
    Http {
        /// What is called.
        uri: String,
        /// The JSON that it sends there.
        body: Vec<u8>,
        /// The account whose token it sends.
        service_account: String,
    },
    /// It publishes to a topic.
    PubSub {
        /// The full name, `projects/P/topics/T`.
        topic: String,
        /// The message; not empty.
        data: Vec<u8>,
    },
}

/// Which target a job has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetKind {
    /// It makes an HTTP request.
    Http,
    /// It publishes to a topic.
    PubSub,
    /// Neither: a job that is none of ours.
    Other,
}

/// A job as Cloud Scheduler tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its id, without project and location.
    pub id: String,
    /// What a person reads in the console.
    pub description: String,
    /// Which target it has.
    pub target: TargetKind,
    /// What it sends or publishes; empty where we may not read it.
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

    /// A patch of the description.
    pub(crate) fn with_description(description: &str) -> api::Job {
        api::Job {
            description: Some(description.to_owned()),
            ..api::Job::default()
        }
    }

    pub(crate) fn from_api(job: api::Job) -> Self {
        let (target, body) = match (job.http_target, job.pubsub_target) {
            (Some(http), _) => (TargetKind::Http, http.body),
            (_, Some(pubsub)) => (TargetKind::PubSub, pubsub.data),
            _ => (TargetKind::Other, None),
        };
        Self {
            id: last_part(job.name.as_deref().unwrap_or_default()).to_owned(),
            description: job.description.unwrap_or_default(),
            target,
            body: body.unwrap_or_default(),
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
        let (http_target, pubsub_target) = self.target.to_api();
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
            http_target,
            pubsub_target,
            ..api::Job::default()
        }
    }
}

impl Target {
    /// The one or the other.
    fn to_api(&self) -> (Option<api::HttpTarget>, Option<api::PubsubTarget>) {
        match self {
            Self::Http {
                uri,
                body,
                service_account,
            } => (Some(http_target(uri, body, service_account)), None),
            Self::PubSub { topic, data } => {
                let target = api::PubsubTarget {
                    topic_name: Some(topic.clone()),
                    data: Some(data.clone()),
                    ..api::PubsubTarget::default()
                };
                (None, Some(target))
            }
        }
    }
}

fn http_target(uri: &str, body: &[u8], service_account: &str) -> api::HttpTarget {
    // Without a type of its own a body is sent as application/octet-stream.
    let json = ("Content-Type".to_owned(), "application/json".to_owned());
    api::HttpTarget {
        uri: Some(uri.to_owned()),
        http_method: Some("POST".to_owned()),
        headers: Some(HashMap::from([json])),
        body: Some(body.to_vec()),
        oauth_token: Some(api::OAuthToken {
            service_account_email: Some(service_account.to_owned()),
            ..api::OAuthToken::default()
        }),
        ..api::HttpTarget::default()
    }
}

fn last_part(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or_default()
}
