//! What a tick costs the tracker-job itself: CPU, memory and wall time of the release build.
//!
//! It starts the local cloud in running time, gives each of forty trackings its
//! first row, waits for the next minute and measures one healthy tick of each: twenty on the bare loopback for CPU and
//! memory, twenty through a proxy that adds 50 ms to every Google call and 200 ms to the page for the wall time.

mod measure;
mod proxy;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use e2e::{Start, System, program};

use measure::{Cost, measure};

/// Ticks of each kind.
const TICKS: usize = 20;
/// The goals in ARCHITECTURE.md, "What a tick costs".
const GOALS: [(&str, f64); 3] = [
    ("CPU, ms", 15.0),
    ("memory, MB", 12.0),
    ("wall with delays, ms", 270.0),
];

/// Measures and prints.
pub(crate) async fn run() -> anyhow::Result<()> {
    let system = System::start_as(Start {
        clock: None,
        ..Start::default()
    })
    .await?;
    let bare = system.origin.trim_start_matches("http://").to_owned();
    let delayed = proxy::start(&system.origin).await?;
    let tracker = program("tracker-job")?;
    eprintln!(
        "giving {} trackings their first row, then waiting for the next minute",
        2 * TICKS
    );
    for origin in [&bare, &delayed] {
        for number in 0..TICKS {
            measure(&tracker, variables(&system, origin, number))?;
        }
    }
    next_minute().await;
    let quick = ticks(&tracker, &system, &bare)?;
    let slow = ticks(&tracker, &system, &delayed)?;
    report(&quick, &slow);
    Ok(())
}

fn ticks(tracker: &Path, system: &System, origin: &str) -> anyhow::Result<Vec<Cost>> {
    (0..TICKS)
        .map(|number| measure(tracker, variables(system, origin, number)).context("a tick failed"))
        .collect()
}

/// The environment of an execution, as Cloud Run would give it.
fn variables(system: &System, origin: &str, number: usize) -> BTreeMap<&'static str, String> {
    BTreeMap::from([
        ("PROJECT_ID", "local".to_owned()),
        ("SPREADSHEET_ID", "local-spreadsheet".to_owned()),
        ("DRIVE_FOLDER_ID", "local-drive-folder".to_owned()),
        ("GOOGLE_API_ENDPOINT", format!("http://{origin}")),
        ("GCE_METADATA_HOST", origin.to_owned()),
        (
            "PLATFORMS_DIR",
            system.data().join("platforms").display().to_string(),
        ),
        ("ALLOWED_PRIVATE_ADDRESSES", "127.0.0.1".to_owned()),
        ("PLATFORM", "web".to_owned()),
        ("EVENT_ARTIST", format!("http://{origin}/demo/ABC")),
        ("TERMINATE_TIME", "20991231 23:59".to_owned()),
        (
            "TRACKING",
            format!("track-cost-{}-{number}", origin.replace([':', '.'], "-")),
        ),
    ])
}

/// A sample has one row: the second tick of a tracking is a healthy one only in another minute.
async fn next_minute() {
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default();
    tokio::time::sleep(Duration::from_millis(60_050 - now.as_millis() as u64 % 60_000)).await;
}

fn report(quick: &[Cost], slow: &[Cost]) {
    let figures = [
        quick
            .iter()
            .map(|cost| cost.cpu.as_secs_f64() * 1e3)
            .collect::<Vec<_>>(),
        quick.iter().map(|cost| cost.memory_kb as f64 / 1024.0).collect(),
        slow.iter().map(|cost| cost.wall.as_secs_f64() * 1e3).collect(),
    ];
    println!("one healthy tick of tracker-job, {TICKS} ticks each");
    println!("{:22} {:>8} {:>8} {:>8}", "", "median", "highest", "goal");
    for ((name, goal), mut values) in GOALS.into_iter().zip(figures) {
        values.sort_by(f64::total_cmp);
        let highest = values.last().copied().unwrap_or_default();
        println!(
            "{name:22} {:8.1} {highest:8.1} {goal:8.0}",
            values[values.len() / 2]
        );
    }
}
