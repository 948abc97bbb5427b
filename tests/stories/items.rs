//! Events of several items: a column for each, whatever the shop does to them while they are tracked.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use e2e::{Start, System, Tab};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// How a platform says that it tells what was sold.
const SOLD: &str = "sold = \"/figure\"";
/// How it says that it tells what is left.
const STOCK: &str = "stock = \"/figure\"\nsold = \"from stock\"";

/// A shop whose answer a story changes.
pub(crate) struct Shop {
    address: String,
    answer: Arc<Mutex<(StatusCode, String)>>,
}

impl Shop {
    pub(crate) async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let answer = Arc::new(Mutex::new((StatusCode::SERVICE_UNAVAILABLE, String::new())));
        let router = Router::new()
            .fallback(async |State(answer): State<Arc<Mutex<(StatusCode, String)>>>| {
                answer.lock().unwrap().clone()
            })
            .with_state(Arc::clone(&answer));
        tokio::spawn(async { axum::serve(listener, router).await });
        Self { address, answer }
    }

    /// From now on it shows these items.
    pub(crate) fn shows(&self, items: &[(&str, i64)]) {
        let item = |(name, figure): &(&str, i64)| json!({ "name": name, "figure": figure });
        let items: Vec<Value> = items.iter().map(item).collect();
        *self.answer.lock().unwrap() = (StatusCode::OK, json!({ "items": items }).to_string());
    }

    /// A system that knows the shop as the platform `members`, which tells what was sold.
    pub(crate) async fn sold(&self) -> System {
        self.system(SOLD).await
    }

    /// A system that knows the shop as the platform `members`.
    async fn system(&self, figure: &str) -> System {
        let file = format!(
            "label = \"Members\"\nzone = \"Asia/Seoul\"\nurl = \"http://{}/{{event}}\"\n\
             [items]\nlist = \"/items/*\"\nname = \"/name\"\nlabel = \"^(.+)$\"\notherwise = \"name\"\n{figure}\n",
            self.address
        );
        let start = Start {
            env: vec![("ALLOWED_PRIVATE_ADDRESSES".to_owned(), self.address.clone())],
            platform_files: vec![("members.toml".to_owned(), file)],
            ..Start::default()
        };
        System::start_as(start).await.unwrap()
    }
}

/// What a person does to a tab by hand.
async fn by_hand(system: &System, title: &str, requests: impl FnOnce(&Value) -> Value) {
    let sheet = &system.state().await.unwrap()["spreadsheets"][0];
    let tabs = sheet["tabs"].as_array().unwrap();
    let tab = tabs.iter().find(|tab| tab["title"] == title).unwrap();
    let path = format!("/v4/spreadsheets/{}:batchUpdate", sheet["id"].as_str().unwrap());
    let body = json!({ "requests": requests(&tab["sheet_id"]) });
    system.post(&path, body).await.unwrap();
}

/// How many calls to Sheets the newest execution made.
async fn sheets_calls(system: &System) -> usize {
    let executions = system.executions().await.unwrap();
    let calls = system.calls_of(&executions.last().unwrap().name).await.unwrap();
    calls.iter().filter(|call| call.service == "sheets").count()
}

fn columns<const N: usize>(tab: &Tab, names: [&str; N]) -> [Vec<String>; N] {
    names.map(|name| tab.column(name))
}

#[tokio::test]
async fn a_member_that_appears_later_gets_columns_right_of_everything_and_nothing_else_moves() {
    let shop = Shop::open().await;
    let system = shop.system(SOLD).await;
    system.track("members ABC until 13:35").await.unwrap();
    let tab = system.tab("members ABC").await.unwrap();
    assert_eq!(
        tab.values[0],
        ["time", "status"],
        "nothing is known of the members yet"
    );

    shop.shows(&[("A", 10), ("B", 5)]);
    system.advance(60).await.unwrap();
    by_hand(&system, "members ABC", |id| {
        let note = json!({ "userEnteredValue": { "stringValue": "my note" } });
        let source = json!({ "sheetId": id, "dimension": "COLUMNS", "startIndex": 2, "endIndex": 3 });
        json!([
            { "moveDimension": { "source": source, "destinationIndex": 0 } },
            { "appendDimension": { "sheetId": id, "dimension": "COLUMNS", "length": 1 } },
            { "updateCells": {
                "start": { "sheetId": id, "rowIndex": 0, "columnIndex": 8 }, "fields": "userEnteredValue",
                "rows": [{ "values": [note] }, { "values": [note] }]
            } }
        ])
    })
    .await;
    shop.shows(&[("A", 12), ("B", 5), ("=C", 1)]);
    system.advance(60).await.unwrap();
    assert_eq!(
        sheets_calls(&system).await,
        3,
        "for new columns the tab's width is read"
    );
    shop.shows(&[("=C", 4), ("a", 11)]);
    system.advance(60).await.unwrap();
    assert_eq!(sheets_calls(&system).await, 2);
    shop.shows(&[("A", 11), ("B", 9), ("=C", 4)]);
    system.advance(180).await.unwrap();

    let tab = system.tab("members ABC").await.unwrap();
    assert_eq!(
        tab.values[0],
        [
            "A sold",
            "time",
            "status",
            "A change",
            "B sold",
            "B change",
            "total sold",
            "",
            "my note",
            "=C sold",
            "=C change"
        ]
    );
    assert_eq!(
        columns(
            &tab,
            [
                "status",
                "A sold",
                "A change",
                "B sold",
                "B change",
                "total sold",
                "=C sold",
                "=C change"
            ]
        ),
        [
            ["HTTP 503", "ok", "ok", "uncertain: B is missing", "ok", "ok"],
            ["", "10", "12", "11", "11", "11"],
            ["", "", "2", "-1", "0", "0"],
            ["", "5", "5", "", "9", "9"],
            ["", "", "0", "", "4", "0"],
            ["", "15", "18", "15", "24", "24"],
            ["", "", "1", "4", "4", "4"],
            ["", "", "", "3", "0", "0"]
        ]
    );
    assert_eq!(tab.column("my note"), ["my note", "", "", "", "", ""]);
    assert!(
        tab.raw[4][3].is_number(),
        "a change is a number: {:?}",
        tab.raw[4]
    );

    let files = system.csv_files().await.unwrap();
    let csv = crate::shared::csv_rows(&files[0].1);
    assert_eq!(
        csv[0].join(","),
        "time,status,A sold,A change,B sold,B change,total sold,'=C sold,'=C change"
    );
    for (place, name) in csv[0].iter().enumerate() {
        let column: Vec<String> = csv[1..]
            .iter()
            .map(|row| row.get(place).cloned().unwrap_or_default())
            .collect();
        assert_eq!(column, tab.column(name.trim_start_matches('\'')), "{name}");
    }
}

#[tokio::test]
async fn what_the_stock_has_lost_is_sold_and_a_cancellation_is_marked() {
    let shop = Shop::open().await;
    let system = shop.system(STOCK).await;
    shop.shows(&[("A", 3), ("B", 100)]);
    system.track("members ABC until 13:34").await.unwrap();
    for figures in [[1, 100], [-2, 90], [0, 89], [0, 89]] {
        shop.shows(&[("A", figures[0]), ("B", figures[1])]);
        system.advance(60).await.unwrap();
    }
    let tab = system.tab("members ABC").await.unwrap();
    assert_eq!(
        tab.values[0].join(","),
        "time,status,A sold,A change,A stock,B sold,B change,B stock,total sold"
    );
    assert_eq!(
        columns(
            &tab,
            [
                "status",
                "A sold",
                "A change",
                "A stock",
                "B sold",
                "B change",
                "total sold"
            ]
        ),
        [
            ["ok", "ok", "ok", "uncertain: A 2 cancelled", "ok"],
            ["0", "2", "5", "3", "3"],
            ["", "2", "3", "-2", "0"],
            ["3", "1", "-2", "0", "0"],
            ["0", "0", "10", "11", "11"],
            ["", "0", "10", "1", "0"],
            ["0", "2", "15", "14", "14"]
        ]
    );
}

#[tokio::test]
async fn two_executions_that_see_a_new_member_at_once_add_its_columns_once() {
    let shop = Shop::open().await;
    let system = shop.system(SOLD).await;
    shop.shows(&[("A", 1)]);
    system.track("members ABC until 14:00").await.unwrap();
    shop.shows(&[("A", 2), ("B", 1)]);
    let name = system.scheduler_jobs().await.unwrap()[0]["name"]
        .as_str()
        .unwrap()
        .to_owned();
    system
        .post(&format!("/v1/{name}:pause"), json!({}))
        .await
        .unwrap();
    system.advance(60).await.unwrap();
    system
        .post(&format!("/v1/{name}:resume"), json!({}))
        .await
        .unwrap();
    for _ in 0..3 {
        system.post(&format!("/v1/{name}:run"), json!({})).await.unwrap();
    }
    system.settle().await.unwrap();
    let tab = system.tab("members ABC").await.unwrap();
    assert_eq!(
        tab.values[0],
        [
            "time",
            "status",
            "A sold",
            "A change",
            "total sold",
            "",
            "B sold",
            "B change"
        ]
    );
    assert_eq!(tab.column("total sold"), ["1", "3"]);
    let executions = system.executions().await.unwrap();
    assert!(
        executions.iter().all(|execution| execution.exit_code == Some(0)),
        "{executions:#?}"
    );
}
