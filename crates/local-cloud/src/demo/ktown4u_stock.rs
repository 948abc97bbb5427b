//! `GET /demo/ktown4u-stock/{channel}/iteminfo?goods_no=...`: one album on one of the shop's four sites, its stock in the
//! page's `__NEXT_DATA__`. Each site (`www`, `kr`, `jp`, `cn`) sells its own share; stock goes below zero when oversold.

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;
use serde_json::json;

use super::answer::{html, not_found, trouble};
use super::fan_sign::fan_sign;
use super::markup::{document, escape, script};
use crate::world::SharedWorld;

const CHANNELS: &[&str] = &["www", "kr", "jp", "cn"];

pub(super) fn routes() -> Router<SharedWorld> {
    Router::new().route("/demo/ktown4u-stock/{channel}/iteminfo", get(item))
}

#[derive(Deserialize)]
struct Item {
    goods_no: String,
}

async fn item(
    State(world): State<SharedWorld>,
    Path(channel): Path<String>,
    Query(Item { goods_no }): Query<Item>,
) -> Response {
    if let Some(answer) = trouble(&goods_no).await {
        return answer;
    }
    let Ok(number) = goods_no.parse::<u64>() else {
        return not_found();
    };
    if !CHANNELS.contains(&channel.as_str()) {
        return not_found();
    }
    let album = fan_sign(&goods_no, world.clock.now());
    // What one site has sold of the album is what one member's draw would have.
    let share = fan_sign(&format!("{channel}/{goods_no}"), world.clock.now());
    let quantity = share.members.first().map_or(0, |member| member.stock);
    let name = format!("{} - 5th Mini Album (Random Ver.)", album.artist);
    let data = json!({
        "props": { "pageProps": { "productDetails": {
            "productNo": number,
            "productName": name,
            "quantity": quantity,
            "currency": "KRW",
            "price": album.price,
        } } },
        "page": "/iteminfo",
        "query": { "goods_no": goods_no },
    });
    let body = format!(
        r#"<h1>{}</h1><script id="__NEXT_DATA__" type="application/json">{}</script>"#,
        escape(&name),
        script(&data)
    );
    html(document(&name, "", &body))
}
