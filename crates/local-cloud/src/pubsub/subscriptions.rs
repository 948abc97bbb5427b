//! The methods of `projects.subscriptions`.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::schema::{MODIFY_PUSH_CONFIG, SUBSCRIPTION};
use super::subscription::Subscription;
use super::{names, table};
use crate::changes::Area;
use crate::google_error::GoogleError;
use crate::wire::{self, Object, Params};
use crate::world::{SharedWorld, World};

type Answer = Result<Json<Value>, GoogleError>;
type Name = Path<(String, String)>;

const MOST_PER_PAGE: usize = 1000;

pub(super) async fn list(
    State(world): State<SharedWorld>,
    Path(project): Path<String>,
    RawQuery(query): RawQuery,
) -> Answer {
    let params = Params::read(query.as_deref(), &["pageSize", "pageToken"])?;
    names::own_project(&world, &project)?;
    let all = world.store.read(|db| Ok(table::subscriptions(db)))??;
    let all = all.into_iter().map(|one| Value::Object(one.0)).collect();
    wire::page(&params, "subscriptions", all, MOST_PER_PAGE).map(Json)
}

pub(super) async fn create(
    State(world): State<SharedWorld>,
    Path(name): Name,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    Params::read(query.as_deref(), &[])?;
    let name = full_name(&world, &name)?;
    let object = wire::read(&headers, &body, &SUBSCRIPTION, "subscription")?;
    let subscription = create_named(&world, &name, object)?;
    Ok(Json(Value::Object(subscription.0)))
}

pub(super) async fn get(
    State(world): State<SharedWorld>,
    Path(name): Name,
    RawQuery(query): RawQuery,
) -> Answer {
    Params::read(query.as_deref(), &[])?;
    let name = full_name(&world, &name)?;
    let found = world.store.read(|db| Ok(table::subscription(db, &name)))??;
    let found = found.ok_or_else(|| names::missing(&name))?;
    Ok(Json(Value::Object(found.0)))
}

pub(super) async fn delete(
    State(world): State<SharedWorld>,
    Path(name): Name,
    RawQuery(query): RawQuery,
) -> Answer {
    Params::read(query.as_deref(), &[])?;
    let name = full_name(&world, &name)?;
    if !world.store.write(|tx| table::delete_subscription(tx, &name))? {
        return Err(names::missing(&name));
    }
    changed(&world);
    Ok(Json(json!({})))
}

/// `subscriptions/ID:modifyPushConfig`.
pub(super) async fn verb(
    State(world): State<SharedWorld>,
    Path((project, tail)): Name,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    Params::read(query.as_deref(), &[])?;
    let (id, verb) = tail.rsplit_once(':').unwrap_or((&tail, ""));
    if verb != "modifyPushConfig" {
        let message = format!("The local cloud knows no method {verb:?} of subscriptions: it only pushes.");
        return Err(GoogleError::new(
            StatusCode::NOT_IMPLEMENTED,
            "UNIMPLEMENTED",
            message,
        ));
    }
    let name = full_name(&world, &(project, id.to_owned()))?;
    let mut request = wire::read(&headers, &body, &MODIFY_PUSH_CONFIG, "")?;
    let config = request.remove("pushConfig").unwrap_or_else(|| json!({}));
    world.store.write(|tx| {
        let mut subscription = table::subscription(tx, &name)?.ok_or_else(|| names::missing(&name))?;
        subscription.set_push_config(config)?;
        table::put_subscription(tx, &name, &subscription)
    })?;
    changed(&world);
    Ok(Json(json!({})))
}

/// Creates a subscription that is not there yet.
pub(super) fn create_named(
    world: &World,
    name: &str,
    mut object: Object,
) -> Result<Subscription, GoogleError> {
    object.insert("name".to_owned(), name.into());
    let subscription = Subscription::new(world, object)?;
    world.store.write(|tx| {
        if table::subscription(tx, name)?.is_some() {
            return Err(names::taken(name));
        }
        let topic = subscription.topic();
        table::topic(tx, topic)?.ok_or_else(|| names::missing(topic))?;
        table::put_subscription(tx, name, &subscription)
    })?;
    changed(world);
    Ok(subscription)
}

/// All subscriptions as the control API shows them: what they have to deliver, and what the last failure was.
pub(crate) fn snapshot(world: &World) -> Result<Value, GoogleError> {
    world.store.read(|db| {
        Ok(table::subscriptions(db).and_then(|all| {
            let shown = all.into_iter().map(|one| {
                let (waiting, last_error) = table::backlog(db, one.name())?;
                Ok(json!({
                    "name": one.name(), "topic": one.topic(), "push_endpoint": one.endpoint(),
                    "undelivered": waiting, "last_error": last_error,
                }))
            });
            shown.collect::<Result<Value, GoogleError>>()
        }))
    })?
}

fn changed(world: &World) {
    world.pubsub.wake(&world.clock);
    world.mark_changed(Area::Events);
}

fn full_name(world: &World, (project, id): &(String, String)) -> Result<String, GoogleError> {
    let name = format!("projects/{project}/subscriptions/{id}");
    names::checked(world, &name, "subscriptions")
}
