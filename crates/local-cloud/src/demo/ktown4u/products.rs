//! What an event sells: an album in two versions, each for the offline draw and for a video call with each member.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::super::fan_sign::fan_sign;
use crate::replay::Replay;

/// This number has no event behind it.
const NO_EVENT: &str = "400";
/// Two of three fans choose the first version.
const VERSIONS: [&str; 2] = ["A Ver.", "B Ver."];

/// The whole answer, of which a query selects.
pub(super) fn answer(event: &str, now: DateTime<Utc>) -> Value {
    let groups = if event == NO_EVENT {
        Vec::new()
    } else {
        groups(event, now)
    };
    json!({ "eventProductsV2": { "groups": groups } })
}

/// The same of an event that is replayed.
pub(super) fn replayed(replay: &Replay, now: DateTime<Utc>) -> Value {
    let product = |(place, (name, sold)): (usize, (&str, i64))| {
        json!({
            "productNo": number(&replay.event().to_string(), 0, place),
            "name": product_name(replay.title(), name),
            "sales": sold,
        })
    };
    let products: Vec<Value> = replay.sold(now).enumerate().map(product).collect();
    let group = json!({ "groupName": "Album", "products": products });
    json!({ "eventProductsV2": { "groups": [group] } })
}

/// Public records call an item by its kind and member (`VideoCall·REI`, `OffLine`), the shop by a whole sentence.
fn product_name(artist: &str, item: &str) -> String {
    match item.split_once('·') {
        Some(("VideoCall", member)) => format!("{artist} - Album 1:1 Video Call Sign Event ({member})"),
        _ if item == "OffLine" => format!("{artist} - Album Off-Line Sign Event"),
        _ => item.to_owned(),
    }
}

fn groups(event: &str, now: DateTime<Utc>) -> Vec<Value> {
    let sale = fan_sign(event, now);
    // Who has no favourite goes to the shop.
    let off_line: i64 = sale.sold() / 2;
    let version = |(n, version): (usize, &&str)| {
        let share = |sold: i64| if n == 0 { sold - sold / 3 } else { sold / 3 };
        let name = |kind: &str| format!("{} - 5th Mini Album ({version}) {kind}", sale.artist);
        let mut products = vec![json!({
            "productNo": number(event, n, 0),
            "name": name("Off-Line Sign Event"),
            "sales": share(off_line),
        })];
        products.extend(sale.members.iter().enumerate().map(|(m, member)| {
            json!({
                "productNo": number(event, n, m + 1),
                "name": name(&format!("1:1 Video Call Sign Event ({})", member.name)),
                "sales": share(member.sold),
            })
        }));
        json!({ "groupName": *version, "products": products })
    };
    VERSIONS.iter().enumerate().map(version).collect()
}

fn number(event: &str, version: usize, product: usize) -> u64 {
    let event: u64 = event.parse().unwrap_or_default();
    event.wrapping_mul(100) + (version * 10 + product) as u64
}
