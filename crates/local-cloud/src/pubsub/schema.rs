//! The messages of the Pub/Sub API v1, as far as this cloud honours them.

use crate::wire::{Kind, Message};

/// <https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.topics#Topic>
pub(super) static TOPIC: Message = Message {
    type_url: "type.googleapis.com/google.pubsub.v1.Topic",
    fields: &[
        ("name", Kind::Text),
        ("labels", Kind::TextMap),
        ("state", Kind::Ignored),
    ],
    oneofs: &[],
};

/// <https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.topics/publish>
pub(super) static PUBLISH: Message = Message {
    type_url: "type.googleapis.com/google.pubsub.v1.PublishRequest",
    fields: &[("topic", Kind::Text), ("messages", Kind::Many(&MESSAGES))],
    oneofs: &[],
};

/// <https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.subscriptions#Subscription>
pub(super) static SUBSCRIPTION: Message = Message {
    type_url: "type.googleapis.com/google.pubsub.v1.Subscription",
    fields: &[
        ("name", Kind::Text),
        ("topic", Kind::Text),
        ("pushConfig", Kind::One(&PUSH_CONFIG)),
        ("ackDeadlineSeconds", Kind::Int32),
        ("messageRetentionDuration", Kind::Duration),
        ("labels", Kind::TextMap),
        ("enableMessageOrdering", Kind::Bool),
        ("expirationPolicy", Kind::One(&EXPIRATION_POLICY)),
        ("deadLetterPolicy", Kind::One(&DEAD_LETTER_POLICY)),
        ("retryPolicy", Kind::One(&RETRY_POLICY)),
        ("state", Kind::Ignored),
    ],
    oneofs: &[],
};

/// <https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.subscriptions/modifyPushConfig>
pub(super) static MODIFY_PUSH_CONFIG: Message = Message {
    type_url: "type.googleapis.com/google.pubsub.v1.ModifyPushConfigRequest",
    fields: &[
        ("subscription", Kind::Text),
        ("pushConfig", Kind::One(&PUSH_CONFIG)),
    ],
    oneofs: &[],
};

static MESSAGES: Kind = Kind::One(&PUBSUB_MESSAGE);

static PUBSUB_MESSAGE: Message = Message {
    type_url: "type.googleapis.com/google.pubsub.v1.PubsubMessage",
    fields: &[
        ("data", Kind::Bytes),
        ("attributes", Kind::TextMap),
        ("messageId", Kind::Ignored),
        ("publishTime", Kind::Ignored),
        ("orderingKey", Kind::Text),
    ],
    oneofs: &[],
};

static PUSH_CONFIG: Message = Message {
    type_url: "type.googleapis.com/google.pubsub.v1.PushConfig",
    fields: &[
        ("pushEndpoint", Kind::Text),
        ("attributes", Kind::TextMap),
        ("oidcToken", Kind::One(&OIDC_TOKEN)),
    ],
    oneofs: &[],
};

static OIDC_TOKEN: Message = Message {
    type_url: "type.googleapis.com/google.pubsub.v1.PushConfig.OidcToken",
    fields: &[("serviceAccountEmail", Kind::Text), ("audience", Kind::Text)],
    oneofs: &[],
};

static EXPIRATION_POLICY: Message = Message {
    type_url: "type.googleapis.com/google.pubsub.v1.ExpirationPolicy",
    fields: &[("ttl", Kind::Duration)],
    oneofs: &[],
};

static DEAD_LETTER_POLICY: Message = Message {
    type_url: "type.googleapis.com/google.pubsub.v1.DeadLetterPolicy",
    fields: &[
        ("deadLetterTopic", Kind::Text),
        ("maxDeliveryAttempts", Kind::Int32),
    ],
    oneofs: &[],
};

static RETRY_POLICY: Message = Message {
    type_url: "type.googleapis.com/google.pubsub.v1.RetryPolicy",
    fields: &[
        ("minimumBackoff", Kind::Duration),
        ("maximumBackoff", Kind::Duration),
    ],
    oneofs: &[],
};
