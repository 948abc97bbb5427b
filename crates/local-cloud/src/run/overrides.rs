//! The body of `jobs:run`.

use std::collections::BTreeMap;

use axum::http::{HeaderMap, StatusCode};
use chrono::TimeDelta;
use serde_json::Value;

use super::job::TIMEOUT;
use crate::google_error::GoogleError;
use crate::wire::{self, Kind, Message, Object, duration};

/// <https://cloud.google.com/run/docs/reference/rest/v2/projects.locations.jobs/run>
static RUN_REQUEST: Message = Message {
    type_url: "type.googleapis.com/google.cloud.run.v2.RunJobRequest",
    fields: &[
        ("name", Kind::Text),
        ("validateOnly", Kind::Bool),
        ("etag", Kind::Text),
        ("overrides", Kind::One(&OVERRIDES)),
    ],
    oneofs: &[],
};

static OVERRIDES: Message = Message {
    type_url: "type.googleapis.com/google.cloud.run.v2.RunJobRequest.Overrides",
    fields: &[
        ("containerOverrides", Kind::Many(&Kind::One(&CONTAINER_OVERRIDE))),
        ("taskCount", Kind::Int32),
        ("timeout", Kind::Duration),
    ],
    oneofs: &[],
};

static CONTAINER_OVERRIDE: Message = Message {
    type_url: "type.googleapis.com/google.cloud.run.v2.RunJobRequest.Overrides.ContainerOverride",
    fields: &[
        ("name", Kind::Text),
        ("args", Kind::Many(&Kind::Text)),
        ("env", Kind::Many(&Kind::One(&ENV_VAR))),
        ("clearArgs", Kind::Bool),
    ],
    oneofs: &[],
};

static ENV_VAR: Message = Message {
    type_url: "type.googleapis.com/google.cloud.run.v2.EnvVar",
    fields: &[
        ("name", Kind::Text),
        ("value", Kind::Text),
        ("valueSource", Kind::One(&ENV_VAR_SOURCE)),
    ],
    oneofs: &[("values", &["value", "valueSource"])],
};

static ENV_VAR_SOURCE: Message = Message {
    type_url: "type.googleapis.com/google.cloud.run.v2.EnvVarSource",
    fields: &[("secretKeyRef", Kind::One(&SECRET_KEY))],
    oneofs: &[],
};

static SECRET_KEY: Message = Message {
    type_url: "type.googleapis.com/google.cloud.run.v2.SecretKeySelector",
    fields: &[("secret", Kind::Text), ("version", Kind::Text)],
    oneofs: &[],
};

/// The longest timeout of a task: 168 hours.
const LONGEST_TIMEOUT: TimeDelta = TimeDelta::hours(168);

/// What the caller wants of an execution.
#[derive(Debug, PartialEq)]
pub(super) struct RunRequest {
    pub(super) validate_only: bool,
    pub(super) etag: Option<String>,
    pub(super) env: BTreeMap<String, String>,
    pub(super) args: Vec<String>,
    pub(super) timeout: TimeDelta,
}

impl RunRequest {
    /// Reads and checks a body; `container` is the name of the job's only container.
    pub(super) fn read(headers: &HeaderMap, body: &[u8], container: &str) -> Result<Self, GoogleError> {
        let request = wire::read(headers, body, &RUN_REQUEST, "")?;
        let nothing = Object::new();
        let overrides = request
            .get("overrides")
            .and_then(Value::as_object)
            .unwrap_or(&nothing);
        one_task(overrides)?;
        let mut read = Self {
            validate_only: request
                .get("validateOnly")
                .and_then(Value::as_bool)
                .unwrap_or_default(),
            etag: text(&request, "etag").map(str::to_owned),
            env: BTreeMap::new(),
            args: Vec::new(),
            timeout: timeout(overrides)?,
        };
        for container_override in objects(overrides, "containerOverrides") {
            read.add(container_override, container)?;
        }
        Ok(read)
    }

    fn add(&mut self, changes: &Object, container: &str) -> Result<(), GoogleError> {
        if let Some(other) = text(changes, "name").filter(|name| *name != container) {
            return refuse(format!(
                "overrides.container_overrides: container '{other}' does not exist in the job."
            ));
        }
        for variable in objects(changes, "env") {
            let (name, value) = variable_of(variable)?;
            self.env.insert(name, value);
        }
        let args = changes
            .get("args")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        self.args
            .extend(args.filter_map(Value::as_str).map(str::to_owned));
        if changes.get("clearArgs") == Some(&Value::Bool(true)) && !self.args.is_empty() {
            return refuse("overrides.container_overrides: args and clear_args cannot be set together.");
        }
        Ok(())
    }
}

fn variable_of(variable: &Object) -> Result<(String, String), GoogleError> {
    let name = text(variable, "name").unwrap_or_default();
    if name.is_empty() || name.contains(['=', '\0']) {
        return refuse("overrides.container_overrides.env: every variable needs a name without '='.");
    }
    if name.starts_with("CLOUD_RUN_") {
        return refuse(format!(
            "overrides.container_overrides.env: the name {name} is reserved."
        ));
    }
    if variable.contains_key("valueSource") {
        let message =
            "overrides.container_overrides.env: this cloud has no Secret Manager to take a value from.";
        return Err(GoogleError::new(
            StatusCode::NOT_IMPLEMENTED,
            "UNIMPLEMENTED",
            message,
        ));
    }
    let value = text(variable, "value").unwrap_or_default();
    if value.contains('\0') {
        return refuse(format!(
            "overrides.container_overrides.env: the value of {name} has a NUL character."
        ));
    }
    Ok((name.to_owned(), value.to_owned()))
}

fn one_task(overrides: &Object) -> Result<(), GoogleError> {
    match overrides.get("taskCount").and_then(Value::as_i64) {
        None | Some(0 | 1) => Ok(()),
        Some(count) if count < 0 => refuse("overrides.task_count: must be at least 1."),
        Some(_) => {
            let message = "overrides.task_count: an execution has one task in this cloud.";
            Err(GoogleError::new(
                StatusCode::NOT_IMPLEMENTED,
                "UNIMPLEMENTED",
                message,
            ))
        }
    }
}

fn timeout(overrides: &Object) -> Result<TimeDelta, GoogleError> {
    let Some(timeout) = text(overrides, "timeout").and_then(duration) else {
        return Ok(TIMEOUT);
    };
    if timeout < TimeDelta::seconds(1) || timeout > LONGEST_TIMEOUT {
        return refuse("overrides.timeout: must be between 1 second and 168 hours.");
    }
    Ok(timeout)
}

fn objects<'a>(object: &'a Object, field: &str) -> impl Iterator<Item = &'a Object> {
    object
        .get(field)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
}

fn text<'a>(object: &'a Object, field: &str) -> Option<&'a str> {
    object
        .get(field)
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty())
}

fn refuse<T>(message: impl Into<String>) -> Result<T, GoogleError> {
    Err(GoogleError::invalid_argument(message))
}

#[cfg(test)]
mod tests;
