//! `deploy.sh` against a recording stand-in of gcloud, and with the real gcloud where there is one and a control plane.

use std::process::Stdio;

use tokio::process::Command;

#[tokio::test]
async fn deploy_sh_builds_up_changes_nothing_twice_and_takes_down() {
    let output = Command::new("python3")
        .arg(format!("{}/deploy/rehearsal.py", env!("CARGO_MANIFEST_DIR")))
        .stdin(Stdio::null())
        .output()
        .await
        .unwrap();
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    println!("{}", said.lines().next().unwrap_or_default());
    assert!(output.status.success(), "the rehearsal failed:\n{said}");
}
