//! `deploy.sh` against a recording stand-in of gcloud, and with the real gcloud where there is one and a control plane.

use std::path::Path;
use std::process::Stdio;

use tokio::process::Command;

use crate::clients::clients_python;

const TESTS: &str = env!("CARGO_MANIFEST_DIR");

/// Runs a command in the project's folder; what it said, once it has succeeded.
async fn said(command: &mut Command) -> String {
    let output = command
        .current_dir(format!("{TESTS}/.."))
        .stdin(Stdio::null())
        .output()
        .await
        .unwrap();
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(output.status.success(), "{command:?} failed:\n{said}");
    said
}

#[tokio::test]
async fn deploy_sh_builds_up_changes_nothing_twice_and_takes_down() {
    let said = said(Command::new("python3").arg(format!("{TESTS}/deploy/rehearsal.py"))).await;
    println!("{}", said.lines().next().unwrap_or_default());
}

#[tokio::test]
async fn scripts_are_clean_for_shellcheck_and_shfmt() {
    let mut scripts: Vec<_> = ["deploy.sh", ".ci/run", "tests/run.sh"].map(Into::into).into();
    for entry in Path::new(TESTS).join("../deploy").read_dir().unwrap() {
        scripts.push(entry.unwrap().path());
    }
    let tool = |name: &str| Command::new(clients_python().with_file_name(name));
    said(tool("shellcheck").arg("--external-sources").args(&scripts)).await;
    said(tool("shfmt").arg("--diff").args(&scripts)).await;
}
