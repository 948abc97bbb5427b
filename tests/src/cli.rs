//! The subcommands, as a person types them.

use std::path::Path;
use std::process::Stdio;

use anyhow::Context;
use tokio::process::Command;

use crate::build::program;

/// What decides which platforms are known and what may be read; a story sets it or does without.
const OWN_SETTINGS: &[&str] = &["ALLOWED_PRIVATE_ADDRESSES", "PLATFORMS_DIR", "RUST_LOG"];

/// What `recover` takes from the environment: an execution's own settings without its overrides.
pub const RECOVER_SETTINGS: &[&str] = &[
    "PROJECT_ID",
    "REGION",
    "SPREADSHEET_ID",
    "DRIVE_FOLDER_ID",
    "GOOGLE_API_ENDPOINT",
    "GCE_METADATA_HOST",
    "CLOCK_URL",
    "PLATFORMS_DIR",
];

/// What a command printed and how it ended.
#[derive(Debug)]
pub struct Said {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// Runs `signchronicle ARGUMENTS` in a folder, with these variables.
pub async fn signchronicle(folder: &Path, env: &[(&str, &str)], arguments: &[&str]) -> anyhow::Result<Said> {
    let mut command = Command::new(program("signchronicle")?);
    for name in OWN_SETTINGS {
        command.env_remove(name);
    }
    let output = command
        .args(arguments)
        .envs(env.iter().copied())
        .current_dir(folder)
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .context("signchronicle does not start")?;
    Ok(Said {
        code: output.status.code().context("signchronicle was killed")?,
        out: String::from_utf8(output.stdout)?,
        err: String::from_utf8(output.stderr)?,
    })
}
