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
    /// atomic request that takes less than the grace period.
    pub(crate) async fn unless<T>(&mut self, work: impl Future<Output = T>) -> anyhow::Result<T> {
        tokio::select! {
            value = work => Ok(value),
            _ = self.signal.recv() => bail!("stopped by SIGTERM before the next sample was taken; it was not written"),
        }
    }
}
