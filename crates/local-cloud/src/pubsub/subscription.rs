//! A subscription as it is stored and shown, with every default written out.

use chrono::TimeDelta;
use serde_json::{Value, json};
use url::Url;

use super::names;
use crate::google_error::GoogleError;
use crate::wire::{Object, duration};
use crate::world::World;

/// What is said of the topic of a subscription whose topic was deleted.
const DELETED_TOPIC: &str = "_deleted-topic_";

const LEAST_RETENTION: TimeDelta = TimeDelta::minutes(10);
const MOST_RETENTION: TimeDelta = TimeDelta::days(31);
const LONGEST_BACKOFF: TimeDelta = TimeDelta::seconds(600);
/// How a push is repeated where there is no retry policy: <https://cloud.google.com/pubsub/docs/push#push_backoff>
const PUSH_BACKOFF: (TimeDelta, TimeDelta) = (TimeDelta::milliseconds(100), TimeDelta::seconds(60));

/// One subscription.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Subscription(pub(super) Object);

impl Subscription {
    /// A new one, its defaults written out; refused where Pub/Sub would refuse it.
    pub(super) fn new(world: &World, mut object: Object) -> Result<Self, GoogleError> {
        for (name, default) in [
            ("pushConfig", json!({})),
            ("messageRetentionDuration", json!("604800s")),
            ("expirationPolicy", json!({ "ttl": "2678400s" })),
        ] {
            object.entry(name).or_insert(default);
        }
        // 0 is what a client sends that has nothing to say.
        let deadline = object
            .get("ackDeadlineSeconds")
            .and_then(Value::as_i64)
            .unwrap_or(0);
        object.insert(
            "ackDeadlineSeconds".to_owned(),
            if deadline == 0 { 10 } else { deadline }.into(),
        );
        object.insert("state".to_owned(), "ACTIVE".into());
        if let Some(Value::Object(policy)) = object.get_mut("deadLetterPolicy")
            && policy
                .get("maxDeliveryAttempts")
                .and_then(Value::as_i64)
                .unwrap_or(0)
                == 0
        {
            policy.insert("maxDeliveryAttempts".to_owned(), 5.into());
        }
        if let Some(Value::Object(policy)) = object.get_mut("retryPolicy") {
            policy.entry("minimumBackoff").or_insert("10s".into());
            policy.entry("maximumBackoff").or_insert("600s".into());
        }
        let subscription = Self(object);
        subscription.check(world)?;
        Ok(subscription)
    }

    pub(super) fn set_push_config(&mut self, config: Value) -> Result<(), GoogleError> {
        self.0.insert("pushConfig".to_owned(), config);
        self.check_push_config()
    }

    pub(super) fn lose_topic(&mut self) {
        self.0.insert("topic".to_owned(), DELETED_TOPIC.into());
    }

    pub(super) fn name(&self) -> &str {
        text(&self.0, "name")
    }

    pub(super) fn topic(&self) -> &str {
        text(&self.0, "topic")
    }

    /// Where messages are pushed, unless they wait to be pulled.
    pub(super) fn endpoint(&self) -> Option<&str> {
        self.push_config()
            .map(|config| text(config, "pushEndpoint"))
            .filter(|endpoint| !endpoint.is_empty())
    }

    /// Whose token a push carries, and for which audience (the endpoint where none was named).
    pub(super) fn token(&self) -> Option<(&str, &str)> {
        let token = self.push_config()?.get("oidcToken")?.as_object()?;
        let audience = Some(text(token, "audience")).filter(|audience| !audience.is_empty());
        Some((
            text(token, "serviceAccountEmail"),
            audience.or(self.endpoint()).unwrap_or_default(),
        ))
    }

    pub(super) fn is_ordered(&self) -> bool {
        self.0.get("enableMessageOrdering") == Some(&Value::Bool(true))
    }

    /// How long an endpoint may take to acknowledge a message.
    pub(super) fn ack_deadline_seconds(&self) -> i64 {
        self.0
            .get("ackDeadlineSeconds")
            .and_then(Value::as_i64)
            .unwrap_or(10)
    }

    /// How long a message is kept that nobody acknowledges.
    pub(super) fn retention(&self) -> TimeDelta {
        duration(text(&self.0, "messageRetentionDuration")).unwrap_or(TimeDelta::days(7))
    }

    /// Where a message goes after so many failed attempts.
    pub(super) fn dead_letters(&self) -> Option<(&str, i64)> {
        let policy = self.0.get("deadLetterPolicy")?.as_object()?;
        let most = policy.get("maxDeliveryAttempts")?.as_i64()?;
        Some((text(policy, "deadLetterTopic"), most))
    }

    /// The pause after so many failed attempts: the shortest, then twice as long each time.
    pub(super) fn pause_after(&self, attempts: i64) -> TimeDelta {
        let (least, most) = self.backoff();
        let doublings = u32::try_from(attempts - 1).unwrap_or(0).min(20);
        (least * 2_i32.pow(doublings)).min(most)
    }

    fn backoff(&self) -> (TimeDelta, TimeDelta) {
        let Some(policy) = self.0.get("retryPolicy").and_then(Value::as_object) else {
            return PUSH_BACKOFF;
        };
        let span = |name| duration(text(policy, name)).unwrap_or_default();
        (span("minimumBackoff"), span("maximumBackoff"))
    }

    fn push_config(&self) -> Option<&Object> {
        self.0.get("pushConfig")?.as_object()
    }

    fn check(&self, world: &World) -> Result<(), GoogleError> {
        names::checked(world, self.topic(), "topics")?;
        let deadline = self.ack_deadline_seconds();
        if !(10..=600).contains(&deadline) {
            return refuse(format!(
                "Invalid ack deadline given: (ack_deadline={deadline}). Ack deadline must be between 10 and 600 seconds."
            ));
        }
        if !(LEAST_RETENTION..=MOST_RETENTION).contains(&self.retention()) {
            return refuse("Invalid message retention duration. Must be between 10 minutes and 31 days.");
        }
        let (least, most) = self.backoff();
        if least < TimeDelta::zero() || most > LONGEST_BACKOFF || least > most {
            return refuse(
                "Invalid retry policy: backoffs must be between 0 and 600 seconds, the minimum not above the maximum.",
            );
        }
        if let Some((topic, attempts)) = self.dead_letters() {
            names::checked(world, topic, "topics")?;
            if !(5..=100).contains(&attempts) {
                return refuse(format!(
                    "Invalid max_delivery_attempts: {attempts}. Must be between 5 and 100."
                ));
            }
        }
        self.check_push_config()
    }

    fn check_push_config(&self) -> Result<(), GoogleError> {
        if let Some(endpoint) = self.endpoint() {
            let url = Url::parse(endpoint).ok();
            if !url.is_some_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host()) {
                return refuse(format!(
                    "Invalid push endpoint given (endpoint={endpoint}). Refer to the documentation for more information."
                ));
            }
        }
        match self.token() {
            Some((email, _)) if !email.contains('@') => refuse(
                "Invalid oidc_token.service_account_email: it must be the e-mail of a service account.",
            ),
            _ => Ok(()),
        }
    }
}

fn text<'a>(object: &'a Object, name: &str) -> &'a str {
    object.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn refuse<T>(message: impl Into<String>) -> Result<T, GoogleError> {
    Err(GoogleError::invalid_argument(message))
}
