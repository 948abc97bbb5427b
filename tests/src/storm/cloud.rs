//! The local cloud of a storm: no bot, executions as tasks, a share of them as processes.

use std::collections::HashMap;
use std::sync::Mutex;

use anyhow::Context;
use chrono::Utc;
use domain::{Tracking, scheduler_job, sheet_id};
use local_cloud::{Config, InProcess, LocalCloud, Program, TimeMode};
use serde::Deserialize;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_util::task::{AbortOnDropHandle, LocalPoolHandle};
use tracing::Instrument;
use tracker_job::Lost;

use super::append;
use super::ledger::Ledger;
use super::plan::{Plan, Strategy};
use super::shop::Shop;
use crate::system::read;
use crate::{Execution, RECOVER_SETTINGS, Tab, program};

const PARENT: &str = "projects/local/locations/asia-east2";
/// Executions are mostly waiting.
const THREADS: usize = 2;

/// The variables of an execution that was seen last: what is done by hand later has the same settings.
type Settings = std::sync::Arc<Mutex<HashMap<String, String>>>;

/// A running cloud.
pub(super) struct Cloud {
    origin: String,
    client: reqwest::Client,
    settings: Settings,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<()>,
    _data: TempDir,
}

/// What a fault did.
#[derive(Debug, Deserialize)]
pub(super) struct Struck {
    pub(super) operation: Value,
    pub(super) considered: u64,
    pub(super) struck: u64,
}

impl From<Struck> for (String, u64, u64) {
    fn from(struck: Struck) -> Self {
        let operation = match struck.operation {
            Value::String(one) => one,
            Value::Array(several) => several
                .first()
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned(),
            other => other.to_string(),
        };
        (operation, struck.considered, struck.struck)
    }
}

/// All that it holds at an instant.
pub(super) struct State {
    pub(super) now: chrono::DateTime<Utc>,
    pub(super) executions: Vec<Execution>,
    pub(super) jobs: usize,
    pub(super) tabs: Vec<(i64, Tab)>,
    /// Name and content.
    pub(super) csvs: Vec<(String, String)>,
}

impl State {
    /// A tracking's tab, whatever it is called.
    pub(super) fn tab_of(&self, tracking: &str) -> Option<&Tab> {
        let id = i64::from(sheet_id(tracking));
        self.tabs
            .iter()
            .find(|(known, _)| *known == id)
            .map(|(_, tab)| tab)
    }
}

impl Cloud {
    /// Starts with an empty data folder.
    pub(super) async fn start(plan: &Plan, shop: &Shop, ledger: &str) -> anyhow::Result<Self> {
        let data = tempfile::tempdir().context("no folder for the data")?;
        let settings = Settings::default();
        let tracker = in_process(plan.strategy, ledger.to_owned(), settings.clone());
        let tracker = match plan.strategy {
            Strategy::Ours => tracker.with_real_share(Program::new(program("tracker-job")?), plan.real_share),
            Strategy::Append => tracker,
        };
        let cloud = LocalCloud::start(Config {
            time: TimeMode::Manual {
                start: Some(Plan::start()),
            },
            seed: Some(plan.seed),
            allowed_private_addresses: shop.address(),
            ..Config::new(data.path().to_owned(), None, tracker)
        });
        let cloud = cloud.await?;
        let origin = cloud.origin().to_owned();
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = tokio::spawn(cloud.run_until(async { drop(stopped.await) }));
        Ok(Self {
            origin,
            client: reqwest::Client::builder().no_proxy().build()?,
            settings,
            stop,
            serving,
            _data: data,
        })
    }

    /// Ends everything.
    pub(super) async fn stop(self) {
        // It has ended by itself only where it has panicked, which its handle tells.
        let _ = self.stop.send(());
        let _ = self.serving.await;
    }

    /// One Scheduler job for each tracking, as the bot makes it.
    pub(super) async fn create_jobs(&self, trackings: &[Tracking]) -> anyhow::Result<()> {
        use base64::Engine as _;
        for tracking in trackings {
            let body = scheduler_job::run_request(tracking, &[]).to_string();
            let job = json!({
                "name": format!("{PARENT}/jobs/{}", tracking.id),
                "schedule": scheduler_job::schedule(tracking, Plan::start()),
                "timeZone": tracking.zone.name(),
                "httpTarget": {
                    "uri": format!("{}/v2/{PARENT}/jobs/signchronicle-tracker:run", self.origin),
                    "headers": { "Content-Type": "application/json" },
                    "body": base64::engine::general_purpose::STANDARD.encode(body),
                    "oauthToken": { "serviceAccountEmail": "signchronicle-bot@local.iam.gserviceaccount.com" },
                },
            });
            self.post(&format!("/v1/{PARENT}/jobs"), job).await?;
        }
        Ok(())
    }

    /// Tabs with a head, for a strategy that does not make its own.
    pub(super) async fn create_tabs(&self, trackings: &[Tracking]) -> anyhow::Result<()> {
        let head: Vec<Value> = ["time", "status", "price"]
            .iter()
            .map(|name| json!({ "userEnteredValue": { "stringValue": name } }))
            .collect();
        for tracking in trackings {
            let sheet = sheet_id(&tracking.id);
            self.batch_update(json!([
                { "addSheet": { "properties": { "sheetId": sheet, "title": tracking.id } } },
                { "updateCells": { "start": { "sheetId": sheet }, "fields": "userEnteredValue",
                                   "rows": [{ "values": head }] } },
            ]))
            .await?;
        }
        Ok(())
    }

    /// Puts faults into force.
    pub(super) async fn order(&self, faults: &[Value]) -> anyhow::Result<()> {
        self.post("/_local/faults", json!(faults)).await.map(drop)
    }

    /// Removes all faults.
    pub(super) async fn heal(&self) -> anyhow::Result<()> {
        let request = self.client.delete(self.url("/_local/faults"));
        read(request, "/_local/faults").await.map(drop)
    }

    /// Lets told time pass.
    pub(super) async fn advance(&self, seconds: u32) -> anyhow::Result<()> {
        self.post("/_local/clock", json!({ "advance_s": seconds }))
            .await
            .map(drop)
    }

    /// What it holds now.
    pub(super) async fn state(&self) -> anyhow::Result<State> {
        let mut state = self.get("/_local/state").await?;
        let tabs: Vec<Value> = serde_json::from_value(state["spreadsheets"][0]["tabs"].take())?;
        let tab = |tab: Value| -> anyhow::Result<(i64, Tab)> {
            let id = tab["sheet_id"].as_i64().context("a tab without an id")?;
            Ok((id, serde_json::from_value(tab)?))
        };
        let files: Vec<Value> = serde_json::from_value(state["files"].take())?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let csvs = files
            .iter()
            .map(|file| (text(&file["name"]), text(&file["content"])));
        Ok(State {
            now: serde_json::from_value(state["now"].take())?,
            executions: serde_json::from_value(state["executions"].take())?,
            jobs: state["scheduler_jobs"].as_array().map_or(0, Vec::len),
            tabs: tabs.into_iter().map(tab).collect::<anyhow::Result<_>>()?,
            csvs: csvs.filter(|(name, _)| name.ends_with(".csv")).collect(),
        })
    }

    /// A call of a person's to the spreadsheet.
    pub(super) async fn batch_update(&self, requests: Value) -> anyhow::Result<()> {
        let path = "/v4/spreadsheets/local-spreadsheet:batchUpdate";
        self.post(path, json!({ "requests": requests })).await.map(drop)
    }

    /// What `signchronicle recover` does with the lines of the log; how many rows it wrote.
    pub(super) async fn restore(&self, lost: Vec<Lost>) -> anyhow::Result<usize> {
        if lost.is_empty() {
            return Ok(0);
        }
        let settings = self
            .settings
            .lock()
            .map(|known| known.clone())
            .unwrap_or_default();
        let restore = move || {
            let is_known = |name: &&&str| RECOVER_SETTINGS.contains(*name);
            let lookup = |name: &str| {
                Some(&name)
                    .filter(is_known)
                    .and_then(|name| settings.get(*name).cloned())
            };
            tracker_job::restore(&lookup, lost)
        };
        let restored = tokio::task::spawn_blocking(restore).await??;
        Ok(restored.iter().map(|one| one.rows).sum())
    }

    /// How often each fault that is in force was considered and struck.
    pub(super) async fn struck(&self) -> anyhow::Result<Vec<Struck>> {
        let mut answer = self.get("/_local/faults").await?;
        Ok(serde_json::from_value(answer["faults"].take())?)
    }

    async fn get(&self, path: &str) -> anyhow::Result<Value> {
        read(self.client.get(self.url(path)), path).await
    }

    async fn post(&self, path: &str, body: Value) -> anyhow::Result<Value> {
        read(self.client.post(self.url(path)).json(&body), path).await
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }
}

/// Executions as tasks, each on one thread for good: the tracker's futures stay where they are.
fn in_process(strategy: Strategy, ledger: String, settings: Settings) -> InProcess {
    let pool = LocalPoolHandle::new(THREADS);
    InProcess::new(move |variables| {
        if let Ok(mut known) = settings.lock() {
            known.clone_from(&variables);
        }
        let name = variables.get("CLOUD_RUN_EXECUTION").cloned().unwrap_or_default();
        let span = Ledger::span(&ledger, &name);
        let task = pool.spawn_pinned(move || {
            let execution = async move {
                let lookup = |name: &str| variables.get(name).cloned();
                match strategy {
                    Strategy::Ours => tracker_job::execution(&lookup).await,
                    Strategy::Append => append::execution(&lookup).await,
                }
            };
            execution.instrument(span)
        });
        // A task that is killed is dropped at its next await.
        let task = AbortOnDropHandle::new(task);
        async move { task.await.unwrap_or(1) }
    })
}
