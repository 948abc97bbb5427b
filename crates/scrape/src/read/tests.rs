use domain::Availability::{InStock, OutOfStock, PreOrder, Unknown};
use domain::{ItemReading, PlatformName};
use platforms::{Platform, Platforms};
use url::Url;

use super::*;
use crate::read_text;

fn platform(text: &str) -> Platform {
    let text = format!("label = \"Shop\"\nevent = \"url\"\n{text}");
    Platform::parse(PlatformName::parse("shop").unwrap(), "shop.toml", &text).unwrap()
}

fn read_with(platform: &Platform, page: &str) -> Result<Reading, String> {
    let address = Url::parse("https://shop.example/p/1").unwrap();
    read_text(platform, page, Some(&address))
        .outcome
        .map_err(|error| error.to_string())
}

fn read(page: &str, fields: &str) -> Result<Reading, String> {
    read_with(&platform(&format!("[fields]\n{fields}")), page)
}

fn built_in(name: &str) -> Platform {
    let platforms = Platforms::load(None).unwrap();
    platforms
        .get(&PlatformName::parse(name).unwrap())
        .unwrap()
        .clone()
}

fn summary(reading: &Reading) -> (Option<&str>, String, Option<&str>, domain::Availability) {
    let price = reading.price.map(|price| price.to_string()).unwrap_or_default();
    (
        reading.title.as_deref(),
        price,
        reading.currency.as_deref(),
        reading.availability,
    )
}

fn items(reading: &Reading) -> Vec<(&str, Option<i64>, Option<i64>)> {
    let item = |item: &'_ ItemReading| (item.sold, item.stock);
    reading
        .items
        .iter()
        .map(|one| (one.label.as_str(), item(one).0, item(one).1))
        .collect()
}

const SHOP: &str = r#"<html><head>
<script type="application/ld+json">{"@type":"Product","name":"From data","offers":{"price":1,"priceCurrency":"HKD","availability":"InStock"}}</script>
<meta itemprop="priceCurrency" content="krw"><link itemprop="availability" href="https://schema.org/OutOfStock"></head>
<body><main><h1>  An
 <em>Album</em><script>var x = 1</script></h1>
<p class="price"><del>₩20,000</del> <ins>₩<b>18</b>,000</ins></p>
<p class="plain">18,000</p><p class="empty"> </p><p class="soon">Price to be announced, please come back later this year</p>
<span class="state">품절</span><span class="odd">Ships from Seoul</span>
<span class="stock">재고 -3</span><span class="sold">판매 3,021</span></main>
<aside><p class="price">₩5,000</p></aside></body></html>"#;

#[test]
fn named_elements_win_and_the_data_fills_what_is_not_named() {
    let reading = read(
        SHOP,
        "title = \"h1\"\nprice = \"main .price\"\nstock = \".stock\"\nsold = \".sold\"",
    )
    .unwrap();
    assert_eq!(
        (
            reading.title.as_deref(),
            reading.price,
            reading.currency.as_deref()
        ),
        (Some("An Album"), Some(18_000.into()), Some("KRW"))
    );
    assert_eq!(
        (reading.stock, reading.sold, reading.uncertain),
        (Some(-3), Some(3_021), None)
    );

    let fields = "title = \"h1\"\nprice = \".plain\"\ncurrency = \"meta[itemprop=priceCurrency]\"\navailability = \"link[itemprop=availability]\"";
    let reading = read(SHOP, fields).unwrap();
    assert_eq!(
        summary(&reading),
        (Some("An Album"), "18000".to_owned(), Some("KRW"), OutOfStock)
    );
}

#[test]
fn what_the_file_leaves_open_is_read_as_on_any_page() {
    const PAGE: &str = r#"<html><head><script type="application/ld+json">{"@context":"https://schema.org","@type":"Product","name":"From data",
        "offers":{"@type":"Offer","price":"18000","priceCurrency":"KRW","availability":"https://schema.org/InStock"}}</script></head>
        <body><h1>From data</h1><p>₩18,000</p><button>Add to cart</button><i class=left>7</i></body></html>"#;
    let account = read_text(&platform("[fields]\nstock = \".left\""), PAGE, None);
    let reading = account.outcome.unwrap();
    assert_eq!(
        summary(&reading),
        (Some("From data"), "18000".to_owned(), Some("KRW"), InStock)
    );
    assert_eq!(reading.stock, Some(7));
    let stock: Vec<_> = account
        .evidence
        .iter()
        .filter(|evidence| evidence.field == "stock")
        .collect();
    assert_eq!(
        stock
            .iter()
            .map(|evidence| evidence.source.as_str())
            .collect::<Vec<_>>(),
        ["selector .left"]
    );
    assert_eq!(
        account.steps.iter().map(|step| step.name).collect::<Vec<_>>(),
        ["extract"]
    );
}

#[test]
fn a_price_that_is_not_where_the_file_says_is_no_reading() {
    for (selector, status) in [
        (".prize", "selector .prize matched nothing"),
        (".empty", "selector .empty matched nothing"),
        (
            ".soon",
            "selector .soon: no price in `Price to be announced, please come back …`",
        ),
    ] {
        assert_eq!(
            read(SHOP, &format!("price = \"{selector}\"")),
            Err(status.to_owned())
        );
    }
}

#[test]
fn another_element_that_is_not_where_the_file_says_makes_the_reading_uncertain() {
    let fields = "price = \".plain\"\navailability = \".odd\"\nstock = \".left\"\nsold = \".state\"";
    let reading = read(SHOP, fields).unwrap();
    assert_eq!(
        (reading.availability, reading.stock, reading.sold),
        (Unknown, None, None)
    );
    let doubts = "selector .odd: no availability in `Ships from Seoul`; selector .left matched nothing; selector .state: no count in `품절`";
    assert_eq!(reading.uncertain.as_deref(), Some(doubts));
}

#[test]
fn figures_without_a_price_are_a_reading_where_the_file_names_them() {
    let reading = read("<body><i class=sold>12</i></body>", "sold = \".sold\"").unwrap();
    assert_eq!((reading.sold, reading.price), (Some(12), None));
    assert_eq!(
        read(
            "<body><h1>An album of the summer</h1><p>Come back on Friday</p></body>",
            "sold = \".sold\""
        ),
        Err("selector .sold matched nothing".to_owned())
    );
    assert_eq!(
        read("<body></body>", "sold = \".sold\""),
        Err("the page is empty".to_owned())
    );
    assert_eq!(
        read(
            "<body><p>An album of the summer, come back on Friday</p></body>",
            "title = \"h1\""
        ),
        Err("selector h1 matched nothing".to_owned())
    );
}

#[test]
fn a_value_is_read_from_every_kind_of_place() {
    const PAGE: &str = r#"<html><body data-left="9"><h1 title="Long name">Name</h1><p class="p">Now 12,50 € (was 15 €)</p>
        <i class="gone"></i><script>var left = 5; show({"a": [{"n": 1}, {"n": 2}]});</script>
        <script id="d" type="application/json">{"a": {"n": "7", "f": 3.0, "yes": true, "no": false, "cents": 1250, "unit": 2,
            "state": "ON_SALE", "shown": false, "price": "1299.00", "krw": 1.8e4, "list": [1, 2, 3], "text": "A &amp; <b>B</b>", "null": null}}</script></body></html>"#;
    for (field, value) in [
        ("stock = { css = \"body\", attr = \"data-left\" }", "stock 9"),
        (
            "title = { css = \"h1\", attr = \"title\" }\nstock = { regex = 'left = (\\d+)' }",
            "title Long name stock 5",
        ),
        ("stock = { css = \"script\", regex = 'left = (\\d+)' }", "stock 5"),
        ("price = { css = \".p\", regex = 'was ([^)]+)' }", "price 15 EUR"),
        (
            "availability = { css = \".gone\", is = \"OutOfStock\" }",
            "OutOfStock",
        ),
        (
            "availability = [{ css = \".here\", is = \"InStock\" }, { css = \".gone\", is = \"OutOfStock\" }]",
            "OutOfStock",
        ),
        ("stock = { script = \"#d\", json = \"/a/n\" }", "stock 7"),
        ("stock = { script = \"#d\", json = \"/a/f\" }", "stock 3"),
        ("stock = { script = \"#d\", json = \"/a/list/*\" }", "stock 6"),
        ("stock = { script = \"script\", json = \"/a/*/n\" }", "stock 3"),
        ("availability = { script = \"#d\", json = \"/a/yes\" }", "InStock"),
        (
            "availability = { script = \"#d\", json = \"/a/no\" }",
            "OutOfStock",
        ),
        (
            "availability = { script = \"#d\", json = \"/a/n\", kind = \"integer\" }",
            "InStock",
        ),
        (
            "availability = { script = \"#d\", json = \"/a/state\", words = { on_sale = \"PreOrder\" } }",
            "PreOrder",
        ),
        (
            "price = { script = \"#d\", json = \"/a/cents\", minor = 2 }",
            "price 12.5",
        ),
        (
            "price = { script = \"#d\", json = \"/a/cents\", minor = \"/a/unit\" }",
            "price 12.5",
        ),
        ("price = { script = \"#d\", json = \"/a/price\" }", "price 1299"),
        ("price = { script = \"#d\", json = \"/a/krw\" }", "price 18000"),
        (
            "price = { script = \"#d\", json = \"/a/n\" }\nstock = { script = \"#d\", json = \"/a/f\", when = \"/a/shown\" }",
            "price 7",
        ),
        (
            "title = { script = \"#d\", json = \"/a/text\" }\nsold = { script = \"#d\", json = \"/a/n\" }",
            "title A & B sold 7",
        ),
        (
            "stock = { script = \"#d\", json = \"/a/none\" }",
            "error shop: /a/none is missing",
        ),
        (
            "stock = { script = \"#d\", json = \"/a/null\" }",
            "error shop: /a/null is null",
        ),
        (
            "stock = { script = \"#d\", json = \"/a\" }",
            "error shop: /a is missing",
        ),
        (
            "stock = { script = \"#e\", json = \"/a\" }",
            "error selector #e matched nothing",
        ),
        (
            "stock = { script = \"h1\", json = \"/a\" }",
            "error shop: h1 holds no JSON",
        ),
        ("stock = \"/a\"", "error shop: the answer is no JSON"),
        (
            "stock = { script = \"#d\", json = \"/a/state\" }",
            "error #d /a/state: no count in `ON_SALE`",
        ),
        (
            "stock = { regex = 'right = (\\d+)' }",
            "error pattern right = (\\d+) matched nothing",
        ),
        (
            "stock = { script = \"#d\", json = \"/a/none\", optional = true }\nsold = { script = \"#d\", json = \"/a/n\" }",
            "sold 7",
        ),
    ] {
        let said = match read(PAGE, field) {
            Err(error) => format!("error {error}"),
            Ok(reading) => {
                let title = reading.title.filter(|_| field.starts_with("title"));
                let price = reading.price.filter(|_| field.starts_with("price"));
                let price = price.map(|price| {
                    format!(
                        "price {} {}",
                        price.normalize(),
                        reading.currency.unwrap_or_default()
                    )
                });
                let parts = [
                    title.map(|title| format!("title {title}")),
                    price.map(|price| price.trim().to_owned()),
                    reading
                        .stock
                        .filter(|_| field.contains("stock"))
                        .map(|stock| format!("stock {stock}")),
                    reading.sold.map(|sold| format!("sold {sold}")),
                    reading
                        .availability
                        .word()
                        .filter(|_| field.starts_with("availability"))
                        .map(str::to_owned),
                ];
                parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
            }
        };
        assert_eq!(said, value, "{field}");
    }
}

#[test]
fn a_figure_below_zero_is_oversold_or_hidden_as_the_file_says() {
    let answer = r#"{"stock": -4, "title": "A", "sold": 1}"#;
    let fields = |stock: &str| read(answer, &format!("sold = \"/sold\"\nstock = {stock}")).unwrap();
    assert_eq!(fields("\"/stock\"").stock, Some(-4));
    assert_eq!(
        fields("{ json = \"/stock\", negative = \"oversold\" }").stock,
        Some(-4)
    );
    let hidden = fields("{ json = \"/stock\", negative = \"hidden\" }");
    assert_eq!((hidden.stock, hidden.uncertain), (None, None));
}

const LIST: &str = "<ul><li data-n=\"An Yujin\"><b>Album (An Yujin)</b><i>₩18,000</i><u>12</u><s>3</s></li>\
     <li><b>Album (Rei)</b><i>₩18,000</i><u>30</u></li><li><b>Poster (Rei)</b><i>₩9,000</i><u>5</u></li></ul>";

#[test]
fn items_are_elements_of_a_list_and_those_of_one_label_add_up() {
    let file = "[items]\nlist = \"li\"\nname = \"b\"\nsold = \"u\"\nprice = \"i\"\nlabel = '\\((.+)\\)'";
    let reading = read_with(&platform(file), LIST).unwrap();
    assert_eq!(
        items(&reading),
        [("An Yujin", Some(12), None), ("Rei", Some(35), None)]
    );
    assert_eq!(
        (reading.sold, reading.stock, reading.currency.as_deref()),
        (Some(47), None, Some("KRW"))
    );
    let file =
        "[items]\nlist = \"li:first-child\"\nname = { attr = \"data-n\" }\nstock = { regex = '(\\d+)$' }";
    let reading = read_with(&platform(file), LIST).unwrap();
    assert_eq!(items(&reading), [("An Yujin", None, Some(12))]);
}

#[test]
fn an_item_that_does_not_fit_fails_the_reading() {
    for (file, reason) in [
        (
            "list = \"li\"\nname = \"b\"\nsold = \"u\"\nlabel = 'Album \\((.+)\\)'",
            "shop: no label in `Poster (Rei)`",
        ),
        (
            "list = \"li\"\nname = \"b\"\nsold = \"s\"",
            "selector s matched nothing",
        ),
        (
            "list = \"li\"\nname = \"q\"\nsold = \"u\"",
            "selector q matched nothing",
        ),
        (
            "list = \"dd\"\nname = \"b\"\nsold = \"u\"",
            "selector dd matched nothing",
        ),
        (
            "list = \"/x/*\"\nname = \"/b\"\nsold = \"/u\"",
            "shop: the answer is no JSON",
        ),
    ] {
        assert_eq!(
            read_with(&platform(&format!("[items]\n{file}")), LIST),
            Err(reason.to_owned()),
            "{file}"
        );
    }
}

#[test]
fn ktown4u_tells_what_was_sold_for_each_member() {
    let ktown4u = built_in("ktown4u");
    let reading = read_with(&ktown4u, include_str!("../../fixtures/ktown4u.json")).unwrap();
    assert_eq!(
        items(&reading),
        [
            ("AN YUJIN", Some(300), None),
            ("REI", Some(81), None),
            ("OffLine", Some(903), None)
        ]
    );
    assert_eq!((reading.sold, reading.uncertain), (Some(1284), None));
    for (answer, reason) in [
        (
            "{\"data\": {\"eventProductsV2\": {}}}",
            "ktown4u: /data/eventProductsV2/groups is missing",
        ),
        ("{\"data\": null}", "ktown4u: /data is null"),
        (
            "{\"data\": {\"eventProductsV2\": {\"groups\": []}}}",
            "ktown4u: /data/eventProductsV2/groups/*/products/* is empty",
        ),
        (
            "{\"data\": {\"eventProductsV2\": {\"groups\": [{\"products\": [{\"name\": \"A\", \"sold\": 1}]}]}}}",
            "ktown4u: /sales is missing",
        ),
        (
            "<html><body><p>Our new shop opens on Friday</p></body></html>",
            "ktown4u: the answer is no JSON",
        ),
    ] {
        assert_eq!(read_with(&ktown4u, answer), Err(reason.to_owned()), "{answer}");
    }
}

#[test]
fn labels_are_cut_out_of_the_names_that_ktown4u_gives() {
    let ktown4u = built_in("ktown4u");
    let labels = &ktown4u.ways()[0].items.as_ref().unwrap().labels;
    for (name, label) in [
        (
            "[Video Call] izna - 2nd (Unit C : KOKO, JEONG SAE BI)",
            "Unit C : KOKO, JEONG SAE BI",
        ),
        ("USPEER - VIDEO CALL EVENT (Random Ver.)", "Random Ver."),
        ("IVE Video Call Event (GAEUL) (+Photocard)", "GAEUL"),
        ("IVE Video Call Event [LIZ]", "LIZ"),
        ("Secret Video Call", "VideoCall"),
        ("(REI) IVE Video Call", "REI"),
        ("아이브 영상통화 （안유진）", "안유진"),
        ("IVE Offline Sign Event", "OffLine"),
        ("아이브 오프라인 팬사인회", "OffLine"),
        ("[Photo Event] USPEER - 1", "[Photo Event] USPEER - 1"),
    ] {
        assert_eq!(labels.of(name).as_deref(), Some(label), "{name}");
    }
}

#[test]
fn every_shop_is_read_in_its_shape() {
    for (name, answer, title, price, availability, stock) in [
        (
            "ktown4u-stock",
            include_str!("../../fixtures/ktown4u-stock.html"),
            Some("IVE - 4th EP & poster"),
            "",
            InStock,
            Some(120),
        ),
        (
            "makestar",
            include_str!("../../fixtures/makestar.json"),
            None,
            "",
            InStock,
            Some(412),
        ),
        (
            "makestar",
            include_str!("../../fixtures/makestar.html"),
            None,
            "",
            OutOfStock,
            Some(77),
        ),
        (
            "makestar",
            "{\"data\": {\"stock\": -1, \"isPurchasable\": true}}",
            None,
            "",
            InStock,
            None,
        ),
        (
            "makestar",
            "{\"data\": {\"stock\": 5, \"isDisplayStock\": false, \"isPurchasable\": false}}",
            None,
            "",
            OutOfStock,
            None,
        ),
        (
            "shopline",
            include_str!("../../fixtures/shopline.json"),
            None,
            "",
            InStock,
            Some(37),
        ),
        (
            "shopline",
            "{\"left_items_quantity\": -3}",
            None,
            "",
            OutOfStock,
            Some(-3),
        ),
        (
            "imweb",
            include_str!("../../fixtures/imweb.html"),
            Some("[RYU SA RANG] izna 2nd mini album video call"),
            "",
            InStock,
            Some(123),
        ),
        (
            "shopify",
            include_str!("../../fixtures/shopify.js.json"),
            Some("Summer album"),
            "18500",
            InStock,
            Some(10),
        ),
        (
            "woocommerce",
            include_str!("../../fixtures/woocommerce.json"),
            Some("Summer – album"),
            "25.99",
            InStock,
            Some(4),
        ),
        (
            "woocommerce",
            "[{\"name\": \"A\", \"is_in_stock\": true, \"is_on_backorder\": true, \"prices\": {\"price\": \"1800\", \"currency_code\": \"JPY\", \"currency_minor_unit\": 0}}]",
            Some("A"),
            "1800",
            PreOrder,
            None,
        ),
    ] {
        let platform = built_in(name);
        let reading = read_with(&platform, answer).unwrap_or_else(|error| panic!("{name}: {error}"));
        let price_read = reading.price.map(|price| price.to_string()).unwrap_or_default();
        assert_eq!(
            (
                reading.title.as_deref(),
                price_read.as_str(),
                reading.availability
            ),
            (title, price, availability),
            "{name}"
        );
        assert_eq!((reading.stock, reading.uncertain), (stock, None), "{name}");
        assert_eq!(platform.sold_from_stock(), name != "woocommerce");
    }
}

#[test]
fn a_shape_that_no_longer_fits_names_what_is_missing() {
    for (name, answer, reason) in [
        (
            "shopline",
            "{\"quantity\": 3}",
            "shopline: /left_items_quantity is missing",
        ),
        (
            "shopline",
            "{\"left_items_quantity\": \"many\"}",
            "/left_items_quantity: no count in `many`",
        ),
        (
            "makestar",
            "{\"data\": {\"isPurchasable\": true}}",
            "makestar: /data/stock is missing",
        ),
        (
            "makestar",
            "{\"message\": \"gone\"}",
            "makestar: /data is missing",
        ),
        ("woocommerce", "[]", "woocommerce: /0 is missing"),
        (
            "ktown4u-stock",
            "<script id=__NEXT_DATA__>{\"props\": {\"pageProps\": {}}}</script>",
            "ktown4u-stock: /props/pageProps/productDetails is missing",
        ),
        (
            "ktown4u-stock",
            "<h1>Hello</h1><p>Our new shop opens on Friday</p>",
            "selector script#__NEXT_DATA__ matched nothing",
        ),
    ] {
        assert_eq!(
            read_with(&built_in(name), answer),
            Err(reason.to_owned()),
            "{name}"
        );
    }
}

#[test]
fn a_stock_that_an_imweb_shop_does_not_count_is_not_shown() {
    let page = |script: &str| {
        let data = r#"{"@type":"Product","name":"A","offers":{"price":"18000","priceCurrency":"KRW"}}"#;
        format!(
            "<script type='application/ld+json'>{data}</script><h1>A</h1><p>18,000원</p><script>{script}</script>"
        )
    };
    let reading = read_with(&built_in("imweb"), &page("x.initProdStock(false, 0, 1)")).unwrap();
    assert_eq!((reading.price, reading.stock), (Some(18_000.into()), None));
    let refusal = read_with(&built_in("imweb"), &page("x.initStock(true, 5)")).unwrap_err();
    assert!(refusal.starts_with("pattern initProdStock"), "{refusal}");
}

#[test]
fn a_page_that_is_none_of_the_shop_is_never_sold_out_whatever_the_file_looks_for() {
    let fields = "availability = { regex = '(?i)sold ?out|품절', is = \"OutOfStock\" }";
    let price = "price = \".price\"";
    for (page, fields, status) in [
        (
            "<title>Access Denied</title><h1>Access Denied</h1><button>Sold out</button><p class=price>$10.00</p>",
            price,
            "access denied",
        ),
        (
            "<title>Access Denied</title><h1>Access Denied</h1><button>Sold out</button>",
            fields,
            "access denied",
        ),
        (
            "<title>404 Not Found</title><h1>Sorry, page not found</h1><p>Recommended:</p><div class=price>$9.99</div><button>Sold out</button>",
            fields,
            "not found",
        ),
        (
            "<div id=__next></div><script>var t = {soldout: \"Sold out\", cart: \"Add to cart\"}</script>",
            fields,
            "an empty shell",
        ),
    ] {
        let page = format!("<!doctype html><html><body>{page}</body></html>");
        let refusal = read(&page, fields).unwrap_err();
        assert!(refusal.contains(status), "{page}: {refusal}");
    }
    let sold_out = "<main><h1>Album</h1><p class=price>₩18,000</p><p>품절</p></main>";
    assert_eq!(read(sold_out, fields).unwrap().availability, OutOfStock);
}

#[test]
fn what_is_null_tells_nothing_and_what_differs_behind_two_stars_is_refused() {
    let makestar = built_in("makestar");
    let read = |answer: &str| {
        read_with(&makestar, answer).map(|reading| (reading.availability, reading.stock, reading.uncertain))
    };
    assert_eq!(
        read("{\"data\": {\"stock\": null, \"isDisplayStock\": false, \"isPurchasable\": false}}"),
        Ok((OutOfStock, None, None)),
        "a stock that is not shown need not be there"
    );
    assert_eq!(
        read("{\"data\": {\"stock\": null, \"isDisplayStock\": true, \"isPurchasable\": true}}"),
        Ok((InStock, None, Some("makestar: /data/stock is null".to_owned())))
    );
    let stock = |list: &str| {
        let page = format!("<script type=\"application/json\">{{\"list\": [{list}]}}</script>");
        let fields = "stock = { script = \"script\", json = \"/**/stock\" }";
        super::tests::read(&page, fields).map(|reading| reading.stock)
    };
    assert_eq!(
        stock("{\"stock\": 33}, {\"stock\": 777}"),
        Err("shop: /**/stock says different things in different places".to_owned())
    );
    assert_eq!(stock("{\"stock\": 33}, {\"stock\": 33}"), Ok(Some(33)));
}

#[test]
fn an_item_of_which_a_shop_tells_nothing_does_not_take_the_others_with_it() {
    let answer = r#"{"data": {"eventProductsV2": {"groups": [{"products": null},
        {"products": [{"name": "Video Call (REI)", "sales": 7}, {"name": "Video Call (LIZ)", "sales": null}]}]}}}"#;
    let reading = read_with(&built_in("ktown4u"), answer).unwrap();
    assert_eq!(items(&reading), [("REI", Some(7), None), ("LIZ", None, None)]);
    assert_eq!(reading.sold, None, "no total without one of them");
    assert_eq!(reading.uncertain.as_deref(), Some("LIZ: ktown4u: /sales is null"));
}

#[test]
fn a_stock_that_contradicts_the_availability_is_a_doubt() {
    let page = |stock: i32, button: &str| {
        format!(
            "<title>A</title><main><h1>Album A</h1><p class=price>18,000원</p><button>{button}</button></main>\
             <script>initProdStock(true, {stock}, {{}})</script>"
        )
    };
    let read = |stock, button| {
        let reading = read_with(&built_in("imweb"), &page(stock, button)).unwrap();
        (reading.availability, reading.uncertain)
    };
    assert_eq!(read(12, "구매하기"), (InStock, None));
    assert_eq!(
        read(0, "구매하기"),
        (InStock, Some("in stock beside a stock of 0".to_owned()))
    );
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]

    #[test]
    fn no_answer_panics(answer in "\\PC{0,200}") {
        static PLATFORMS: std::sync::OnceLock<Platforms> = std::sync::OnceLock::new();
        for platform in PLATFORMS.get_or_init(|| Platforms::load(None).unwrap()).iter() {
            let _ = read_with(platform, &answer);
            let _ = read_with(platform, &format!("{{\"data\": {answer:?}}}"));
        }
    }
}
