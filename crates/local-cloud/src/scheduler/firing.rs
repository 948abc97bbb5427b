//! One firing: the job's request, sent as Cloud Scheduler sends it, and again if the job wants retries.

use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value, json};

use super::job::Job;
use super::ordeal::Ordeal;
use super::table;
use crate::changes::Area;
use crate::clock::Busy;
use crate::google_error::GoogleError;
use crate::journal::{Entry, body_text};
use crate::metadata::tokens;
use crate::wire::{Object, duration, timestamp};
use crate::world::{SharedWorld, World};

mod pubsub;

/// `google.rpc.Code` of an attempt; 0 is success.
type Code = i64;
const OK: Code = 0;
const DEADLINE_EXCEEDED: Code = 4;
const INTERNAL: Code = 13;
const UNAVAILABLE: Code = 14;

/// Attempts until one succeeds or the job's retries are used up. Other firings do not wait for it.
pub(super) async fn deliver(world: SharedWorld, job: Job, at: DateTime<Utc>, mut busy: Busy) {
    let ordeal = Ordeal::of(&world, &job);
    record_faults(&world, &job, &ordeal);
    if let Some(until) = ordeal.held_back_until(&job, world.clock.now()) {
        let due = world.clock.wait_until(until);
        drop(busy);
        busy = due.await;
    }
    let began = world.clock.now();
    for attempt in 0.. {
        let code = self::attempt(&world, &job, at).await;
        if attempt == 0 {
            repeat(&world, &job, at, ordeal.deliveries() - 1).await;
        }
        if let Err(error) = keep_outcome(&world, job.name(), code) {
            tracing::error!(
                job = job.name(),
                error = error.message(),
                "an outcome was not stored"
            );
        }
        let Some(pause) = pause_before_retry(&job, code, attempt, world.clock.now() - began) else {
            break;
        };
        let retry = world.clock.wait_until(world.clock.now() + pause);
        drop(busy);
        busy = retry.await;
        if let Err(error) = keep_attempt(&world, job.name()) {
            tracing::error!(
                job = job.name(),
                error = error.message(),
                "an attempt was not stored"
            );
        }
    }
    drop(busy);
}

/// Delivers again what was delivered already; how that goes is nobody's business.
async fn repeat(world: &World, job: &Job, at: DateTime<Utc>, times: u64) {
    for _ in 0..times {
        attempt(world, job, at).await;
    }
}

async fn attempt(world: &World, job: &Job, at: DateTime<Utc>) -> Code {
    if let Some(target) = job.pubsub_target() {
        return pubsub::publish(world, job, target);
    }
    let Some(request) = request(world, job, at) else {
        tracing::warn!(job = job.name(), "App Engine targets do not fire in this cloud");
        return UNAVAILABLE;
    };
    let deadline = job
        .attempt_deadline()
        .to_std()
        .unwrap_or(Duration::from_secs(180));
    let (at, began) = (world.clock.now(), Instant::now());
    let (status, text) = match request.timeout(deadline).send().await {
        Ok(answer) => (
            Ok(answer.status().as_u16()),
            answer.text().await.unwrap_or_default(),
        ),
        Err(error) => (Err(code_of_failure(&error)), error.to_string()),
    };
    let code = status.map_or_else(|code| code, code_of);
    if code != OK {
        tracing::warn!(job = job.name(), code, text, "a firing failed");
    }
    record(world, job, at, began, status.ok(), text);
    code
}

/// A call of our own stand-ins is in the journal already.
fn record(
    world: &World,
    job: &Job,
    at: DateTime<Utc>,
    began: Instant,
    status: Option<u16>,
    response: String,
) {
    if !text(job, "uri").starts_with(&world.settings.origin) {
        world.journal.record(Entry {
            status,
            response,
            took_ms: Entry::took(began.elapsed()),
            ..entry(job, at)
        });
    }
}

/// What faults do to the firing, an entry each; the calls themselves follow.
fn record_faults(world: &World, job: &Job, ordeal: &Ordeal) {
    for struck in &ordeal.struck {
        world.journal.record(Entry {
            fault: Some(struck.shown()),
            ..entry(job, world.clock.now())
        });
    }
}

fn entry(job: &Job, at: DateTime<Utc>) -> Entry {
    Entry {
        at,
        service: "scheduler firing",
        method: text(job, "httpMethod").to_owned(),
        path: text(job, "uri").to_owned(),
        status: None,
        request: body_text(&decoded_body(job)),
        response: String::new(),
        execution: None,
        caller: None,
        fault: None,
        took_ms: 0,
    }
}

/// What the job sends; empty where it sends nothing.
pub(super) fn decoded_body(job: &Job) -> Vec<u8> {
    STANDARD.decode(text(job, "body")).unwrap_or_default()
}

fn text<'a>(job: &'a Job, field: &str) -> &'a str {
    let value = job.http_target().and_then(|http| http.get(field)?.as_str());
    value.unwrap_or_default()
}

fn code_of_failure(error: &reqwest::Error) -> Code {
    if error.is_timeout() {
        DEADLINE_EXCEEDED
    } else {
        UNAVAILABLE
    }
}

fn request(world: &World, job: &Job, at: DateTime<Utc>) -> Option<reqwest::RequestBuilder> {
    let http = job.http_target()?;
    let text = |name: &str| http.get(name).and_then(Value::as_str);
    let method = text("httpMethod")?.parse().ok()?;
    let body = text("body").map(|body| STANDARD.decode(body)).transpose().ok()?;
    let request = world
        .http
        .request(method, text("uri")?)
        .headers(headers(world, job, http, at).ok()?);
    Some(body.into_iter().fold(request, reqwest::RequestBuilder::body))
}

fn headers(world: &World, job: &Job, http: &Object, at: DateTime<Utc>) -> Result<HeaderMap, GoogleError> {
    let mut headers = HeaderMap::new();
    let mut set = |name: &str, value: &str| {
        // Both were checked when the job was created.
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    };
    for (name, value) in http
        .get("headers")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        set(name, value.as_str().unwrap_or_default());
    }
    set("X-CloudScheduler", "true");
    set("X-CloudScheduler-JobName", job.id());
    set("X-CloudScheduler-ScheduleTime", &timestamp(at));
    if let Some(email) = http
        .get("oauthToken")
        .and_then(|token| token.get("serviceAccountEmail")?.as_str())
    {
        set(
            AUTHORIZATION.as_str(),
            &format!("Bearer {}", tokens::mint(world, email, None)?),
        );
    }
    Ok(headers)
}

/// The job may be gone or changed by now.
fn keep_outcome(world: &World, name: &str, code: Code) -> Result<(), GoogleError> {
    let status = if code == OK {
        json!({})
    } else {
        json!({ "code": code })
    };
    update(world, name, "status", status)
}

fn keep_attempt(world: &World, name: &str) -> Result<(), GoogleError> {
    update(
        world,
        name,
        "lastAttemptTime",
        timestamp(world.clock.now()).into(),
    )
}

fn update(world: &World, name: &str, field: &str, value: Value) -> Result<(), GoogleError> {
    world.store.write(|tx| match table::find(tx, name)? {
        None => Ok(()),
        Some(mut job) => {
            job.set(field, value);
            table::put(tx, &job)
        }
    })?;
    world.mark_changed(Area::Trackings);
    Ok(())
}

/// `None` after a success, and when the retries are used up.
fn pause_before_retry(job: &Job, code: Code, attempt: i64, elapsed: TimeDelta) -> Option<TimeDelta> {
    let config = job.retry_config()?;
    let number = |name: &str| config.get(name).and_then(Value::as_i64).unwrap_or(0);
    let period = |name: &str| {
        config
            .get(name)
            .and_then(Value::as_str)
            .and_then(duration)
            .unwrap_or_default()
    };
    let too_late = period("maxRetryDuration") > TimeDelta::zero() && elapsed >= period("maxRetryDuration");
    if code == OK || attempt >= number("retryCount") || too_late {
        return None;
    }
    let doublings = u32::try_from(attempt.min(number("maxDoublings"))).ok()?;
    let further = i32::try_from(attempt - i64::from(doublings)).ok()? + 1;
    let pause =
        period("minBackoffDuration").checked_mul(2_i32.checked_pow(doublings)?.checked_mul(further)?)?;
    Some(pause.min(period("maxBackoffDuration")))
}

/// An HTTP status as `google.rpc.Code`, as Cloud Scheduler shows it in a job's `status`.
fn code_of(status: u16) -> Code {
    match status {
        200..=299 => OK,
        400 => 3,
        401 => 16,
        403 => 7,
        404 => 5,
        409 => 10,
        429 => 8,
        499 => 1,
        501 => 12,
        503 => UNAVAILABLE,
        504 => DEADLINE_EXCEEDED,
        402..=498 => 9,
        500..=599 => INTERNAL,
        _ => 2,
    }
}

#[cfg(test)]
mod tests;
