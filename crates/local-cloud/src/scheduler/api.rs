//! The methods of `projects.locations.jobs`.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use serde_json::{Value, json};

use super::job::Job;
use super::schema::{EMPTY, JOB};
use super::{firing, mask, table, timers, validate};
use crate::changes::Area;
use crate::google_error::GoogleError;
use crate::wire::{self, Params, timestamp};
use crate::world::{SharedWorld, World};

type Answer = Result<Json<Value>, GoogleError>;
type Parent = Path<(String, String)>;
type Name = Path<(String, String, String)>;

/// The largest page of a list, and the default one.
const MOST_PER_PAGE: usize = 500;

pub(super) async fn list(
    State(world): State<SharedWorld>,
    Path(parent): Parent,
    RawQuery(query): RawQuery,
) -> Answer {
    let params = Params::read(query.as_deref(), &["pageSize", "pageToken"])?;
    let parent = super::locations::parent(&world, &parent.0, &parent.1)?;
    let jobs = world.store.read(|db| Ok(table::all(db)))??;
    let below = jobs
        .into_iter()
        .filter(|job| job.name().starts_with(&format!("{parent}/")));
    let jobs = below.map(|job| shown(job, &params)).collect();
    wire::page(&params, "jobs", jobs, MOST_PER_PAGE).map(Json)
}

pub(super) async fn create(
    State(world): State<SharedWorld>,
    Path(parent): Parent,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let params = Params::read(query.as_deref(), &[])?;
    let parent = super::locations::parent(&world, &parent.0, &parent.1)?;
    let mut object = wire::read(&headers, &body, &JOB, "job")?;
    let name = match object
        .get("name")
        .and_then(Value::as_str)
        .filter(|name| !name.is_empty())
    {
        Some(name) => name.to_owned(),
        None => format!("{parent}/jobs/{}", fastrand::u64(1 << 60..)),
    };
    validate::id(&name, &parent)?;
    object.retain(|field, _| !matches!(field.as_str(), "state" | "scheduleTime"));
    let mut job = Job::with_defaults(object);
    job.set("name", name);
    job.set("state", "ENABLED");
    validate::check(&job)?;
    job.set("userUpdateTime", timestamp(world.clock.now()));
    job.plan(world.clock.now());
    world.store.write(|tx| match table::find(tx, job.name())? {
        Some(_) => Err(GoogleError::already_exists(format!(
            "Job {} already exists.",
            job.name()
        ))),
        None => table::put(tx, &job),
    })?;
    settled(&world, job, &params)
}

pub(super) async fn get(
    State(world): State<SharedWorld>,
    Path(name): Name,
    RawQuery(query): RawQuery,
) -> Answer {
    let params = Params::read(query.as_deref(), &[])?;
    let name = full_name(&world, &name)?;
    let job = world.store.read(|db| Ok(table::get(db, &name)))??;
    Ok(Json(shown(job, &params)))
}

pub(super) async fn patch(
    State(world): State<SharedWorld>,
    Path(name): Name,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let params = Params::read(query.as_deref(), &["updateMask"])?;
    let name = full_name(&world, &name)?;
    let patch = wire::read(&headers, &body, &JOB, "job")?;
    let now = world.clock.now();
    let job = world.store.write(|tx| {
        let stored = table::get(tx, &name)?.into_object();
        let mut job = Job::with_defaults(mask::apply(stored, &patch, params.get("updateMask"))?);
        validate::check(&job)?;
        job.set("userUpdateTime", timestamp(now));
        job.plan(now);
        table::put(tx, &job).map(|()| job)
    })?;
    settled(&world, job, &params)
}

pub(super) async fn delete(
    State(world): State<SharedWorld>,
    Path(name): Name,
    RawQuery(query): RawQuery,
) -> Answer {
    Params::read(query.as_deref(), &[])?;
    let name = full_name(&world, &name)?;
    if !world.store.write(|tx| table::delete(tx, &name))? {
        return Err(GoogleError::not_found("Job not found."));
    }
    timers::arm(&world, &name)?;
    world.mark_changed(Area::Trackings);
    Ok(Json(json!({})))
}

/// `jobs/ID:pause`, `:resume` and `:run`.
pub(super) async fn verb(
    State(world): State<SharedWorld>,
    Path((project, location, tail)): Name,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let params = Params::read(query.as_deref(), &[])?;
    let (id, verb) = tail.rsplit_once(':').unwrap_or((&tail, ""));
    let name = full_name(&world, &(project, location, id.to_owned()))?;
    wire::read(&headers, &body, &EMPTY, "")?;
    let job = match verb {
        "pause" => change_state(&world, &name, "ENABLED", "PAUSED")?,
        "resume" => change_state(&world, &name, "PAUSED", "ENABLED")?,
        "run" => return run_now(&world, &name, &params),
        _ => {
            return Err(GoogleError::not_found(format!(
                "The method {verb:?} does not exist."
            )));
        }
    };
    settled(&world, job, &params)
}

fn change_state(world: &World, name: &str, from: &str, to: &str) -> Result<Job, GoogleError> {
    let now = world.clock.now();
    world.store.write(|tx| {
        let mut job = table::get(tx, name)?;
        if job.object().get("state").and_then(Value::as_str) != Some(from) {
            return Err(GoogleError::failed_precondition(format!(
                "The job must be {from} for this, and it is not."
            )));
        }
        job.set("state", to);
        if job.is_enabled() {
            job.plan(now);
        }
        table::put(tx, &job).map(|()| job)
    })
}

/// Fires now, whatever the schedule and the state say.
fn run_now(world: &SharedWorld, name: &str, params: &Params) -> Answer {
    let busy = world.clock.busy(format!("firing {name}"));
    let now = world.clock.now();
    let job = world.store.write(|tx| {
        let mut job = table::get(tx, name)?;
        job.set("lastAttemptTime", timestamp(now));
        table::put(tx, &job).map(|()| job)
    })?;
    world.mark_changed(Area::Trackings);
    tokio::spawn(firing::deliver(world.clone(), job.clone(), now, busy));
    Ok(Json(shown(job, params)))
}

/// The answer to a change that is stored; the timer follows it.
fn settled(world: &SharedWorld, job: Job, params: &Params) -> Answer {
    timers::arm(world, job.name())?;
    world.mark_changed(Area::Trackings);
    Ok(Json(shown(job, params)))
}

fn shown(job: Job, params: &Params) -> Value {
    let mut object = job.into_object();
    if params.wants_numbers() {
        wire::numbers_for_enums(&mut object, &JOB);
    }
    Value::Object(object)
}

fn full_name(
    world: &World,
    (project, location, id): &(String, String, String),
) -> Result<String, GoogleError> {
    let parent = super::locations::parent(world, project, location)?;
    let name = format!("{parent}/jobs/{id}");
    validate::id(&name, &parent)?;
    Ok(name)
}
