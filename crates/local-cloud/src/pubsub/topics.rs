//! The methods of `projects.topics`.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::publish::{Message, publish};
use super::schema::{PUBLISH, TOPIC};
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
    let topics = all(&world)?.into_iter().map(Value::Object).collect();
    wire::page(&params, "topics", topics, MOST_PER_PAGE).map(Json)
}

pub(super) async fn create(
    State(world): State<SharedWorld>,
    Path(name): Name,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    Params::read(query.as_deref(), &[])?;
    let name = full_name(&name);
    let topic = wire::read(&headers, &body, &TOPIC, "topic")?;
    create_named(&world, &name, topic).map(|topic| Json(topic.into()))
}

pub(super) async fn get(
    State(world): State<SharedWorld>,
    Path(name): Name,
    RawQuery(query): RawQuery,
) -> Answer {
    Params::read(query.as_deref(), &[])?;
    find(&world, &full_name(&name)).map(|topic| Json(topic.into()))
}

pub(super) async fn delete(
    State(world): State<SharedWorld>,
    Path(name): Name,
    RawQuery(query): RawQuery,
) -> Answer {
    Params::read(query.as_deref(), &[])?;
    delete_named(&world, &full_name(&name)).map(|()| Json(json!({})))
}

/// `topics/ID:publish`.
pub(super) async fn verb(
    State(world): State<SharedWorld>,
    Path((project, tail)): Name,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    Params::read(query.as_deref(), &[])?;
    let Some((id, "publish")) = tail.rsplit_once(':') else {
        return Err(GoogleError::not_found("The method does not exist."));
    };
    let mut request = wire::read(&headers, &body, &PUBLISH, "")?;
    let messages = match request.remove("messages") {
        Some(Value::Array(list)) => list.into_iter().map(message).collect(),
        _ => Vec::new(),
    };
    let topic = full_name(&(project, id.to_owned()));
    let ids = publish(&world, &topic, &messages)?;
    Ok(Json(json!({ "messageIds": ids })))
}

/// All topics by name.
pub(super) fn all(world: &World) -> Result<Vec<Object>, GoogleError> {
    world.store.read(|db| Ok(table::topics(db)))?
}

/// One topic, or Google's refusal.
pub(super) fn find(world: &World, name: &str) -> Result<Object, GoogleError> {
    names::checked(world, name, "topics")?;
    let topic = world.store.read(|db| Ok(table::topic(db, name)))??;
    topic.ok_or_else(|| names::missing(name))
}

/// Creates a topic that is not there yet.
pub(super) fn create_named(world: &World, name: &str, mut topic: Object) -> Result<Object, GoogleError> {
    names::checked(world, name, "topics")?;
    topic.insert("name".to_owned(), name.into());
    topic.insert("state".to_owned(), "ACTIVE".into());
    world.store.write(|tx| match table::topic(tx, name)? {
        Some(_) => Err(names::taken(name)),
        None => table::put_topic(tx, name, &topic),
    })?;
    world.mark_changed(Area::Events);
    Ok(topic)
}

/// Deletes a topic; its subscriptions stay, and get nothing more.
pub(super) fn delete_named(world: &World, name: &str) -> Result<(), GoogleError> {
    names::checked(world, name, "topics")?;
    world.store.write(|tx| {
        if !table::delete_topic(tx, name)? {
            return Err(names::missing(name));
        }
        for mut subscription in table::subscriptions(tx)? {
            if subscription.topic() == name {
                subscription.lose_topic();
                table::put_subscription(tx, subscription.name(), &subscription)?;
            }
        }
        Ok(())
    })?;
    world.mark_changed(Area::Events);
    Ok(())
}

/// What REST says, which was checked against the schema.
fn message(sent: Value) -> Message {
    let text = |name: &str| sent.get(name).and_then(Value::as_str).unwrap_or_default();
    Message {
        data: STANDARD.decode(text("data")).unwrap_or_default(),
        attributes: sent
            .get("attributes")
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default(),
        ordering_key: text("orderingKey").to_owned(),
    }
}

fn full_name((project, id): &(String, String)) -> String {
    format!("projects/{project}/topics/{id}")
}
