use std::net::SocketAddr;

use serde_json::{Value, json};
use tokio::task::JoinHandle;

use super::*;
use crate::config::{Program, TimeMode};
use crate::testing::script;

const START: &str = "2026-02-28T05:30:00Z";

fn config(data_dir: &Path) -> Config {
    let start = START.parse().ok();
    let time = TimeMode::Manual { start };
    Config {
        time,
        ..Config::new(data_dir.to_owned(), script("exit 2"), Program::new("true"))
    }
}

/// A served cloud and the means to end it.
struct Up {
    origin: String,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<()>,
}

impl Up {
    async fn start(data_dir: &Path) -> Self {
        let cloud = LocalCloud::start(config(data_dir)).await.unwrap();
        let (origin, (stop, stopped)) = (cloud.origin().to_owned(), oneshot::channel::<()>());
        let serving = tokio::spawn(cloud.run_until(async { drop(stopped.await) }));
        Self {
            origin,
            stop,
            serving,
        }
    }

    async fn end(self) {
        drop(self.stop);
        self.serving.await.unwrap();
    }

    async fn call(&self, method: &str, path: &str, body: Option<Value>) -> Value {
        let mut request =
            reqwest::Client::new().request(method.parse().unwrap(), format!("{}{path}", self.origin));
        if let Some(body) = body {
            request = request
                .header("content-type", "application/json")
                .body(body.to_string());
        }
        serde_json::from_str(&request.send().await.unwrap().text().await.unwrap()).unwrap()
    }
}

#[tokio::test]
async fn told_time_and_jobs_outlive_the_cloud() {
    let data = tempfile::tempdir().unwrap();
    let up = Up::start(data.path()).await;
    let job = json!({
        "name": "projects/local/locations/asia-east2/jobs/x",
        "schedule": "0 * * * *",
        "httpTarget": { "uri": "http://127.0.0.1:1/" },
    });
    up.call("POST", "/v1/projects/local/locations/asia-east2/jobs", Some(job))
        .await;
    up.call("POST", "/_local/clock", Some(json!({ "advance_s": 90 })))
        .await;
    up.end().await;

    let up = Up::start(data.path()).await;
    let clock = up.call("GET", "/_local/clock", None).await;
    assert_eq!(clock["now"], "2026-02-28T05:31:30Z");
    let state = up.call("GET", "/_local/state", None).await;
    assert_eq!(state["scheduler_jobs"][0]["scheduleTime"], "2026-02-28T06:00:00Z");
    up.end().await;
}

#[tokio::test]
async fn the_end_leaves_the_port_and_the_data_folder_free() {
    let data = tempfile::tempdir().unwrap();
    let up = Up::start(data.path()).await;
    let address: SocketAddr = up.origin.strip_prefix("http://").unwrap().parse().unwrap();

    let other = tempfile::tempdir().unwrap();
    let taken = LocalCloud::start(Config {
        address,
        ..config(other.path())
    })
    .await
    .err()
    .unwrap();
    assert!(
        matches!(taken, StartError::PortTaken(port) if port == address),
        "{taken}"
    );
    let in_use = LocalCloud::start(config(data.path())).await.err().unwrap();
    assert!(matches!(in_use, StartError::DataDirInUse(_)), "{in_use}");

    up.end().await;
    assert_eq!(
        LocalCloud::start(config(data.path()))
            .await
            .err()
            .map(|error| error.to_string()),
        None
    );
}

#[tokio::test]
async fn a_call_that_waits_does_not_hold_up_the_end() {
    let data = tempfile::tempdir().unwrap();
    let up = Up::start(data.path()).await;
    let address = format!("{}/_local/clock?until=2030-01-01T00:00:00Z", up.origin);
    let waiting = tokio::spawn(reqwest::Client::new().get(address).send());
    assert!(up.call("GET", "/_local/clock", None).await["now"].is_string());
    up.end().await;
    waiting.abort();
}

#[tokio::test]
async fn a_time_that_cannot_run_and_a_folder_that_cannot_be_written_are_refused() {
    let data = tempfile::tempdir().unwrap();
    for speed in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let time = TimeMode::Running { speed };
        let refused = LocalCloud::start(Config {
            time,
            ..config(data.path())
        })
        .await
        .err();
        assert!(matches!(refused, Some(StartError::Speed(_))), "{speed}");
    }
    let file = data.path().join("file");
    std::fs::write(&file, "").unwrap();
    let refused = LocalCloud::start(config(&file)).await.err();
    assert!(matches!(refused, Some(StartError::DataDir { .. })));
}

#[tokio::test]
async fn platform_files_are_written_with_this_origin() {
    let data = tempfile::tempdir().unwrap();
    let file = (
        "demo.toml".to_owned(),
        "url = \"{origin}/demo/{event}\"".to_owned(),
    );
    let platform_files = vec![file];
    let config = Config {
        platform_files,
        ..config(data.path())
    };
    let cloud = LocalCloud::start(config).await.unwrap();
    let text = std::fs::read_to_string(data.path().join("platforms/demo.toml")).unwrap();
    assert_eq!(text, format!("url = \"{}/demo/{{event}}\"", cloud.origin()));
}

/// A folder in which a tracking was begun, and the alarm clock of every bot.
async fn with_a_tracking(data_dir: &Path, at_telegram: bool) {
    let config = Config {
        chats_are_elsewhere: at_telegram,
        ..config(data_dir)
    };
    let cloud = LocalCloud::start(config).await.unwrap();
    let (origin, (stop, stopped)) = (cloud.origin().to_owned(), oneshot::channel::<()>());
    let serving = tokio::spawn(cloud.run_until(async { drop(stopped.await) }));
    let up = Up {
        origin,
        stop,
        serving,
    };
    let jobs = "/v1/projects/local/locations/asia-east2/jobs";
    for (name, target) in [
        (
            "tracking",
            json!({ "httpTarget": { "uri": "http://127.0.0.1:1/" } }),
        ),
        (
            "alarm",
            json!({ "pubsubTarget": { "topicName": "projects/local/topics/t", "data": "eA==" } }),
        ),
    ] {
        let mut job = target;
        job["name"] = format!("projects/local/locations/asia-east2/jobs/{name}").into();
        job["schedule"] = "0 * * * *".into();
        let made = up.call("POST", jobs, Some(job)).await;
        assert!(made["name"].is_string(), "{made}");
    }
    up.end().await;
}

#[tokio::test]
async fn trackings_of_the_page_and_of_telegram_do_not_share_a_folder() {
    for at_telegram in [false, true] {
        let data = tempfile::tempdir().unwrap();
        with_a_tracking(data.path(), at_telegram).await;
        let start = async |elsewhere| {
            let config = Config {
                chats_are_elsewhere: elsewhere,
                ..config(data.path())
            };
            LocalCloud::start(config).await.err()
        };
        let refused = start(!at_telegram).await;
        assert!(
            matches!(refused, Some(StartError::OtherChats { trackings: 1, at_telegram: begun }) if begun == at_telegram),
            "{refused:?}"
        );
        let again = start(at_telegram).await;
        assert!(again.is_none(), "where they were begun they go on: {again:?}");
    }
}

#[tokio::test]
async fn an_empty_folder_goes_from_the_page_to_telegram() {
    let data = tempfile::tempdir().unwrap();
    for chats_are_elsewhere in [false, true, false] {
        let config = Config {
            chats_are_elsewhere,
            ..config(data.path())
        };
        assert!(LocalCloud::start(config).await.is_ok());
    }
}

#[tokio::test]
async fn time_that_ran_faster_is_told_of_and_refused_to_people_who_know_the_real_one() {
    let data = tempfile::tempdir().unwrap();
    let later = Config {
        time: TimeMode::Manual {
            start: Utc::now().checked_add_signed(TimeDelta::days(3)),
        },
        ..config(data.path())
    };
    drop(LocalCloud::start(later).await.unwrap());
    let running = |chats_are_elsewhere| Config {
        time: TimeMode::Running { speed: 1.0 },
        chats_are_elsewhere,
        ..config(data.path())
    };
    let refused = LocalCloud::start(running(true)).await.err();
    assert!(matches!(refused, Some(StartError::TimeAhead(_))), "{refused:?}");
    let cloud = LocalCloud::start(running(false)).await.unwrap();
    let ahead = cloud.time_ahead().unwrap_or_default();
    assert_eq!(ahead.num_minutes(), 3 * 24 * 60 - 1, "three days less a moment");
}

#[tokio::test]
async fn a_kill_in_time_that_runs_faster_sets_nothing_back() {
    let data = tempfile::tempdir().unwrap();
    let running = |speed| Config {
        time: TimeMode::Running { speed },
        ..config(data.path())
    };
    let cloud = LocalCloud::start(running(3_600.0)).await.unwrap();
    let (origin, world) = (cloud.origin().to_owned(), cloud.world.clone());
    // Until it answers, as a kill ends it: nothing is said to it.
    let answered = reqwest::get(format!("{origin}/_local/clock"));
    tokio::select! {
        () = cloud.run_until(std::future::pending()) => unreachable!("nobody ends it"),
        answered = answered => assert!(answered.unwrap().status().is_success()),
    }
    let written = world.clock.now();
    world.run.children.end_all().await;
    drop(world);
    let next = LocalCloud::start(running(1.0)).await.unwrap();
    assert!(
        next.world.clock.now() >= written,
        "it goes on from {written} or later: {}",
        next.world.clock.now()
    );
}
