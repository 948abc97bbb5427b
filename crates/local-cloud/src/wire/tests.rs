use axum::http::{HeaderMap, HeaderValue};
use serde_json::{Value, json};

use super::*;

static COLOR: Enum = Enum {
    type_url: "type.googleapis.com/x.Color",
    values: &[("RED", 1), ("BLUE", 2)],
};
static INNER: Message = Message {
    type_url: "type.googleapis.com/x.Inner",
    fields: &[("someColor", Kind::Enum(&COLOR)), ("payload", Kind::Bytes)],
    oneofs: &[],
};
static OUTER: Message = Message {
    type_url: "type.googleapis.com/x.Outer",
    fields: &[
        ("displayName", Kind::Text),
        ("count", Kind::Int32),
        ("isOn", Kind::Bool),
        ("wait", Kind::Duration),
        ("labels", Kind::TextMap),
        ("theInner", Kind::One(&INNER)),
        ("items", Kind::Many(&Kind::One(&INNER))),
        ("left", Kind::Text),
        ("right", Kind::Text),
        ("updateTime", Kind::Ignored),
    ],
    oneofs: &[("side", &["left", "right"])],
};

fn json_headers() -> HeaderMap {
    HeaderMap::from_iter([(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json; charset=utf-8"),
    )])
}

fn read_at(root: &str, sent: &Value) -> Result<Object, String> {
    read(&json_headers(), sent.to_string().as_bytes(), &OUTER, root)
        .map_err(|error| error.body()["error"]["message"].as_str().unwrap().to_owned())
}

#[test]
fn every_spelling_comes_out_in_one_form() {
    for (sent, read) in [
        (
            json!({"display_name": "x", "is_on": true}),
            json!({"displayName": "x", "isOn": true}),
        ),
        (
            json!({"theInner": {"someColor": 2}}),
            json!({"theInner": {"someColor": "BLUE"}}),
        ),
        (
            json!({"the_inner": {"some_color": "RED"}}),
            json!({"theInner": {"someColor": "RED"}}),
        ),
        (json!({"count": "7"}), json!({"count": 7})),
        (json!({"count": 7.0}), json!({"count": 7})),
        (json!({"wait": "1.50s"}), json!({"wait": "1.500s"})),
        (json!({"wait": "0180s"}), json!({"wait": "180s"})),
        (
            json!({"items": [{"payload": "_w"}]}),
            json!({"items": [{"payload": "/w=="}]}),
        ),
        (json!({"displayName": null, "updateTime": "whatever"}), json!({})),
    ] {
        assert_eq!(Value::Object(read_at("", &sent).unwrap()), read, "{sent}");
    }
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    for (root, sent, message) in [
        (
            "",
            json!({"foo": 1}),
            "Invalid JSON payload received. Unknown name \"foo\": Cannot find field.",
        ),
        (
            "job",
            json!({"foo": 1}),
            "Invalid JSON payload received. Unknown name \"foo\" at 'job': Cannot find field.",
        ),
        (
            "job",
            json!({"items": [{}, {"bar": 1}]}),
            "Invalid JSON payload received. Unknown name \"bar\" at 'job.items[1]': Cannot find field.",
        ),
        (
            "job",
            json!({"displayName": 5}),
            "Invalid value at 'job.display_name' (TYPE_STRING), 5",
        ),
        (
            "",
            json!({"count": 1.5}),
            "Invalid value at 'count' (TYPE_INT32), 1.5",
        ),
        (
            "",
            json!({"count": 3_000_000_000_i64}),
            "Invalid value at 'count' (TYPE_INT32), 3000000000",
        ),
        (
            "job",
            json!({"theInner": {"someColor": "GREEN"}}),
            "Invalid value at 'job.the_inner.some_color' (type.googleapis.com/x.Color), \"GREEN\"",
        ),
        (
            "",
            json!({"theInner": {"payload": "%"}}),
            "Invalid value at 'the_inner.payload' (TYPE_BYTES), \"%\"",
        ),
        (
            "",
            json!({"wait": "3m"}),
            "Invalid value at 'wait' (type.googleapis.com/google.protobuf.Duration), \"3m\"",
        ),
        (
            "job",
            json!({"left": "a", "right": "b"}),
            "Invalid value at 'job' (oneof), oneof field 'side' is already set. Cannot set 'right'",
        ),
        (
            "",
            json!([]),
            "Invalid JSON payload received. Unknown name \"\": Root element must be a message.",
        ),
    ] {
        assert_eq!(read_at(root, &sent).unwrap_err(), message, "{sent}");
    }
}

#[test]
fn a_body_that_does_not_say_it_is_json_is_refused_unless_it_is_empty() {
    let octets = HeaderMap::from_iter([(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/octet-stream"),
    )]);
    for headers in [HeaderMap::new(), octets] {
        assert!(read(&headers, b"{}", &OUTER, "").is_err());
        assert!(read(&headers, b" ", &OUTER, "").unwrap().is_empty());
    }
    assert!(read(&json_headers(), b"{", &OUTER, "").is_err());
}

#[test]
fn enums_are_sent_as_numbers_on_demand() {
    let mut object = read_at("", &json!({"theInner": {"someColor": "BLUE"}})).unwrap();
    numbers_for_enums(&mut object, &OUTER);
    assert_eq!(Value::Object(object), json!({"theInner": {"someColor": 2}}));
}

#[test]
fn an_unknown_parameter_is_refused_and_a_common_one_is_not() {
    let params = Params::read(
        Some("page_size=2&%24alt=json%3Benum-encoding%3Dint&pageToken="),
        &["pageSize", "pageToken"],
    );
    let params = params.unwrap();
    assert_eq!(
        (
            params.get("pageSize"),
            params.get("pageToken"),
            params.wants_numbers()
        ),
        (Some("2"), None, true)
    );
    assert!(Params::read(Some("filter=x"), &["pageSize"]).is_err());
}

#[test]
fn pages_follow_each_other_until_nothing_is_left() {
    let items = || vec![json!(1), json!(2), json!(3)];
    let first = page(
        &Params::read(Some("pageSize=2"), &["pageSize"]).unwrap(),
        "jobs",
        items(),
        500,
    )
    .unwrap();
    assert_eq!(first["jobs"], json!([1, 2]));
    let query = format!(
        "pageSize=2&pageToken={}",
        first["nextPageToken"].as_str().unwrap()
    );
    let params = Params::read(Some(&query), &["pageSize", "pageToken"]).unwrap();
    assert_eq!(page(&params, "jobs", items(), 500).unwrap(), json!({"jobs": [3]}));
    assert_eq!(
        page(&Params::read(None, &[]).unwrap(), "jobs", vec![], 500).unwrap(),
        json!({})
    );
    for wrong in ["pageSize=-1", "pageSize=many", "pageToken=x"] {
        let params = Params::read(Some(wrong), &["pageSize", "pageToken"]).unwrap();
        assert!(page(&params, "jobs", items(), 500).is_err(), "{wrong}");
    }
}
