//! What the tracker tells the bot: each thing once, whatever is killed or refused between.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use e2e::{Start, System};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::shared::minutes;

const TRACKER: &str = "/v2/projects/local/locations/asia-east2/jobs/signchronicle-tracker:run";

type Answer = Arc<Mutex<(StatusCode, String)>>;
type Events = Arc<Mutex<Vec<Value>>>;

/// A shop whose page a story changes, and a subscription of its own to what is told.
struct Story {
    system: System,
    page: Answer,
    events: Events,
}

impl Story {
    async fn begin() -> Self {
        let page: Answer = Arc::default();
        let shop = Router::new()
            .fallback(async |State(page): State<Answer>| page.lock().unwrap().clone())
            .with_state(Arc::clone(&page));
        let address = serve(shop).await;
        let file = format!(
            "label = \"Shop\"\nzone = \"Asia/Hong_Kong\"\nurl = \"http://{address}/{{event}}\"\n\
             [fields]\ntitle = \"/title\"\nprice = \"/price\"\nstock = \"/stock\"\n"
        );
        let start = Start {
            env: vec![("ALLOWED_PRIVATE_ADDRESSES".to_owned(), address)],
            platform_files: vec![("shop.toml".to_owned(), file)],
            ..Start::default()
        };
        let system = System::start_as(start).await.unwrap();
        let events: Events = Arc::default();
        subscribe(&system, &events).await;
        let story = Self { system, page, events };
        story.shows(100, 5);
        story
    }

    fn shows(&self, price: u32, stock: i64) {
        let page = json!({ "title": "ABC 簽名會", "price": price, "currency": "HKD", "stock": stock });
        *self.page.lock().unwrap() = (StatusCode::OK, page.to_string());
    }

    fn fails(&self) {
        *self.page.lock().unwrap() = (StatusCode::SERVICE_UNAVAILABLE, String::new());
    }

    /// A minute passes.
    async fn minute(&self) {
        self.system.advance(60).await.unwrap();
    }

    /// What was told since the last time, without the signs of life.
    fn told(&self) -> Vec<Value> {
        let mut events = std::mem::take(&mut *self.events.lock().unwrap());
        events.retain(|event| event["kind"] != "report");
        events
    }

    fn kinds(&self) -> Vec<String> {
        self.told().iter().map(|event| text(&event["kind"])).collect()
    }

    /// The one event of a kind, everything that was told.
    fn one(&self, kind: &str) -> Value {
        let events = std::mem::take(&mut *self.events.lock().unwrap());
        let mut own = events.iter().filter(|event| event["kind"] == kind);
        let one = own
            .next()
            .unwrap_or_else(|| panic!("no {kind} among {events:#?}"));
        assert!(own.next().is_none(), "{kind} once: {events:#?}");
        one.clone()
    }

    /// A tick of a tracking with alerts, for which nobody has made a Scheduler job.
    async fn tick(&self, alerts: &str) {
        let overrides = [
            ("PLATFORM", "shop"),
            ("EVENT_ARTIST", "ABC"),
            ("TERMINATE_TIME", "20260228 14:30"),
            ("ALERT", alerts),
        ];
        self.run(&overrides).await;
        self.system.settle().await.unwrap();
    }

    async fn run(&self, env: &[(&str, &str)]) {
        let env: Vec<Value> = env
            .iter()
            .map(|(name, value)| json!({ "name": name, "value": value }))
            .collect();
        let body = json!({ "overrides": { "containerOverrides": [{ "env": env }], "taskCount": 1 } });
        self.system.post(TRACKER, body).await.unwrap();
    }

    /// Starts an execution as the bot does, for the tracking that was begun or for one that is none yet.
    async fn ask(&self, action: &str, further: &[(&str, &str)]) -> Value {
        let wanted = [("ACTION", action), ("REPLY_TO", "8"), ("REPLY_AS", "word")];
        self.run(&[&wanted[..], further].concat()).await;
        self.system.settle().await.unwrap();
        let executions = self.system.executions().await.unwrap();
        let last = executions.last().unwrap();
        assert_eq!(last.exit_code, Some(0), "{}", last.log);
        let kind = if action == "now" { "reading" } else { action };
        let event = self.one(kind);
        assert_eq!(
            (&event["reply_to"], &event["reply_as"]),
            (&json!(8), &json!("word"))
        );
        assert_eq!(text(&event["id"]), format!("{kind}@{}", last.name));
        event
    }

    /// The overrides of the tracking's first execution.
    async fn overrides(&self) -> Vec<(String, String)> {
        let executions = self.system.executions().await.unwrap();
        let names = [
            "PLATFORM",
            "EVENT_ARTIST",
            "TERMINATE_TIME",
            "TIME_ZONE",
            "TRACKING",
            "SCHEDULER_JOB",
        ];
        let env = &executions[0].env;
        names
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), env.get(*name)?.clone())))
            .collect()
    }

    async fn ask_tracked(&self, action: &str) -> Value {
        let overrides = self.overrides().await;
        let further: Vec<(&str, &str)> = overrides
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        self.ask(action, &further).await
    }
}

async fn serve(router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async { axum::serve(listener, router).await });
    address
}

/// A second subscription beside the bot's.
async fn subscribe(system: &System, events: &Events) {
    let take = async |State(events): State<Events>, body: String| {
        let pushed: Value = serde_json::from_str(&body).unwrap();
        let data = STANDARD.decode(text(&pushed["message"]["data"])).unwrap();
        events
            .lock()
            .unwrap()
            .push(serde_json::from_slice(&data).unwrap());
        StatusCode::NO_CONTENT
    };
    let address = serve(Router::new().fallback(take).with_state(Arc::clone(events))).await;
    let subscription = json!({
        "topic": "projects/local/topics/signchronicle-events",
        "pushConfig": { "pushEndpoint": format!("http://{address}/") },
        "enableMessageOrdering": true
    });
    let request = system
        .client()
        .put(system.url("/v1/projects/local/subscriptions/story"));
    let answer = request.json(&subscription).send().await.unwrap();
    assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Width and height of a picture in base64, and how many bytes it has.
fn size(chart: &Value) -> (u32, u32, usize) {
    let png = STANDARD.decode(text(chart)).unwrap();
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    (number(16), number(20), png.len())
}

#[tokio::test]
async fn the_start_failures_and_their_end_are_told_once() {
    let story = Story::begin().await;
    story.system.track("shop ABC until 14:30").await.unwrap();
    let started = story.one("started");
    assert_eq!(started["id"], "started@1772256600");
    let reading = &started["sample"]["reading"];
    assert_eq!(
        (&reading["title"], &reading["price"], &reading["stock"]),
        (&json!("ABC 簽名會"), &json!("100"), &json!(5))
    );
    story.minute().await;
    assert_eq!(story.kinds(), [""; 0], "a healthy tick tells nothing");
    story.fails();
    story.minute().await;
    story.minute().await;
    assert_eq!(story.kinds(), [""; 0], "twice is no failure");
    story.minute().await;
    let failing = story.one("failing");
    assert_eq!(
        (&failing["since"], &failing["times"]),
        (&json!("2026-02-28T05:32:00Z"), &json!(3))
    );
    assert_eq!(failing["reason"], "HTTP 503");
    story.minute().await;
    assert_eq!(story.kinds(), [""; 0], "once");
    story.shows(100, 5);
    story.minute().await;
    story.minute().await;
    let recovered = story.one("recovered");
    assert_eq!(
        (&recovered["since"], &recovered["sample"]["at"]),
        (&json!("2026-02-28T05:32:00Z"), &json!("2026-02-28T05:36:00Z"))
    );
}

#[tokio::test]
async fn alerts_are_told_once_for_each_step() {
    let story = Story::begin().await;
    story.shows(100, 0);
    story.tick("stock, below 90").await;
    assert_eq!(story.kinds(), ["started"]);
    for (price, stock, alerts) in [
        (100, 0, ""),
        (100, 4, "stock"),
        (100, 3, ""),
        (80, 3, "below 90"),
        (80, 3, ""),
        (95, 0, "stock"),
    ] {
        story.shows(price, stock);
        story.minute().await;
        story.tick("stock, below 90").await;
        let told: Vec<String> = story.told().iter().map(|event| text(&event["alerts"])).collect();
        assert_eq!(told.join(" "), alerts, "{price} and {stock}");
    }
}

#[tokio::test]
async fn a_sign_of_life_comes_every_five_minutes_also_when_all_fails() {
    let story = Story::begin().await;
    story.system.track("shop ABC until 14:30").await.unwrap();
    let mut told = Vec::new();
    for minute in 1..=20 {
        if minute == 10 {
            story.fails();
        }
        story.minute().await;
        let events = std::mem::take(&mut *story.events.lock().unwrap());
        told.extend(
            events
                .into_iter()
                .filter(|event| event["kind"] == "report")
                .map(|event| (minute, event)),
        );
    }
    let minutes: Vec<i64> = told.iter().map(|(minute, _)| *minute).collect();
    assert_eq!(minutes.len(), 4, "{minutes:?}");
    assert!(
        minutes.windows(2).all(|pair| pair[1] - pair[0] == 5),
        "{minutes:?}"
    );
    let report = &told[3].1;
    assert_eq!(report["failing_since"], "2026-02-28T05:40:00Z");
    assert_eq!(report["last"]["reading"]["price"], "100");
    assert_eq!(report.get("reply_to"), None);
}

#[tokio::test]
async fn the_end_is_told_with_a_summary_and_a_chart_before_the_job_goes() {
    for stop in [false, true] {
        let story = Story::begin().await;
        story.system.track("shop ABC until 13:34").await.unwrap();
        story.shows(80, 4);
        story.minute().await;
        story.fails();
        story.minute().await;
        story.shows(120, 3);
        story.minute().await;
        if stop {
            let choices = story.system.say("/stop").await.unwrap();
            story.system.press(&choices[0], "shop ABC").await.unwrap();
        }
        story.system.advance(120).await.unwrap();
        let ended = story.one("ended");
        let summary = &ended["summary"];
        assert_eq!(ended["cause"], if stop { "stop" } else { "deadline" });
        assert_eq!(
            (&summary["readings"], &summary["failures"]),
            (&json!(if stop { 3 } else { 4 }), &json!(1))
        );
        assert_eq!(
            (&summary["lowest"]["price"], &summary["lowest"]["at"]),
            (&json!("80"), &json!("2026-02-28T05:31:00Z"))
        );
        assert_eq!(
            (&summary["highest"]["price"], &summary["last"]["reading"]["stock"]),
            (&json!("120"), &json!(3))
        );
        let (width, height, bytes) = size(&ended["chart"]);
        assert_eq!((width, height), (1200, 900));
        assert!(bytes < 300_000, "{bytes}");
        assert_eq!(ended["is_backup_missing"], false);
        assert!(story.system.scheduler_jobs().await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn what_a_person_asks_for_is_answered_without_a_row() {
    let story = Story::begin().await;
    let no_job = [
        ("PLATFORM", "shop"),
        ("EVENT_ARTIST", "XYZ"),
        ("TERMINATE_TIME", "20260301 14:00"),
    ];
    let reading = story.ask("now", &no_job).await;
    assert_eq!(
        (
            &reading["sample"]["status"],
            &reading["sample"]["reading"]["price"]
        ),
        (&json!("ok"), &json!("100"))
    );
    assert_eq!(story.ask("chart", &no_job).await["chart"], Value::Null);
    assert_eq!(story.ask("report", &no_job).await["last"], Value::Null);
    assert!(story.system.find_tab("shop XYZ").await.unwrap().is_none());

    let tracked = Story::begin().await;
    tracked.system.track("shop ABC until 14:30").await.unwrap();
    tracked.minute().await;
    tracked.told();
    let report = tracked.ask_tracked("report").await;
    assert_eq!(
        (&report["last"]["at"], &report["last"]["reading"]["stock"]),
        (&json!("2026-02-28T05:31:00Z"), &json!(5))
    );
    let chart = tracked.ask_tracked("chart").await;
    assert_eq!(size(&chart["chart"]).0, 1200);
    let tab = tracked.system.tab("shop ABC").await.unwrap();
    assert_eq!(
        tab.column("time"),
        minutes("2026-02-28 13:", 30..=31),
        "no row for any of it"
    );
}

#[tokio::test]
async fn what_pubsub_refuses_harms_no_row_and_the_next_tick_tells_it_under_the_same_id() {
    let story = Story::begin().await;
    let refuses = json!({
        "operation": "pubsub.projects.topics.publish", "to": "2026-02-28T05:31:30Z",
        "effect": { "status": 403, "reason": "forbidden", "message": "no role" }
    });
    story.system.post("/_local/faults", refuses).await.unwrap();
    story.system.track("shop ABC until 14:30").await.unwrap();
    story.minute().await;
    let executions = story.system.executions().await.unwrap();
    assert_eq!(executions[0].exit_code, Some(0), "{}", executions[0].log);
    assert!(
        executions[0].log.contains("roles/pubsub.publisher"),
        "{}",
        executions[0].log
    );
    assert_eq!(story.kinds(), [""; 0]);
    story.minute().await;
    assert_eq!(story.one("started")["id"], "started@1772256600");
    story.minute().await;
    assert_eq!(story.kinds(), [""; 0], "once");
    let tab = story.system.tab("shop ABC").await.unwrap();
    assert_eq!(tab.column("time"), minutes("2026-02-28 13:", 30..=33));
}

/// The process is killed by SIGKILL while it waits for Pub/Sub: its row is there, and what it has to tell.
#[tokio::test]
async fn an_execution_that_is_killed_before_it_tells_leaves_it_to_the_next_one() {
    let story = Story::begin().await;
    story.tick("stock").await;
    assert_eq!(story.kinds(), ["started"]);
    let faults = json!([
        { "operation": "pubsub.projects.topics.publish", "count": 1, "effect": { "delay_ms": 60_000 } },
        { "operation": "run.execution", "count": 1, "effect": { "kill_after_ms": 4_000 } }
    ]);
    story.system.post("/_local/faults", faults).await.unwrap();
    story.shows(100, 0);
    story.minute().await;
    story.tick("stock").await;
    let executions = story.system.executions().await.unwrap();
    assert_ne!(executions.last().unwrap().exit_code, Some(0), "killed");
    let tab = story.system.tab("shop ABC").await.unwrap();
    assert_eq!(tab.column("stock"), ["5", "0"], "its row is stored");
    // Pub/Sub may have taken the event all the same; nobody knows, so it comes again under its id.
    let maybe = story.told();

    story.shows(100, 7);
    story.minute().await;
    story.tick("stock").await;
    let told = story.told();
    let stocks: Vec<&Value> = told
        .iter()
        .map(|event| &event["sample"]["reading"]["stock"])
        .collect();
    assert_eq!(stocks, [&json!(0), &json!(7)], "both, in their order: {told:#?}");
    assert!(
        maybe.iter().all(|event| event["id"] == told[0]["id"]),
        "{maybe:#?}"
    );
    story.minute().await;
    story.tick("stock").await;
    assert_eq!(story.kinds(), [""; 0], "once");
}
