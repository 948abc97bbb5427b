//! SIGTERM: Cloud Run is about to stop the container.

use std::future::Future;

use anyhow::{Context, bail};
use tokio::signal::unix::{SignalKind, signal};

/// The container is being stopped.
pub(crate) struct Interrupt {
    signal: tokio::signal::unix::Signal,
}

impl Interrupt {
    /// Watches for SIGTERM from now on.
    pub(crate) fn watch() -> anyhow::Result<Self> {
        Ok(Self {
            signal: signal(SignalKind::terminate()).context("SIGTERM cannot be watched")?,
        })
    }

    /// Waits for something that may be given up when the container stops. Writes never go through here: each is one
    /// atomic request. A slow one (four attempts of up to 15 s) may outlast the grace period of 10 s; whether it was
    /// applied, the tab's state tells the next execution. What is given up is dropped before this returns, and with it a
    /// browser that it may have started.
    pub(crate) async fn unless<T>(&mut self, work: impl Future<Output = T>) -> anyhow::Result<T> {
        tokio::select! {
            value = work => Ok(value),
            _ = self.signal.recv() => bail!("stopped by SIGTERM; what was under way is given up and not written"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::process::{Command, id};
    use std::sync::Arc;

    use super::*;

    /// Stands for a browser: `alive` has a second owner as long as it runs.
    async fn reading(alive: Arc<()>) {
        std::future::pending::<()>().await;
        drop(alive);
    }

    #[tokio::test]
    async fn sigterm_gives_a_reading_up_and_what_it_holds_is_dropped_before_the_execution_goes_on() {
        let mut interrupt = Interrupt::watch().unwrap();
        let alive = Arc::new(());
        let held = Arc::clone(&alive);
        assert_eq!(interrupt.unless(async { 7 }).await.unwrap(), 7);
        let kill = Command::new("kill").args(["-TERM", &id().to_string()]).status();
        assert!(kill.unwrap().success());
        let error = interrupt.unless(reading(held)).await.unwrap_err();
        assert!(error.to_string().starts_with("stopped by SIGTERM"), "{error}");
        assert_eq!(Arc::strong_count(&alive), 1, "the reading is gone");
    }
}
