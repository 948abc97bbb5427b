use axum::http::{HeaderValue, header};
use serde_json::json;

use super::*;

fn read(body: &Value) -> Result<RunRequest, (u16, String)> {
    let headers =
        HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
    RunRequest::read(&headers, body.to_string().as_bytes(), "tracker").map_err(|error| {
        let body = error.body();
        let code = body["error"]["code"]
            .as_u64()
            .and_then(|code| u16::try_from(code).ok());
        (code.unwrap_or_default(), error.message().to_owned())
    })
}

fn with_container(container: Value) -> Value {
    json!({ "overrides": { "containerOverrides": [container] } })
}

#[test]
fn overrides_are_read_in_both_spellings() {
    let body = json!({
        "overrides": {
            "container_overrides": [
                { "name": "tracker", "env": [{ "name": "A", "value": "1" }, { "name": "B" }], "args": ["--once"] },
                { "env": [{ "name": "A", "value": "2" }] },
            ],
            "taskCount": 1,
            "timeout": "90s",
        },
        "validateOnly": true,
        "etag": "\"x\"",
    });
    let request = read(&body).unwrap();
    let env = [("A", "2"), ("B", "")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(
        request,
        RunRequest {
            validate_only: true,
            etag: Some("\"x\"".to_owned()),
            env: env.into(),
            args: vec!["--once".to_owned()],
            timeout: TimeDelta::seconds(90),
        }
    );
}

#[test]
fn an_empty_body_runs_the_job_as_it_is() {
    let request = RunRequest::read(&HeaderMap::new(), b"", "tracker").unwrap();
    assert_eq!(
        (request.env.len(), request.args.len(), request.timeout),
        (0, 0, TIMEOUT)
    );
    assert_eq!(read(&json!({})).unwrap(), request);
}

#[test]
fn what_the_real_one_refuses_is_refused() {
    for (body, code, says) in [
        (
            json!({ "override": {} }),
            400,
            "Unknown name \"override\": Cannot find field.",
        ),
        (
            json!({ "overrides": { "env": [] } }),
            400,
            "Unknown name \"env\" at 'overrides'",
        ),
        (
            with_container(json!({ "image": "x" })),
            400,
            "Unknown name \"image\" at 'overrides.container_overrides[0]'",
        ),
        (
            with_container(json!({ "env": [{ "name": "A", "value": 1 }] })),
            400,
            "env[0].value' (TYPE_STRING), 1",
        ),
        (
            with_container(json!({ "env": [{ "value": "1" }] })),
            400,
            "needs a name",
        ),
        (
            with_container(json!({ "env": [{ "name": "A=B" }] })),
            400,
            "needs a name",
        ),
        (
            with_container(json!({ "env": [{ "name": "CLOUD_RUN_JOB", "value": "x" }] })),
            400,
            "reserved",
        ),
        (
            with_container(json!({ "name": "other" })),
            400,
            "container 'other' does not exist",
        ),
        (
            with_container(json!({ "args": ["a"], "clearArgs": true })),
            400,
            "cannot be set together",
        ),
        (json!({ "overrides": { "taskCount": -1 } }), 400, "at least 1"),
        (json!({ "overrides": { "taskCount": 2 } }), 501, "one task"),
        (json!({ "overrides": { "timeout": "0s" } }), 400, "168 hours"),
        (json!({ "overrides": { "timeout": "604801s" } }), 400, "168 hours"),
        (
            json!({ "overrides": { "timeout": "10" } }),
            400,
            "Invalid value at 'overrides.timeout'",
        ),
        (
            with_container(json!({ "env": [{ "name": "A", "valueSource": {} }] })),
            501,
            "Secret Manager",
        ),
    ] {
        let (got, message) = read(&body).unwrap_err();
        assert_eq!(got, code, "{body}: {message}");
        assert!(message.contains(says), "{body}: {message}");
    }
}
