//! Names of topics and subscriptions.

use axum::http::StatusCode;

use crate::google_error::GoogleError;
use crate::world::World;

/// `projects/P/KIND/ID` of this cloud's project, checked by the rules for names
/// (<https://cloud.google.com/pubsub/docs/pubsub-basics#resource_names>); `kind` is `topics` or `subscriptions`.
pub(super) fn checked(world: &World, name: &str, kind: &str) -> Result<String, GoogleError> {
    let parts: Vec<&str> = name.split('/').collect();
    match parts.as_slice() {
        ["projects", project, found, id] if *found == kind && is_id(id) => {
            own_project(world, project)?;
            Ok(name.to_owned())
        }
        _ => Err(GoogleError::invalid_argument(format!(
            "Invalid [{kind}] name: (name={name})"
        ))),
    }
}

/// A project that is this cloud's.
pub(super) fn own_project(world: &World, project: &str) -> Result<(), GoogleError> {
    if project == world.settings.project {
        return Ok(());
    }
    let message = format!(
        "User not authorized to perform this action on project \"{project}\"; this cloud has only \"{}\".",
        world.settings.project
    );
    Err(GoogleError::new(
        StatusCode::FORBIDDEN,
        "PERMISSION_DENIED",
        message,
    ))
}

pub(super) fn missing(name: &str) -> GoogleError {
    GoogleError::not_found(format!("Resource not found (resource={}).", id(name)))
}

pub(super) fn taken(name: &str) -> GoogleError {
    GoogleError::already_exists(format!(
        "Resource already exists in the project (resource={}).",
        id(name)
    ))
}

fn id(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or_default()
}

fn is_id(id: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~+%".contains(&byte);
    (3..=255).contains(&id.len())
        && id.starts_with(|first: char| first.is_ascii_alphabetic())
        && id.bytes().all(plain)
        && !id.starts_with("goog")
}
