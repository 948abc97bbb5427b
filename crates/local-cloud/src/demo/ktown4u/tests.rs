use chrono_tz::Asia::Seoul;

use super::*;
use crate::testing::Served;

const PATH: &str = "/demo/ktown4u/vador/graphql?operationName=eventProductsV2";
const QUERY: &str = "query eventProductsV2($request: EventProductsRequest!) {
    eventProductsV2(request: $request) { groups { groupName products { name, sales } } } }";

fn body(event: u64) -> Value {
    json!({ "operationName": "eventProductsV2", "query": QUERY,
            "variables": { "request": { "eventNo": event, "shopNo": 164 } } })
}

async fn ask(cloud: &Served, path: &str, body: Value) -> (u16, Value) {
    let headers = [("Origin", SHOP), ("Referer", "https://www.ktown4u.com/")];
    cloud.call_with("POST", path, Some(body), &headers).await
}

#[tokio::test]
async fn an_event_tells_what_was_sold_of_each_version_and_draw_and_nothing_that_was_not_asked_for() {
    let cloud = Served::start().await;
    let (status, answer) = ask(&cloud, PATH, body(44_469_917)).await;
    assert_eq!(status, 200, "{answer}");
    let groups = answer["data"]["eventProductsV2"]["groups"].as_array().unwrap();
    assert_eq!(groups.len(), 2, "{answer}");
    for group in groups {
        let products = group["products"].as_array().unwrap();
        let named = |text: &str| {
            products
                .iter()
                .filter(|product| product["name"].as_str().unwrap().contains(text))
                .count()
        };
        assert_eq!(named("Off-Line"), 1, "{group}");
        assert!((3..=5).contains(&named("Video Call")), "{group}");
        for product in products {
            assert_eq!(product.as_object().unwrap().len(), 2, "{product}");
            assert!(product["sales"].as_i64().unwrap() >= 0, "{product}");
        }
    }
}

#[tokio::test]
async fn figures_that_are_not_cached_are_loading_for_the_first_who_asks_in_five_minutes() {
    let cloud = Served::start().await;
    let first = |answer: &Value| answer["errors"][0]["extensions"]["code"] == "CACHE_LOADING";
    for period in 0..2 {
        let (status, answer) = ask(&cloud, PATH, body(44_472_020)).await;
        assert!(status == 200 && first(&answer), "{period}: {answer}");
        let (_, answer) = ask(&cloud, PATH, body(44_472_020)).await;
        assert!(answer["data"].is_object(), "{period}: {answer}");
        cloud.advance(CACHED_SECONDS).await;
    }
}

#[tokio::test]
async fn what_the_shop_would_refuse_is_refused() {
    let cloud = Served::start().await;
    let changed = |pointer: &str, value: Value| {
        let mut body = body(1);
        *body.pointer_mut(pointer).unwrap() = value;
        body
    };
    let query = |from: &str, to: &str| changed("/query", json!(QUERY.replace(from, to)));
    let other = "/demo/ktown4u/vador/graphql?operationName=eventProducts";
    for (path, body, code) in [
        (other, body(1), "BAD_USER_INPUT"),
        ("/demo/ktown4u/vador/graphql", body(1), "BAD_USER_INPUT"),
        (PATH, changed("/operationName", json!("x")), "BAD_USER_INPUT"),
        (PATH, changed("/variables/request", json!({})), "BAD_USER_INPUT"),
        (
            PATH,
            changed("/variables/request/eventNo", json!("1")),
            "BAD_USER_INPUT",
        ),
        (PATH, json!({ "query": QUERY }), "BAD_USER_INPUT"),
        (PATH, query("Request!", "Request"), "GRAPHQL_PARSE_FAILED"),
        (PATH, query("query ", "mutation "), "GRAPHQL_PARSE_FAILED"),
        (PATH, query("} } }", "}"), "GRAPHQL_PARSE_FAILED"),
        (PATH, query("sales", "stock"), "GRAPHQL_VALIDATION_FAILED"),
        (
            PATH,
            query("name, sales", "name { first }"),
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (PATH, query("{ name, sales }", ""), "GRAPHQL_VALIDATION_FAILED"),
    ] {
        let (status, answer) = ask(&cloud, path, body.clone()).await;
        assert_eq!(status, 400, "{path} {body}: {answer}");
        assert_eq!(
            answer["errors"][0]["extensions"]["code"], code,
            "{body}: {answer}"
        );
    }
    for headers in [
        vec![],
        vec![("Origin", SHOP)],
        vec![("Referer", SHOP)],
        vec![("Origin", "https://shop.example"), ("Referer", SHOP)],
    ] {
        let (status, answer) = cloud.call_with("POST", PATH, Some(body(1)), &headers).await;
        assert_eq!(
            (status, &answer["errors"][0]["message"]),
            (403, &json!("Forbidden")),
            "{headers:?}"
        );
    }
}

#[tokio::test]
async fn the_list_of_events_carries_their_times_in_koreas_zone() {
    let cloud = Served::start().await;
    let (status, page) = cloud.call("GET", "/demo/ktown4u/event", None).await;
    assert_eq!(status, 200);
    let (_, rest) = page
        .as_str()
        .unwrap()
        .split_once(r#"<script id="__NEXT_DATA__" type="application/json">"#)
        .unwrap();
    let data: Value = serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap();
    let event = &data["props"]["pageProps"]["events"][0];
    assert_eq!(event["eventNo"], 44_469_917);
    assert_eq!(event["description"], "On / Off-line Sign Event");
    let end = event["endDate"].as_str().unwrap();
    let end = chrono::NaiveDateTime::parse_from_str(end, "%Y-%m-%d %H:%M:%S.0").unwrap();
    let end = end.and_local_timezone(Seoul).unwrap();
    assert_eq!(
        end,
        super::super::fan_sign::fan_sign("44469917", cloud.world.clock.now()).end
    );
}
