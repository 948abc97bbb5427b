//! `GET /demo/imweb/{shop}/{page}/?idx={product}`: a page of an imweb shop. Its script calls `initProdStock(true, N, ...)`, and the
//! title begins with the member in square brackets. A product whose name ends in `uncounted` has
//! `initProdStock(false, ...)`: then the number says nothing.

use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;

use super::answer::{html, trouble};
use super::fan_sign::fan_sign;
use super::markup::{document, escape, grouped};
use crate::world::SharedWorld;

pub(super) fn routes() -> Router<SharedWorld> {
    Router::new().route("/demo/imweb/{shop}/{page}/", get(product))
}

#[derive(Deserialize)]
struct Wanted {
    idx: String,
}

async fn product(
    State(world): State<SharedWorld>,
    Query(Wanted { idx: product }): Query<Wanted>,
) -> Response {
    if let Some(answer) = trouble(&product).await {
        return answer;
    }
    let event = fan_sign(&product, world.clock.now());
    let Some(member) = event.members.first() else {
        return super::answer::not_found();
    };
    let counted = !product.ends_with("uncounted");
    let title = format!(
        "[{}] {} 5th Mini Album 1:1 VIDEO CALL EVENT",
        member.name, event.artist
    );
    let head = format!(r#"<meta property="og:title" content="{}">"#, escape(&title));
    let body = format!(
        r#"<h1 class="view_tit">{}</h1><p class="pay"><span class="real_price">{}원</span></p><script>SITE_SHOP_DETAIL.initProdStock({counted}, {}, false, 0);</script>"#,
        escape(&title),
        grouped(event.price),
        if counted { member.stock.max(0) } else { 0 },
    );
    html(document(&title, &head, &body))
}
