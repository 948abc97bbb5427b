//! What exists from the start: the topic of the tracker's events, and its push to the bot.

use serde_json::json;

use super::{names, subscriptions, table, topics};
use crate::google_error::GoogleError;
use crate::run::service;
use crate::wire::Object;
use crate::world::World;

/// The topic that the tracker publishes to.
pub(crate) const TOPIC_ID: &str = "signchronicle-events";
/// What the token of a push to the bot is for.
pub(crate) const AUDIENCE: &str = "signchronicle-events";
const SUBSCRIPTION_ID: &str = "signchronicle-events-push";

/// E-mail of the service account whose token a push to the bot carries.
pub(crate) fn push_account(world: &World) -> String {
    format!(
        "signchronicle-push@{}.iam.gserviceaccount.com",
        world.settings.project
    )
}

/// Creates what is missing of it; without a bot nobody is subscribed. Call it once at the start.
pub(crate) fn seed(world: &World) -> Result<(), GoogleError> {
    let project = &world.settings.project;
    let topic = format!("projects/{project}/topics/{TOPIC_ID}");
    if world.store.read(|db| Ok(table::topic(db, &topic)))??.is_none() {
        topics::create_named(world, &topic, Object::new())?;
    }
    let name = format!("projects/{project}/subscriptions/{SUBSCRIPTION_ID}");
    let name = names::checked(world, &name, "subscriptions")?;
    let is_there = world.store.read(|db| Ok(table::subscription(db, &name)))??;
    if world.settings.bot.is_none() || is_there.is_some() {
        return Ok(());
    }
    let token = json!({ "serviceAccountEmail": push_account(world), "audience": AUDIENCE });
    let endpoint = format!("{}/events", service::ADDRESS);
    let parts = [
        ("topic", json!(topic)),
        (
            "pushConfig",
            json!({ "pushEndpoint": endpoint, "oidcToken": token }),
        ),
        // As long as the bot may take for an event.
        ("ackDeadlineSeconds", json!(60)),
        ("enableMessageOrdering", json!(true)),
        (
            "retryPolicy",
            json!({ "minimumBackoff": "10s", "maximumBackoff": "600s" }),
        ),
    ];
    let object = parts.map(|(field, value)| (field.to_owned(), value));
    subscriptions::create_named(world, &name, object.into_iter().collect())?;
    Ok(())
}
