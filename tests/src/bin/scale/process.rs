//! What the local cloud and the programs that it has started use, as `/proc` tells.

use std::time::Duration;

use anyhow::Context;
use nix::unistd::{SysconfVar, sysconf};

/// The local cloud's process.
pub(crate) struct Process {
    id: u32,
}

/// What was used until now.
pub(crate) struct Usage {
    /// By the local cloud itself and by its children that have ended.
    pub(crate) cpu: Duration,
    /// Of the local cloud alone.
    pub(crate) memory_mb: u64,
    pub(crate) peak_mb: u64,
}

impl Process {
    pub(crate) fn of(id: u32) -> Self {
        Self { id }
    }

    pub(crate) fn usage(&self) -> anyhow::Result<Usage> {
        let read = |file: &str| {
            let path = format!("/proc/{}/{file}", self.id);
            std::fs::read_to_string(&path).with_context(|| format!("{path} cannot be read"))
        };
        let status = read("status")?;
        Ok(Usage {
            cpu: cpu(&read("stat")?)?,
            memory_mb: megabytes(&status, "VmRSS:")?,
            peak_mb: megabytes(&status, "VmHWM:")?,
        })
    }
}

/// utime, stime, cutime and cstime are the fields 14 to 17 of proc_pid_stat(5), counted behind the name in brackets.
fn cpu(stat: &str) -> anyhow::Result<Duration> {
    let (_, fields) = stat.rsplit_once(')').context("stat has another shape")?;
    let ticks: u64 = fields
        .split_whitespace()
        .skip(11)
        .take(4)
        .map(str::parse::<u64>)
        .sum::<Result<_, _>>()?;
    let per_second = sysconf(SysconfVar::CLK_TCK)?.context("the clock's ticks are not known")?;
    Ok(Duration::from_secs_f64(ticks as f64 / per_second as f64))
}

fn megabytes(status: &str, name: &str) -> anyhow::Result<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kilobytes = line.and_then(|rest| rest.split_whitespace().next());
    Ok(kilobytes.context("status has another shape")?.parse::<u64>()? / 1_024)
}
