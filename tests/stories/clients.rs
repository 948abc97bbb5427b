//! Google's own Python clients, gspread and two libraries for Telegram bots against the local cloud: unchanged but for the endpoint.

use std::path::PathBuf;
use std::process::Stdio;

use e2e::System;
use tokio::process::Command;

#[tokio::test]
async fn googles_own_clients_work_unchanged_but_for_the_endpoint() {
    run(&[
        "scheduler.py",
        "run.py",
        "pubsub.py",
        "sheets.py",
        "drive.py",
        "metadata.py",
    ])
    .await;
}

#[tokio::test]
async fn telegram_libraries_work_unchanged_but_for_the_endpoint() {
    run(&["telegram_ptb.py", "telegram_aiogram.py"]).await;
}

/// The Python of an environment with all that `tests/clients/requirements.txt` names.
pub(crate) fn clients_python() -> PathBuf {
    let python = std::env::var_os("CLIENTS_PYTHON")
        .expect("CLIENTS_PYTHON names a Python with these clients (./tests/run.sh installs and sets it)");
    PathBuf::from(python)
}

async fn run(scripts: &[&str]) {
    let python = clients_python();
    let system = System::start().await.unwrap();
    for script in scripts {
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
