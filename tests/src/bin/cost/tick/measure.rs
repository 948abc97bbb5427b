//! Runs a program once and says what it took.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use nix::sys::resource::{Usage, UsageWho, getrusage};
use nix::sys::time::TimeValLike;

/// What one run took.
pub(crate) struct Cost {
    /// From start to exit.
    pub(crate) wall: Duration,
    /// User and system time.
    pub(crate) cpu: Duration,
    /// Peak resident memory.
    pub(crate) memory_kb: u64,
}

/// Runs a program that has to succeed.
pub(crate) fn measure(program: &Path, variables: BTreeMap<&str, String>) -> anyhow::Result<Cost> {
    let before = cpu(&getrusage(UsageWho::RUSAGE_CHILDREN)?);
    let started = Instant::now();
    let mut child = Command::new(program)
        .env_clear()
        .envs(variables)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .context("the program does not start")?;
    let status = format!("/proc/{}/status", child.id());
    let mut memory_kb = 0;
    // The peak is read while the process lives: what the kernel reports afterwards begins with its parent's size.
    while child.try_wait()?.is_none() {
        memory_kb = peak(&status).unwrap_or(memory_kb);
        std::thread::sleep(Duration::from_micros(500));
    }
    let wall = started.elapsed();
    let output = child.wait_with_output()?;
    ensure!(
        output.status.success(),
        "{}: {}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    let cpu = cpu(&getrusage(UsageWho::RUSAGE_CHILDREN)?) - before;
    Ok(Cost { wall, cpu, memory_kb })
}

fn cpu(usage: &Usage) -> Duration {
    let micros = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    Duration::from_micros(u64::try_from(micros).unwrap_or_default())
}

fn peak(status: &str) -> Option<u64> {
    let text = std::fs::read_to_string(status).ok()?;
    let line = text.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
