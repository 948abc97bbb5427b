//! Least privilege shows in Cargo.toml: what a program must not reach it does not contain.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

#[test]
fn the_bot_cannot_reach_sheets_drive_or_pages_and_the_tracker_cannot_reach_telegram() {
    let dependencies = workspace_dependencies();
    for (package, absent) in [
        (
            "bot-service",
            vec![
                "sheets",
                "drive",
                "scrape",
                "fetch",
                "extract",
                "browser",
                "chart",
                "events",
                "tracker-job",
                "local-cloud",
            ],
        ),
        ("tracker-job", vec!["telegram", "bot-service", "local-cloud"]),
        ("chart", vec!["gcp", "tokio", "reqwest"]),
        ("forecast", vec!["domain", "tokio", "reqwest", "fastrand"]),
        ("recordings", vec!["domain", "tokio", "reqwest"]),
        ("extract", vec!["fetch", "reqwest", "tokio"]),
        ("domain", vec!["gcp", "platforms", "tokio", "reqwest"]),
        (
            "local-cloud",
            vec![
                "domain",
                "gcp",
                "platforms",
                "scheduler",
                "sheets",
                "drive",
                "events",
                "telegram",
                "scrape",
            ],
        ),
        ("sheets", vec!["drive", "scheduler", "telegram"]),
        ("drive", vec!["sheets", "scheduler", "telegram"]),
        ("scheduler", vec!["sheets", "drive", "telegram"]),
        ("events", vec!["sheets", "drive", "scheduler", "telegram"]),
        ("telegram", vec!["sheets", "drive", "scheduler"]),
    ] {
        let reached = reachable(&dependencies, package);
        for other in absent {
            assert!(
                !reached.contains(other),
                "{package} must not depend on {other}, directly or through others"
            );
        }
    }
}

/// The direct dependencies of each package, without those for tests only.
fn workspace_dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo metadata runs");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let packages = metadata["packages"].as_array().expect("packages").iter();
    packages
        .map(|package| {
            let all = package["dependencies"].as_array().expect("dependencies").iter();
            let normal = all.filter(|dependency| dependency["kind"].is_null());
            (
                text(&package["name"]),
                normal.map(|dependency| text(&dependency["name"])).collect(),
            )
        })
        .collect()
}

fn reachable(all: &BTreeMap<String, BTreeSet<String>>, package: &str) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut next = vec![package.to_owned()];
    while let Some(package) = next.pop() {
        let dependencies = all.get(&package).into_iter().flatten();
        next.extend(
            dependencies
                .filter(|name| reached.insert((*name).clone()))
                .cloned(),
        );
    }
    reached
}
