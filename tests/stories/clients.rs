//! Google's own Python clients, and gspread, against the local cloud: unchanged but for the endpoint.

use std::process::Stdio;

use e2e::System;
use tokio::process::Command;

#[tokio::test]
async fn googles_own_clients_work_unchanged_but_for_the_endpoint() {
    let python = std::env::var("CLIENTS_PYTHON")
        .expect("CLIENTS_PYTHON names a Python with Google's clients (./tests/run.sh installs and sets it)");
    let system = System::start().await.unwrap();
    for script in [
        "scheduler.py",
        "run.py",
        "pubsub.py",
        "sheets.py",
        "drive.py",
        "metadata.py",
    ] {
        let output = Command::new(&python)
            .arg(format!("{}/clients/{script}", env!("CARGO_MANIFEST_DIR")))
            .arg(&system.origin)
            .stdin(Stdio::null())
            .output()
            .await
            .unwrap();
        let said = format!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(output.status.success(), "{script} failed:\n{said}");
        assert!(
            said.contains("all right"),
            "{script} did not come to its end:\n{said}"
        );
    }
}
