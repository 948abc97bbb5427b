//! The messages of the Cloud Scheduler API v1.

use crate::wire::{Enum, Kind, Message};

/// <https://cloud.google.com/scheduler/docs/reference/rest/v1/projects.locations.jobs#Job>
pub(super) static JOB: Message = Message {
    type_url: "type.googleapis.com/google.cloud.scheduler.v1.Job",
    fields: &[
        ("name", Kind::Text),
        ("description", Kind::Text),
        ("pubsubTarget", Kind::One(&PUBSUB_TARGET)),
        ("appEngineHttpTarget", Kind::One(&APP_ENGINE_TARGET)),
        ("httpTarget", Kind::One(&HTTP_TARGET)),
        ("schedule", Kind::Text),
        ("timeZone", Kind::Text),
        ("userUpdateTime", Kind::Ignored),
        ("state", Kind::Enum(&STATE)),
        ("status", Kind::Ignored),
        ("scheduleTime", Kind::Timestamp),
        ("lastAttemptTime", Kind::Ignored),
        ("retryConfig", Kind::One(&RETRY_CONFIG)),
        ("attemptDeadline", Kind::Duration),
        ("satisfiesPzs", Kind::Ignored),
    ],
    oneofs: &[("target", &["pubsubTarget", "appEngineHttpTarget", "httpTarget"])],
};

/// pause, resume and run have nothing to say.
pub(super) static EMPTY: Message = Message {
    type_url: "type.googleapis.com/google.protobuf.Empty",
    fields: &[("name", Kind::Text)],
    oneofs: &[],
};

static HTTP_TARGET: Message = Message {
    type_url: "type.googleapis.com/google.cloud.scheduler.v1.HttpTarget",
    fields: &[
        ("uri", Kind::Text),
        ("httpMethod", Kind::Enum(&HTTP_METHOD)),
        ("headers", Kind::TextMap),
        ("body", Kind::Bytes),
        ("oauthToken", Kind::One(&OAUTH_TOKEN)),
        ("oidcToken", Kind::One(&OIDC_TOKEN)),
    ],
    oneofs: &[("authorization_header", &["oauthToken", "oidcToken"])],
};

static OAUTH_TOKEN: Message = Message {
    type_url: "type.googleapis.com/google.cloud.scheduler.v1.OAuthToken",
    fields: &[("serviceAccountEmail", Kind::Text), ("scope", Kind::Text)],
    oneofs: &[],
};

static OIDC_TOKEN: Message = Message {
    type_url: "type.googleapis.com/google.cloud.scheduler.v1.OidcToken",
    fields: &[("serviceAccountEmail", Kind::Text), ("audience", Kind::Text)],
    oneofs: &[],
};

static PUBSUB_TARGET: Message = Message {
    type_url: "type.googleapis.com/google.cloud.scheduler.v1.PubsubTarget",
    fields: &[
        ("topicName", Kind::Text),
        ("data", Kind::Bytes),
        ("attributes", Kind::TextMap),
    ],
    oneofs: &[],
};

static APP_ENGINE_TARGET: Message = Message {
    type_url: "type.googleapis.com/google.cloud.scheduler.v1.AppEngineHttpTarget",
    fields: &[
        ("httpMethod", Kind::Enum(&HTTP_METHOD)),
        ("appEngineRouting", Kind::One(&APP_ENGINE_ROUTING)),
        ("relativeUri", Kind::Text),
        ("headers", Kind::TextMap),
        ("body", Kind::Bytes),
    ],
    oneofs: &[],
};

static APP_ENGINE_ROUTING: Message = Message {
    type_url: "type.googleapis.com/google.cloud.scheduler.v1.AppEngineRouting",
    fields: &[
        ("service", Kind::Text),
        ("version", Kind::Text),
        ("instance", Kind::Text),
        ("host", Kind::Text),
    ],
    oneofs: &[],
};

static RETRY_CONFIG: Message = Message {
    type_url: "type.googleapis.com/google.cloud.scheduler.v1.RetryConfig",
    fields: &[
        ("retryCount", Kind::Int32),
        ("maxRetryDuration", Kind::Duration),
        ("minBackoffDuration", Kind::Duration),
        ("maxBackoffDuration", Kind::Duration),
        ("maxDoublings", Kind::Int32),
    ],
    oneofs: &[],
};

static HTTP_METHOD: Enum = Enum {
    type_url: "type.googleapis.com/google.cloud.scheduler.v1.HttpMethod",
    values: &[
        ("HTTP_METHOD_UNSPECIFIED", 0),
        ("POST", 1),
        ("GET", 2),
        ("HEAD", 3),
        ("PUT", 4),
        ("DELETE", 5),
        ("PATCH", 6),
        ("OPTIONS", 7),
    ],
};

static STATE: Enum = Enum {
    type_url: "type.googleapis.com/google.cloud.scheduler.v1.Job.State",
    values: &[
        ("STATE_UNSPECIFIED", 0),
        ("ENABLED", 1),
        ("PAUSED", 2),
        ("DISABLED", 3),
        ("UPDATE_FAILED", 4),
    ],
};
