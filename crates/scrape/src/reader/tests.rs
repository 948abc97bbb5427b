use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use domain::{EventForm, PlatformName, Refusal};
use fetch::AllowedAddresses;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

use super::*;

/// A shop that gives the answers of a path one after the other, the last of them for good.
struct Shop {
    origin: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Shop {
    async fn open(answers: &[(&str, &[&str])]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let answers: HashMap<String, Vec<String>> = answers
            .iter()
            .map(|(path, answers)| {
                (
                    (*path).to_owned(),
                    answers.iter().map(ToString::to_string).collect(),
                )
            })
            .collect();
        let log = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let mut stream = BufReader::new(stream);
                let mut head = String::new();
                while !head.ends_with("\r\n\r\n") {
                    if stream.read_line(&mut head).await.unwrap_or(0) == 0 {
                        break;
                    }
                }
                let length = head.lines().find_map(|line| {
                    let (name, value) = line.split_once(':')?;
                    name.eq_ignore_ascii_case("content-length")
                        .then(|| value.trim().parse().ok())?
                });
                let mut body = vec![0; length.unwrap_or(0)];
                stream.read_exact(&mut body).await.unwrap();
                let mut words = head.split(' ');
                let line = format!("{} {}", words.next().unwrap(), words.next().unwrap());
                let times = log.lock().unwrap().iter().filter(|asked| **asked == line).count();
                log.lock().unwrap().push(line.clone());
                let path = line.split(' ').nth(1).unwrap();
                let answer = answers
                    .get(path)
                    .map_or("404 ", |all| all.get(times).unwrap_or(&all[all.len() - 1]));
                let (status, body) = answer.split_once(' ').unwrap();
                let retry = match status {
                    "429" => "Retry-After: 0\r\n",
                    "503" => "Retry-After: 90\r\n",
                    _ => "",
                };
                let kind = if body.starts_with('<') {
                    "text/html"
                } else {
                    "application/json"
                };
                let answer = format!(
                    "HTTP/1.1 {status} X\r\nContent-Type: {kind}; charset=utf-8\r\n{retry}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
                    body.len()
                );
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        Self { origin, asked }
    }

    fn platform(&self, file: &str) -> Platform {
        let text = file.replace("{origin}", &self.origin);
        Platform::parse(PlatformName::parse("shop").unwrap(), "shop.toml", &text).unwrap()
    }

    fn demo(&self, name: &str) -> Platform {
        let file = platforms::demo_files()
            .iter()
            .find(|(file, _)| *file == format!("{name}.toml"))
            .unwrap();
        let text = file.1.replace("{origin}", &self.origin);
        Platform::parse(PlatformName::parse(name).unwrap(), file.0, &text).unwrap()
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn reader() -> Reader {
    let allowed = AllowedAddresses::parse("127.0.0.1").unwrap();
    Reader::new(Guard::new(allowed), fetch::USER_AGENT)
}

async fn read(platform: &Platform, event: &str) -> Result<Reading, String> {
    let event = EventName::parse(event, EventForm::Parts).unwrap();
    reader()
        .read(platform, &event)
        .await
        .outcome
        .map_err(|error| error.to_string())
}

fn ok(body: &str) -> String {
    format!("200 {body}")
}

const FILE: &str = "label = \"Shop\"\nzone = \"Asia/Seoul\"\nurl = \"{origin}/api/{event}\"\n\
    again = { at = \"/code\", is = [\"LOADING\", \"7\"], wait = 0.1, times = 2 }\n[fields]\nstock = \"/stock\"\n\
    [[way]]\nurl = \"{origin}/page/{event}\"\n[way.fields]\nstock = \".stock\"";

#[tokio::test]
async fn an_answer_that_asks_for_patience_is_asked_again() {
    let events = ok(include_str!("../../fixtures/ktown4u.json"));
    let loading = ok(include_str!("../../fixtures/ktown4u-loading.json"));
    let path = "/demo/ktown4u/vador/graphql?operationName=eventProductsV2";
    let shop = Shop::open(&[(path, &[&loading, &events])]).await;
    let reading = read(&shop.demo("demo-ktown4u"), "44469917").await.unwrap();
    assert_eq!((reading.items.len(), reading.sold), (3, Some(1284)));
    assert_eq!(shop.asked(), [format!("POST {path}"), format!("POST {path}")]);
}

#[tokio::test]
async fn patience_ends_and_the_next_way_is_taken() {
    for code in ["\"LOADING\"", "7"] {
        let busy = ok(&format!("{{\"code\": {code}}}"));
        let shop = Shop::open(&[("/api/1", &[&busy]), ("/page/1", &["200 <p class=stock>5</p>"])]).await;
        assert_eq!(read(&shop.platform(FILE), "1").await.unwrap().stock, Some(5));
        assert_eq!(
            shop.asked(),
            ["GET /api/1", "GET /api/1", "GET /api/1", "GET /page/1"]
        );
        let status = read(&shop.platform(FILE.split("[[way]]").next().unwrap()), "1").await;
        assert_eq!(
            status,
            Err(format!("still {} after 2 more tries", code.trim_matches('"')))
        );
    }
}

#[tokio::test]
async fn a_server_that_is_asked_too_much_is_asked_again_when_it_says_so() {
    let shop = Shop::open(&[("/api/1", &["429 ", "200 {\"stock\": 3}"])]).await;
    assert_eq!(read(&shop.platform(FILE), "1").await.unwrap().stock, Some(3));
    let shop = Shop::open(&[("/api/1", &["429 "]), ("/page/1", &["429 "])]).await;
    assert_eq!(read(&shop.platform(FILE), "1").await, Err("HTTP 429".to_owned()));
    assert_eq!(shop.asked().len(), 6);
}

#[tokio::test]
async fn an_error_is_told_by_its_status_and_is_never_out_of_stock() {
    for (answer, status) in [
        ("503 <p class=stock>0</p>", "HTTP 503"),
        ("404 {\"stock\": 0}", "HTTP 404"),
        ("200 {\"left\": 0}", "shop: /stock is missing"),
    ] {
        let shop = Shop::open(&[("/api/1", &[answer]), ("/page/1", &["404 "])]).await;
        assert_eq!(read(&shop.platform(FILE), "1").await, Err(status.to_owned()));
    }
}

#[tokio::test]
async fn a_way_that_adds_fills_what_is_missing() {
    let (js, json) = (
        ok(include_str!("../../fixtures/shopify.js.json")),
        ok(include_str!("../../fixtures/shopify.json")),
    );
    let (js_path, json_path) = (
        "/demo/shopify/a.example/products/album.js",
        "/demo/shopify/a.example/products/album.json",
    );
    let shop = Shop::open(&[(js_path, &[&js]), (json_path, &[&json])]).await;
    let reading = read(&shop.demo("demo-shopify"), "a.example/album").await.unwrap();
    assert_eq!(
        (reading.price, reading.currency.as_deref(), reading.stock),
        (Some(18_500.into()), Some("KRW"), Some(10))
    );
    let shop = Shop::open(&[(js_path, &[&js])]).await;
    let reading = read(&shop.demo("demo-shopify"), "a.example/album").await.unwrap();
    assert_eq!((reading.price, reading.currency), (Some(18_500.into()), None));
    let shop = Shop::open(&[(json_path, &[&json])]).await;
    let reading = read(&shop.demo("demo-shopify"), "a.example/album").await.unwrap();
    assert_eq!(
        (reading.price, reading.currency.as_deref()),
        (Some(18_500.into()), Some("KRW"))
    );
}

#[tokio::test]
async fn the_stock_of_several_sites_adds_up_and_no_sum_is_made_without_one_of_them() {
    let page = ok(include_str!("../../fixtures/ktown4u-stock.html"));
    let path = |site: &str| format!("/demo/ktown4u-stock/{site}/iteminfo?goods_no=114521");
    let (www, kr, jp, cn) = (path("www"), path("kr"), path("jp"), path("cn"));
    let all: Vec<&str> = vec![&page];
    let shop = Shop::open(&[(&www, &all), (&kr, &all), (&jp, &all), (&cn, &all)]).await;
    let reading = read(&shop.demo("demo-ktown4u-stock"), "114521").await.unwrap();
    assert_eq!((reading.stock, reading.uncertain), (Some(480), None));
    assert_eq!(reading.title.as_deref(), Some("IVE - 4th EP & poster"));

    let shop = Shop::open(&[(&www, &all), (&kr, &all), (&jp, &all)]).await;
    let reading = read(&shop.demo("demo-ktown4u-stock"), "114521").await.unwrap();
    assert_eq!(
        (reading.stock, reading.uncertain.as_deref()),
        (Some(360), Some("cn: HTTP 404"))
    );

    let shop = Shop::open(&[(&www, &all), (&kr, &["503 "]), (&jp, &all), (&cn, &all)]).await;
    assert_eq!(
        read(&shop.demo("demo-ktown4u-stock"), "114521").await,
        Err("kr: HTTP 503".to_owned())
    );
    let shop = Shop::open(&[]).await;
    assert_eq!(
        read(&shop.demo("demo-ktown4u-stock"), "114521").await,
        Err("www: HTTP 404".to_owned())
    );
}

#[tokio::test]
async fn several_products_are_items_and_one_that_fails_is_told() {
    let path =
        |n: u32| format!("/demo/shopline/a.example/api/merchants/5/products/{n}/check_stock?variation_id=1");
    let (one, two, three) = (path(1), path(2), path(3));
    let shop = Shop::open(&[
        (&one, &["200 {\"left_items_quantity\": 10}"]),
        (&two, &["200 {\"left_items_quantity\": 20}"]),
        (&three, &["200 {\"left_items_quantity\": 5}"]),
    ])
    .await;
    let event = "AN YUJIN=a.example/5/1/1 REI=a.example/5/2/1 AN YUJIN=a.example/5/3/1";
    let reading = read(&shop.demo("demo-shopline"), event).await.unwrap();
    let items: Vec<_> = reading
        .items
        .iter()
        .map(|item| (item.label.as_str(), item.stock))
        .collect();
    assert_eq!(items, [("AN YUJIN", Some(15)), ("REI", Some(20))]);
    assert_eq!((reading.stock, reading.uncertain), (Some(35), None));

    let shop = Shop::open(&[(&one, &["200 {\"left_items_quantity\": 10}"]), (&two, &["503 "])]).await;
    let event = "YUJIN=a.example/5/1/1 REI=a.example/5/2/1";
    let reading = read(&shop.demo("demo-shopline"), event).await.unwrap();
    let items: Vec<_> = reading
        .items
        .iter()
        .map(|item| (item.label.as_str(), item.stock))
        .collect();
    assert_eq!(items, [("YUJIN", Some(10)), ("REI", None)]);
    assert_eq!(
        (reading.stock, reading.uncertain.as_deref()),
        (None, Some("REI: HTTP 503"))
    );

    let shop = Shop::open(&[]).await;
    assert_eq!(
        read(&shop.demo("demo-shopline"), event).await,
        Err("YUJIN: HTTP 404".to_owned())
    );
}

#[tokio::test]
async fn products_of_different_prices_have_no_price_together_also_without_titles() {
    let shop = Shop::open(&[
        ("/1", &["200 {\"price\": 10, \"open\": true}"]),
        ("/2", &["200 {\"price\": 12, \"open\": false}"]),
    ])
    .await;
    let platform = shop.platform(
        "label = \"Shop\"\nzone = \"UTC\"\nevent = \"number\"\nurl = \"{origin}/{event}\"\n[products]\n\
         [fields]\nprice = \"/price\"\navailability = \"/open\"",
    );
    let reading = read(&platform, "A=1 B=2").await.unwrap();
    let prices: Vec<_> = reading.items.iter().map(|item| item.price).collect();
    assert_eq!(prices, [Some(10.into()), Some(12.into())]);
    assert_eq!(
        (reading.price, reading.availability),
        (None, domain::Availability::InStock),
        "one price for all would be wrong, and what one product offers is for sale"
    );
}

#[tokio::test]
async fn a_product_without_a_label_is_called_as_its_title_says() {
    let page = ok(include_str!("../../fixtures/imweb.html"));
    let other = page.replace("[RYU SA RANG]", "[MAI]").replace("123", "7");
    let shop = Shop::open(&[
        ("/demo/imweb/a.example/shop/?idx=1", &[&page]),
        ("/demo/imweb/a.example/shop/?idx=2", &[&other]),
    ])
    .await;
    let reading = read(&shop.demo("demo-imweb"), "a.example/shop/1 a.example/shop/2")
        .await
        .unwrap();
    let items: Vec<_> = reading
        .items
        .iter()
        .map(|item| (item.label.as_str(), item.stock))
        .collect();
    assert_eq!(items, [("RYU SA RANG", Some(123)), ("MAI", Some(7))]);
    assert_eq!(reading.stock, Some(130));
}

#[tokio::test]
async fn what_is_on_sale_is_listed_with_the_shops_times() {
    let page = ok(include_str!("../../fixtures/ktown4u-events.html"));
    let shop = Shop::open(&[("/demo/ktown4u/event", &[&page])]).await;
    let events = reader().discover(&shop.demo("demo-ktown4u")).await.unwrap();
    let said: Vec<_> = events
        .iter()
        .map(|event| {
            let time = |at: Option<chrono::DateTime<chrono_tz::Tz>>| {
                at.map(|at| at.to_rfc3339()).unwrap_or_default()
            };
            format!(
                "{} {} {:?} {} {}",
                event.event,
                event.title,
                event.kind.as_deref(),
                time(event.start),
                time(event.end)
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            "44469917 IVE Some(\"On / Off-line Sign Event\") 2026-06-22T12:00:00+09:00 2026-06-26T00:00:00+09:00",
            "44470002 izna Some(\"영상통화 이벤트\")  2026-07-01T17:00:00+09:00",
        ]
    );
    let wrong = page.replace("2026-07-01 17:00:00.0", "soon");
    let shop = Shop::open(&[("/demo/ktown4u/event", &[&wrong])]).await;
    let refusal = reader().discover(&shop.demo("demo-ktown4u")).await.unwrap_err();
    assert_eq!(refusal.to_string(), "/endDate: no time in `soon`");
    let refusal = reader().discover(&shop.demo("demo-shopify")).await.unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "the platform does not list what it has on sale"
    );
}

#[tokio::test]
async fn an_event_that_is_none_asks_nobody() {
    let shop = Shop::open(&[]).await;
    assert_eq!(
        read(&shop.demo("demo-makestar"), "abc").await,
        Err("`abc` is not the number of an event".to_owned())
    );
    assert_eq!(shop.asked(), Vec::<String>::new());
}

#[tokio::test]
async fn an_account_tells_the_steps_of_a_failure_too() {
    let shop = Shop::open(&[("/api/1", &["200 {\"x\": 0}"])]).await;
    let event = EventName::parse("1", EventForm::Name).unwrap();
    let account = reader().read(&shop.platform(FILE), &event).await;
    assert!(account.outcome.is_err());
    let steps: Vec<_> = account.steps.iter().map(|step| step.name).collect();
    assert_eq!(steps, ["fetch", "extract", "fetch"]);
}

#[tokio::test]
async fn an_account_tells_each_refusal_whatever_another_way_or_product_says() {
    let refused = |status, seconds| Refusal::of(status, Some(Duration::from_secs(seconds))).unwrap();
    let api = FILE.split("[[way]]").next().unwrap();
    let many = FILE.replacen("url =", "event = \"number\"\nurl =", 1).replacen(
        "[fields]",
        "[products]\n[fields]",
        1,
    );
    let page = "200 <p class=stock>5</p>";
    for (file, event, answers, refusals) in [
        (FILE, "1", ["200 {\"stock\": 3}", page], vec![]),
        (FILE, "1", ["500 ", "404 "], vec![]),
        (FILE, "1", ["503 ", page], vec![refused(503, 90)]),
        (
            FILE,
            "1",
            ["503 ", "429 "],
            vec![refused(503, 90), refused(429, 0)],
        ),
        (api, "1", ["429 ", page], vec![refused(429, 0)]),
        (&many, "A=1 B=2", ["503 ", page], vec![refused(503, 90); 2]),
    ] {
        let [first, second] = answers;
        let shop = Shop::open(&[("/api/1", &[first]), ("/api/2", &[first]), ("/page/1", &[second])]).await;
        let platform = shop.platform(file);
        let event = EventName::parse(event, platform.event_form()).unwrap();
        let account = reader().read(&platform, &event).await;
        assert_eq!(account.refusals, refusals, "{answers:?} to {event}: {account:?}");
    }
}
