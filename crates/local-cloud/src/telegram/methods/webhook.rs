//! `setWebhook`, `deleteWebhook`, `getWebhookInfo`.
//!
//! The real service takes `https` on four ports only; a local bot listens on plain HTTP, so that is taken here.

use serde_json::{Value, json};

use super::super::delivery;
use super::super::params::Params;
use super::super::refusal::Refusal;
use super::super::settings::{Target, Webhook};
use super::super::updates;
use super::Answer;
use crate::changes::Area;
use crate::world::World;

/// Says where updates go from now on; without an address, to nowhere.
pub(super) fn set(world: &World, params: &Params) -> Result<Answer, Refusal> {
    let address = params.text("url").trim();
    if address.is_empty() {
        return delete(world, params);
    }
    let known =
        url::Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    if !known {
        return Err(Refusal::bad_request(
            "bad webhook: An HTTPS URL must be provided for webhook",
        ));
    }
    let (secret_token, allowed) = (secret_token(params)?, allowed_updates(params)?);
    let description = world.store.write(|db| {
        let before = Webhook::load(db)?;
        let webhook = Webhook {
            secret_token,
            max_connections: params.integer("max_connections").unwrap_or(40).clamp(1, 100),
            allowed_updates: allowed.unwrap_or_else(|| before.allowed_updates.clone()),
            ..Webhook::to(Target::Url(address.to_owned()))
        };
        webhook.save(db)?;
        if params.flag("drop_pending_updates") {
            updates::drop_pending(db)?;
        }
        updates::offer_now(db, world.clock.now())?;
        let same = Webhook {
            last_error: None,
            ..before
        } == webhook;
        Ok::<_, Refusal>(if same {
            "Webhook is already set"
        } else {
            "Webhook was set"
        })
    })?;
    world.mark_changed(Area::Chats);
    Ok(Answer {
        result: true.into(),
        description: Some(description),
    })
}

/// Updates wait for `getUpdates` from now on.
pub(super) fn delete(world: &World, params: &Params) -> Result<Answer, Refusal> {
    let description = world.store.write(|db| {
        let before = Webhook::load(db)?;
        let was_set = before.target != Target::Nowhere;
        Webhook {
            allowed_updates: before.allowed_updates,
            ..Webhook::to(Target::Nowhere)
        }
        .save(db)?;
        if params.flag("drop_pending_updates") {
            updates::drop_pending(db)?;
        }
        Ok::<_, Refusal>(if was_set {
            "Webhook was deleted"
        } else {
            "Webhook is already deleted"
        })
    })?;
    world.mark_changed(Area::Chats);
    Ok(Answer {
        result: true.into(),
        description: Some(description),
    })
}

/// Where updates go and how that works out.
pub(super) async fn info(world: &World) -> Result<Answer, Refusal> {
    let (webhook, pending) = world
        .store
        .read(|db| Ok((Webhook::load(db)?, updates::pending_count(db)?)))?;
    let address = delivery::address(world, &webhook.target)
        .await
        .ok()
        .flatten()
        .unwrap_or_default();
    let mut info =
        json!({ "url": address, "has_custom_certificate": false, "pending_update_count": pending });
    if webhook.target != Target::Nowhere {
        info["max_connections"] = webhook.max_connections.into();
    }
    if let Some(error) = webhook.last_error {
        info["last_error_date"] = error.date.into();
        info["last_error_message"] = error.message.into();
    }
    if !webhook.allowed_updates.is_empty() {
        info["allowed_updates"] = webhook.allowed_updates.into();
    }
    Ok(info.into())
}

/// The kinds of updates a bot asks for; nothing when it does not say.
pub(super) fn allowed_updates(params: &Params) -> Result<Option<Vec<String>>, Refusal> {
    match params.json("allowed_updates")? {
        None => Ok(None),
        Some(Value::Array(kinds)) => Ok(Some(
            kinds
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_lowercase)
                .collect(),
        )),
        Some(_) => Err(Refusal::bad_request("expected an Array as allowed updates")),
    }
}

fn secret_token(params: &Params) -> Result<Option<String>, Refusal> {
    let token = params.text("secret_token");
    if token.len() > 256 {
        return Err(Refusal::bad_request("secret token is too long"));
    }
    if !token
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
    {
        return Err(Refusal::bad_request("secret token contains unallowed characters"));
    }
    Ok((!token.is_empty()).then(|| token.to_owned()))
}
