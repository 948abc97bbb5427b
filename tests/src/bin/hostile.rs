//! `hostile [CASE]`: reads each of the hostile pages at 10 MB in a process of its own and prints what it took.
//!
//! Exits with 1 where one took more than two seconds or 200 MB.

use std::fs;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};

#[path = "../../../crates/extract/tests/hostile/cases.rs"]
mod cases;

/// What the fetcher lets through at most.
const SIZE: usize = 10_000_000;
const LONGEST: Duration = Duration::from_secs(2);
const MOST_MEGABYTES: u64 = 200;

fn main() -> anyhow::Result<ExitCode> {
    match std::env::args().nth(1) {
        Some(name) => read(&name).map(|()| ExitCode::SUCCESS),
        None => read_all(),
    }
}

fn read_all() -> anyhow::Result<ExitCode> {
    let program = std::env::current_exe()?;
    let mut failed = Vec::new();
    for (name, _) in cases::CASES {
        let output = Command::new(&program).arg(name).output()?;
        let line = String::from_utf8_lossy(&output.stdout);
        println!("{name:32} {}", line.trim());
        if !output.status.success() {
            failed.push(name);
        }
    }
    println!(
        "{} pages, {} beyond the limits: {failed:?}",
        cases::CASES.len(),
        failed.len()
    );
    Ok(if failed.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn read(name: &str) -> anyhow::Result<()> {
    let Some((_, page)) = cases::CASES.into_iter().find(|(case, _)| *case == name) else {
        bail!("no such case: {name}");
    };
    let page = page(SIZE);
    let start = Instant::now();
    let trouble = extract::trouble(200, &page);
    let finding = extract::read(&page, None);
    let (took, megabytes) = (start.elapsed(), peak_megabytes()?);
    let answer = match (&finding, trouble) {
        (_, Some(trouble)) => trouble.to_string(),
        (Ok(finding), None) => format!("price {:?}", finding.reading.price.map(|price| price.to_string())),
        (Err(error), None) => error.to_string(),
    };
    println!("{:5} ms {megabytes:4} MB  {answer}", took.as_millis());
    ensure!(took <= LONGEST, "took longer than {LONGEST:?}");
    ensure!(megabytes <= MOST_MEGABYTES, "took more than {MOST_MEGABYTES} MB");
    Ok(())
}

fn peak_megabytes() -> anyhow::Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .context("no VmHWM")?;
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kilobytes / 1024)
}
