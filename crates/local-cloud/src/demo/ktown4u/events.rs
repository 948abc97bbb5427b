//! The pages for fans: what is on sale, and one event.

use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, Utc};
use chrono_tz::Asia::Seoul;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::answer::{html, not_found, trouble};
use super::super::fan_sign::fan_sign;
use super::super::markup::{document, escape, script};
use crate::replay::Replay;
use crate::world::SharedWorld;

/// Number, what it is, and whether fans would call it a fan-sign.
const ON_SALE: &[(u64, &str)] = &[
    (44_469_917, "On / Off-line Sign Event"),
    (44_471_966, "1:1 Video Call Event"),
    (44_472_020, "영상통화 팬사인회"),
    (44_476_792, "Lucky Draw"),
    (44_480_001, "Birthday Cafe Sign Event"),
];

pub(super) async fn list(State(world): State<SharedWorld>) -> Response {
    let now = world.clock.now();
    let replay = world.settings.replay.as_ref();
    let made = ON_SALE
        .iter()
        .filter(|(number, _)| replay.is_none_or(|replay| replay.event() != *number));
    let events: Vec<Value> = replay
        .map(replayed)
        .into_iter()
        .chain(made.map(|(number, kind)| event(*number, kind, now)))
        .collect();
    let links: String = ON_SALE
        .iter()
        .map(|(number, kind)| {
            format!(r#"<li><a class="name" href="/demo/ktown4u/eventsub?eve_no={number}">{kind}</a></li>"#)
        })
        .collect();
    let data = json!({ "props": { "pageProps": { "events": events } }, "page": "/event", "query": {} });
    let body = format!(
        r#"<h1>Events</h1><ul>{links}</ul><script id="__NEXT_DATA__" type="application/json">{}</script>"#,
        script(&data)
    );
    html(document("Events", "", &body))
}

fn event(number: u64, kind: &str, now: DateTime<Utc>) -> Value {
    let sale = fan_sign(&number.to_string(), now);
    json!({
        "eventNo": number,
        "title": sale.artist,
        "description": kind,
        "startDate": printed(sale.start),
        "endDate": printed(sale.end),
    })
}

fn replayed(replay: &Replay) -> Value {
    json!({
        "eventNo": replay.event(),
        "title": replay.title(),
        "description": replay.kind(),
        "startDate": printed(replay.begin()),
        "endDate": printed(replay.end()),
    })
}

/// As the shop prints it: Korea's time, without saying so.
fn printed(instant: DateTime<Utc>) -> String {
    instant
        .with_timezone(&Seoul)
        .format("%Y-%m-%d %H:%M:%S.0")
        .to_string()
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    eve_no: String,
}

pub(super) async fn page(
    State(world): State<SharedWorld>,
    Query(Wanted { eve_no }): Query<Wanted>,
) -> Response {
    if let Some(answer) = trouble(&eve_no).await {
        return answer;
    }
    let Ok(number) = eve_no.parse::<u64>() else {
        return not_found();
    };
    if let Some(replay) = world
        .settings
        .replay
        .as_ref()
        .filter(|replay| replay.event() == number)
    {
        let names = replay.sold(world.clock.now()).map(|(name, _)| name);
        return html(shown(replay.title(), replay.end(), names));
    }
    let sale = fan_sign(&eve_no, world.clock.now());
    let names = sale.members.iter().map(|member| member.name);
    html(shown(sale.artist, sale.end, names))
}

fn shown<'a>(artist: &str, end: DateTime<Utc>, names: impl Iterator<Item = &'a str>) -> String {
    let end = end.with_timezone(&Seoul).format("%Y-%m-%d %H:%M");
    let members: String = names
        .map(|name| format!(r#"<li class="name">{}</li>"#, escape(name)))
        .collect();
    let body = format!(
        "<h1>{} Sign Event</h1><p>until {end} (KST)</p><ul>{members}</ul>",
        escape(artist)
    );
    document(&format!("{artist} Sign Event"), "", &body)
}
