//! The programs under test, built from the present sources.

use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use anyhow::{Context, ensure};

/// The path of one of the workspace's programs, in the profile of this one.
pub fn program(name: &str) -> anyhow::Result<PathBuf> {
    static BUILT: OnceLock<Result<(), String>> = OnceLock::new();
    BUILT
        .get_or_init(|| build().map_err(|error| format!("{error:#}")))
        .clone()
        .map_err(anyhow::Error::msg)?;
    let path = folder()?.join(name);
    ensure!(path.exists(), "there is no program {}", path.display());
    Ok(path)
}

/// The folder of this profile's programs: tests lie one below it.
fn folder() -> anyhow::Result<PathBuf> {
    let own = std::env::current_exe().context("the own program cannot be found")?;
    let folder = own.parent().context("the own program has no folder")?;
    Ok(if folder.ends_with("deps") {
        folder.parent().unwrap_or(folder)
    } else {
        folder
    }
    .to_owned())
}

/// A test must never drive an old program, so the workspace is built first; that costs nothing when nothing changed.
fn build() -> anyhow::Result<()> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .args(["build", "--workspace", "--bins", "--quiet"])
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    if folder()?.ends_with("release") {
        cargo.arg("--release");
    }
    let status = cargo.status().context("cargo cannot be started")?;
    ensure!(status.success(), "the programs do not build");
    Ok(())
}
