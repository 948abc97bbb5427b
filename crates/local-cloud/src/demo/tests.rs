use serde_json::{Value, json};

use crate::testing::Served;

async fn get(cloud: &Served, path: &str) -> (u16, Value) {
    cloud.call("GET", path, None).await
}

#[tokio::test]
async fn each_event_answers_as_documented() {
    let cloud = Served::start().await;
    for (path, status, content) in [
        ("/demo/ABC", 200, "HK$"),
        ("/demo/no-price", 200, "Price to be announced"),
        ("/demo/broken-503", 503, "Service Unavailable"),
        ("/demo/gone-404", 404, "404 Not Found"),
        ("/demo/empty", 200, r#"<div id="root"></div>"#),
        ("/demo/browser/ABC", 200, r#"<div id="root"></div>"#),
        (
            "/demo/ktown4u-stock/www/iteminfo?goods_no=1",
            200,
            "__NEXT_DATA__",
        ),
        ("/demo/ktown4u-stock/de/iteminfo?goods_no=1", 404, "404 Not Found"),
        (
            "/demo/ktown4u-stock/www/iteminfo?goods_no=ABC",
            404,
            "404 Not Found",
        ),
        ("/demo/ktown4u/eventsub?eve_no=1", 200, "Sign Event"),
        ("/demo/ktown4u/eventsub?eve_no=503", 503, "Service Unavailable"),
        ("/demo/makestar/product/1", 200, "__NUXT_DATA__"),
        ("/demo/imweb/a.imweb.me/shop/?idx=1", 200, "initProdStock(true, "),
        (
            "/demo/imweb/a.imweb.me/shop/?idx=uncounted",
            200,
            "initProdStock(false, ",
        ),
        ("/demo/shopify/a.example/products/album", 200, r#"name="add""#),
        ("/demo/woocommerce/a.example/product/album/", 200, "HK$"),
    ] {
        let (told, page) = get(&cloud, path).await;
        assert_eq!(told, status, "{path}");
        assert!(page.as_str().unwrap().contains(content), "{path}: {page}");
    }
}

#[tokio::test]
async fn each_interface_answers_in_its_shops_shape() {
    let cloud = Served::start().await;
    let (_, makestar) = get(&cloud, "/demo/makestar/api/v2/commerce/product_event/1/dynamic/").await;
    assert!(makestar["data"]["stock"].as_i64().unwrap() >= 0, "{makestar}");
    assert_eq!(makestar["data"]["isDisplayStock"], true);
    let (_, hidden) = get(&cloud, "/demo/makestar/api/v2/commerce/product_event/19/dynamic/").await;
    assert_eq!(
        (&hidden["data"]["stock"], &hidden["data"]["isDisplayStock"]),
        (&json!(-1), &json!(false))
    );
    let (status, _) = get(&cloud, "/demo/makestar/api/v2/commerce/product_event/18/dynamic/").await;
    assert_eq!(status, 404, "only the page is left");

    let stock = "/demo/shopline/a.example/api/merchants/m/products/p/check_stock";
    let (status, answer) = get(&cloud, &format!("{stock}?variation_id=v")).await;
    assert!(
        status == 200 && answer["left_items_quantity"].is_i64(),
        "{answer}"
    );
    assert_eq!(get(&cloud, stock).await.0, 400, "no variation");

    let (_, cents) = get(&cloud, "/demo/shopify/a.example/products/album.js").await;
    let (_, text) = get(&cloud, "/demo/shopify/a.example/products/album.json").await;
    let price = cents["price"].as_u64().unwrap();
    assert_eq!(
        text["product"]["variants"][0]["price"],
        format!("{}.00", price / 100)
    );

    let products = "/demo/woocommerce/a.example/wp-json/wc/store/v1/products";
    let (_, list) = get(&cloud, &format!("{products}?slug=album")).await;
    assert_eq!(
        list[0]["prices"]["price"],
        price.to_string(),
        "the same album in another shop"
    );
    assert_eq!(
        get(&cloud, &format!("{products}?slug=gone-404")).await,
        (200, json!([]))
    );

    let (_, offer) = get(&cloud, "/demo/browser/ABC/data.json").await;
    assert!(offer["price"].as_str().unwrap().starts_with("HK$"), "{offer}");
}

#[tokio::test]
async fn no_name_breaks_out_of_a_page() {
    let cloud = Served::start().await;
    let name = "%3Cscript%3Ealert(1)%3C%2Fscript%3E";
    for path in [
        format!("/demo/{name}"),
        format!("/demo/shopify/{name}/products/{name}"),
        format!("/demo/woocommerce/{name}/product/{name}/"),
        format!("/demo/imweb/{name}/{name}/?idx={name}"),
        format!("/demo/browser/{name}"),
    ] {
        let (status, page) = get(&cloud, &path).await;
        assert_eq!(status, 200, "{path}");
        assert!(
            !page.as_str().unwrap().contains("<script>alert"),
            "{path}: {page}"
        );
    }
}

#[tokio::test]
async fn every_shop_of_the_front_page_is_there() {
    let cloud = Served::start().await;
    let (_, page) = get(&cloud, "/demo").await;
    let links: Vec<&str> = page
        .as_str()
        .unwrap()
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert!(links.len() > 10, "{links:?}");
    for link in links {
        assert_eq!(get(&cloud, link).await.0, 200, "{link}");
    }
}
