//! `cargo run --release -p e2e --bin cost [-- tick|webhook]`: what the two programs cost as whole processes: an execution of
//! tracker-job, and bot-service with its webhook; without an argument one after the other. It waits for the next minute.

mod tick;
mod webhook;

use anyhow::{Context, bail};

fn main() -> anyhow::Result<()> {
    let what = std::env::args().nth(1);
    let tick = || {
        let runtime = tokio::runtime::Runtime::new().context("no runtime")?;
        runtime.block_on(tick::run())
    };
    match what.as_deref() {
        None => {
            tick()?;
            println!();
            // It keeps this process off a core for good.
            webhook::run()
        }
        Some("tick") => tick(),
        Some("webhook") => webhook::run(),
        Some(other) => bail!("`{other}` is none of `tick` and `webhook`"),
    }
}
