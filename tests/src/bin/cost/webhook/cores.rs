//! The bot has one core to itself, and this program has the others.

use anyhow::Context;
use nix::sched::{CpuSet, sched_getaffinity, sched_setaffinity};
use nix::unistd::Pid;

/// This thread, and those that it starts.
const SELF: Pid = Pid::from_raw(0);

/// Leaves one core to the bot and names it. Where there is only one it is shared.
pub(crate) fn keep_one_free() -> anyhow::Result<usize> {
    let ours = sched_getaffinity(SELF).context("the cores are not told")?;
    let mut cores = (0..CpuSet::count()).filter(|core| ours.is_set(*core).unwrap_or(false));
    let last = cores.next_back().context("there is no core")?;
    let mut others = CpuSet::new();
    let mut has_others = false;
    for core in cores {
        others.set(core)?;
        has_others = true;
    }
    if has_others {
        sched_setaffinity(SELF, &others).context("a core cannot be left free")?;
    }
    Ok(last)
}

/// Puts this thread, and what it starts, on one core.
pub(crate) fn stay_on(core: usize) -> anyhow::Result<()> {
    let mut one = CpuSet::new();
    one.set(core)?;
    sched_setaffinity(SELF, &one).context("a core cannot be chosen")
}
