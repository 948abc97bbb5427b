//! Headless Chromium by WebDriver.

use std::process::Stdio;
use std::time::Duration;

use fantoccini::actions::{InputSource as _, MouseActions, PointerAction};
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::json;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// A page shows within this time what it is going to show.
const PATIENCE: Duration = Duration::from_secs(20);

/// One browser window; dropping it ends driver and browser.
pub(crate) struct Browser {
    pub(crate) page: Client,
    _driver: Child,
    _profile: TempDir,
}

impl Browser {
    /// Opens a page in a window of a size.
    pub(crate) async fn open(url: &str, width: u32, height: u32) -> Self {
        let profile = tempfile::tempdir().expect("a folder for the profile");
        let (driver, port) = start_driver().await;
        let page = ClientBuilder::new(hyper_util_connector())
            .capabilities(capabilities(&profile, width, height))
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("Chromium starts");
        page.goto(url).await.expect("the page opens");
        Self {
            page,
            _driver: driver,
            _profile: profile,
        }
    }

    /// Waits for the first element that a CSS selector matches.
    pub(crate) async fn see(&self, selector: &str) -> fantoccini::elements::Element {
        let found = self
            .page
            .wait()
            .at_most(PATIENCE)
            .for_element(Locator::Css(selector))
            .await;
        found.unwrap_or_else(|error| panic!("expected to see {selector}: {error}"))
    }

    /// Waits until an element whose text contains `text` is there.
    pub(crate) async fn see_text(&self, selector: &str, text: &str) -> fantoccini::elements::Element {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        let mut seen = Vec::new();
        while tokio::time::Instant::now() < deadline {
            seen.clear();
            for element in self
                .page
                .find_all(Locator::Css(selector))
                .await
                .unwrap_or_default()
            {
                // An element may be replaced while it is being read; then the next look finds its successor.
                let own = element.text().await.unwrap_or_default();
                if own.contains(text) {
                    return element;
                }
                seen.push(own);
            }
        }
        panic!("expected {selector} with `{text}`, saw {seen:?}");
    }

    /// Opens a page on a screen of exactly this size: a window has a least width of its own.
    pub(crate) async fn on_screen(url: &str, width: u32, height: u32) -> Self {
        let browser = Self::open("about:blank", width.max(600), height).await;
        let screen =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        let set = DevTools("Emulation.setDeviceMetricsOverride", screen);
        browser.page.issue_cmd(set).await.expect("the screen has a size");
        browser.page.goto(url).await.expect("the page opens");
        browser
    }

    /// Light or dark, as if the person's system was.
    pub(crate) async fn scheme(&self, scheme: &str) {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        let set = DevTools("Emulation.setEmulatedMedia", json!({ "features": features }));
        self.page.issue_cmd(set).await.expect("the page has a scheme");
    }

    /// Takes the network from the page, or gives it back.
    pub(crate) async fn offline(&self, offline: bool) {
        let conditions =
            json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        for command in [
            DevTools("Network.enable", json!({})),
            DevTools("Network.emulateNetworkConditions", conditions),
        ] {
            self.page.issue_cmd(command).await.expect("the network obeys");
        }
    }

    /// Moves the pointer over the middle of the first element that a CSS selector matches.
    pub(crate) async fn hover(&self, selector: &str) {
        let element = self.see(selector).await;
        let over = PointerAction::MoveToElement {
            element,
            duration: None,
            x: 0.0,
            y: 0.0,
        };
        let moves = MouseActions::new("mouse".to_owned()).then(over);
        let moved = self.page.perform_actions(moves).await;
        moved.unwrap_or_else(|error| panic!("expected to point at {selector}: {error}"));
    }

    /// Clicks on the first element that a CSS selector matches, as soon as it is there.
    pub(crate) async fn click(&self, selector: &str) {
        let element = self.see(selector).await;
        element
            .click()
            .await
            .unwrap_or_else(|error| panic!("expected to click on {selector}: {error}"));
    }

    /// Waits until a script in the page answers true.
    pub(crate) async fn until(&self, what: &str, script: &str) {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        while !self.ask(script).await.as_bool().unwrap_or_default() {
            assert!(tokio::time::Instant::now() < deadline, "expected: {what}");
        }
    }

    /// What a script in the page answers.
    pub(crate) async fn ask(&self, script: &str) -> serde_json::Value {
        self.page
            .execute(script, Vec::new())
            .await
            .unwrap_or_else(|error| panic!("the page cannot answer {script}: {error}"))
    }

    /// The same for a script that calls back with its answer.
    pub(crate) async fn ask_later(&self, script: &str) -> serde_json::Value {
        self.page
            .execute_async(script, Vec::new())
            .await
            .unwrap_or_else(|error| panic!("the page cannot answer {script}: {error}"))
    }

    /// What the page has written to the console as an error.
    pub(crate) async fn console_errors(&self) -> Vec<String> {
        let log = self
            .page
            .issue_cmd(ConsoleLog)
            .await
            .expect("chromedriver hands out the console");
        let entries = log.as_array().cloned().unwrap_or_default();
        let errors = entries.into_iter().filter(|entry| entry["level"] == "SEVERE");
        errors
            .map(|entry| entry["message"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// Closes the window; the driver ends the browser.
    pub(crate) async fn close(self) {
        self.page.clone().close().await.expect("the window closes");
    }
}

/// chromedriver's own command: WebDriver has none for the console.
#[derive(Debug)]
struct ConsoleLog;

impl WebDriverCompatibleCommand for ConsoleLog {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _url: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(json!({ "type": "browser" }).to_string()))
    }
}

/// chromedriver's way to the browser's own protocol.
#[derive(Debug)]
struct DevTools(&'static str, serde_json::Value);

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!(
            "session/{}/goog/cdp/execute",
            session.unwrap_or_default()
        ))
    }

    fn method_and_body(&self, _url: &url::Url) -> (http::Method, Option<String>) {
        let body = json!({ "cmd": self.0, "params": self.1 });
        (http::Method::POST, Some(body.to_string()))
    }
}

fn hyper_util_connector() -> hyper_util::client::legacy::connect::HttpConnector {
    hyper_util::client::legacy::connect::HttpConnector::new()
}

async fn start_driver() -> (Child, u16) {
    let mut driver = Command::new("chromedriver")
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("chromedriver is installed (./tests/run.sh installs it)");
    let mut lines = BufReader::new(driver.stdout.take().expect("its output")).lines();
    while let Some(line) = lines.next_line().await.expect("its output is text") {
        // "ChromeDriver was started successfully on port 38217."
        if let Some((_, port)) = line.split_once("successfully on port ") {
            let port = port.trim_end_matches('.').parse().expect("a port");
            return (driver, port);
        }
    }
    panic!("chromedriver ended before it was ready");
}

fn capabilities(profile: &TempDir, width: u32, height: u32) -> Capabilities {
    let arguments = [
        "--headless=new".to_owned(),
        "--no-sandbox".to_owned(),
        "--disable-dev-shm-usage".to_owned(),
        "--disable-gpu".to_owned(),
        "--no-first-run".to_owned(),
        "--disable-background-networking".to_owned(),
        "--disable-component-update".to_owned(),
        "--disable-sync".to_owned(),
        "--disable-quic".to_owned(),
        format!("--user-data-dir={}", profile.path().display()),
        format!("--window-size={width},{height}"),
    ];
    let options =
        json!({ "goog:chromeOptions": { "args": arguments }, "goog:loggingPrefs": { "browser": "ALL" } });
    options.as_object().expect("an object").clone()
}
