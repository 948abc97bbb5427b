//! What Cloud Scheduler refuses in a job.

use chrono::TimeDelta;
use serde_json::Value;
use url::Url;

use super::job::Job;
use crate::google_error::GoogleError;
use crate::wire::{Object, duration};

const NAME_FORM: &str =
    "Job name must be formatted: \"projects/<PROJECT_ID>/locations/<LOCATION_ID>/jobs/<JOB_ID>\".";
const MOST_DESCRIPTION: usize = 500;
const MOST_BYTES: usize = 1 << 20;
const MOST_HEADER_BYTES: usize = 80 << 10;
const MOST_RETRIES: i64 = 5;
const MOST_DOUBLINGS: i64 = 16;

/// A job as it would be stored, all defaults filled in.
pub(super) fn check(job: &Job) -> Result<(), GoogleError> {
    if text(job.object(), "description").chars().count() > MOST_DESCRIPTION {
        return refuse(format!(
            "Job.description must not be longer than {MOST_DESCRIPTION} characters."
        ));
    }
    if job.firings().is_none() {
        return refuse("Schedule or time zone is invalid.");
    }
    retry_config(job.object().get("retryConfig"))?;
    target(job)?;
    if job.to_string().len() > MOST_BYTES {
        return refuse("Job is too large: it must not be larger than 1 MB.");
    }
    Ok(())
}

/// The id of a name below `parent`.
pub(super) fn id<'a>(name: &'a str, parent: &str) -> Result<&'a str, GoogleError> {
    let parts: Vec<&str> = name.split('/').collect();
    let ["projects", _, "locations", _, "jobs", id] = parts.as_slice() else {
        return refuse(NAME_FORM);
    };
    let is_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    if id.is_empty() || id.len() > 500 || !id.chars().all(is_word) {
        return refuse(format!(
            "{NAME_FORM} JOB_ID can contain only letters ([A-Za-z]), numbers ([0-9]), hyphens (-), or underscores (_). \
             The maximum length is 500 characters."
        ));
    }
    if name.strip_suffix(&format!("/jobs/{id}")) != Some(parent) {
        return refuse(format!(
            "Job name \"{name}\" must be below the parent \"{parent}\"."
        ));
    }
    Ok(id)
}

fn target(job: &Job) -> Result<(), GoogleError> {
    let object = job.object();
    match (
        object.get("httpTarget"),
        object.get("pubsubTarget"),
        object.get("appEngineHttpTarget"),
    ) {
        (Some(Value::Object(http)), ..) => http_target(job, http),
        (_, Some(Value::Object(pubsub)), _) => pubsub_target(pubsub),
        (.., Some(Value::Object(app_engine))) => body_fits_method(app_engine, "appEngineHttpTarget"),
        _ => refuse("Job must have a target: one of httpTarget, pubsubTarget or appEngineHttpTarget."),
    }
}

fn http_target(job: &Job, http: &Object) -> Result<(), GoogleError> {
    let uri = text(http, "uri");
    let url = Url::parse(uri)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    if url.is_none() || uri.len() > 2083 {
        return refuse(format!(
            "Job.httpTarget.uri \"{uri}\" must be a valid HTTP or HTTPS URL."
        ));
    }
    body_fits_method(http, "httpTarget")?;
    headers(http)?;
    for token in ["oauthToken", "oidcToken"] {
        let account = http
            .get(token)
            .and_then(Value::as_object)
            .map(|token| text(token, "serviceAccountEmail"));
        if account.is_some_and(|email| !email.contains('@')) {
            return refuse(format!(
                "Job.httpTarget.{token}.serviceAccountEmail must be the e-mail of a service account."
            ));
        }
    }
    let deadline = job.attempt_deadline();
    if !(TimeDelta::seconds(15)..=TimeDelta::minutes(30)).contains(&deadline) {
        return refuse(
            "Job.attemptDeadline must be in the interval [15 seconds, 30 minutes] for an HTTP target.",
        );
    }
    Ok(())
}

fn headers(http: &Object) -> Result<(), GoogleError> {
    let Some(headers) = http.get("headers").and_then(Value::as_object) else {
        return Ok(());
    };
    let pairs = || {
        headers
            .iter()
            .map(|(name, value)| (name, value.as_str().unwrap_or_default()))
    };
    for (name, value) in pairs() {
        let is_valid = axum::http::HeaderName::try_from(name).is_ok()
            && axum::http::HeaderValue::try_from(value).is_ok();
        if !is_valid {
            return refuse(format!(
                "Job.httpTarget.headers has an invalid header \"{name}\"."
            ));
        }
    }
    if pairs()
        .map(|(name, value)| name.len() + value.len())
        .sum::<usize>()
        > MOST_HEADER_BYTES
    {
        return refuse("The total size of the headers must be less than 80KB.");
    }
    Ok(())
}

fn body_fits_method(target: &Object, name: &str) -> Result<(), GoogleError> {
    let has_body = !text(target, "body").is_empty();
    if has_body && !matches!(text(target, "httpMethod"), "POST" | "PUT" | "PATCH") {
        return refuse(format!(
            "Job.{name}.body is allowed only if the HTTP method is POST, PUT, or PATCH."
        ));
    }
    Ok(())
}

fn pubsub_target(pubsub: &Object) -> Result<(), GoogleError> {
    let parts: Vec<&str> = text(pubsub, "topicName").split('/').collect();
    let ["projects", project, "topics", topic] = parts.as_slice() else {
        return refuse(
            "Job.pubsubTarget.topicName must be formatted: \"projects/<PROJECT_ID>/topics/<TOPIC_ID>\".",
        );
    };
    let says_something = !text(pubsub, "data").is_empty()
        || pubsub
            .get("attributes")
            .and_then(Value::as_object)
            .is_some_and(|attributes| !attributes.is_empty());
    if project.is_empty() || topic.is_empty() || !says_something {
        return refuse(
            "Job.pubsubTarget must name a topic and contain either non-empty data, or at least one attribute.",
        );
    }
    Ok(())
}

fn retry_config(config: Option<&Value>) -> Result<(), GoogleError> {
    let Some(config) = config.and_then(Value::as_object) else {
        return Ok(());
    };
    for (name, most) in [("retryCount", MOST_RETRIES), ("maxDoublings", MOST_DOUBLINGS)] {
        let number = config.get(name).and_then(Value::as_i64).unwrap_or(0);
        if !(0..=most).contains(&number) {
            return refuse(format!(
                "Job.retryConfig.{name} must be between 0 and {most}, it is {number}."
            ));
        }
    }
    for name in ["maxRetryDuration", "minBackoffDuration", "maxBackoffDuration"] {
        if duration(text(config, name)).is_some_and(|duration| duration < TimeDelta::zero()) {
            return refuse(format!("Job.retryConfig.{name} must not be negative."));
        }
    }
    let backoff = |name| duration(text(config, name)).unwrap_or_default();
    if backoff("minBackoffDuration") > backoff("maxBackoffDuration") {
        return refuse("Job.retryConfig.minBackoffDuration must not be greater than maxBackoffDuration.");
    }
    Ok(())
}

fn text<'a>(object: &'a Object, name: &str) -> &'a str {
    object.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn refuse<T>(message: impl Into<String>) -> Result<T, GoogleError> {
    Err(GoogleError::invalid_argument(message))
}
