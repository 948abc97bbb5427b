//! When to end: SIGTERM from Cloud Run, Ctrl-C from a person.

use std::io;

use tokio::signal::unix::{SignalKind, signal as unix_signal};

/// Resolves on the first of both signals.
pub(crate) async fn signal() {
    if let Err(error) = first_signal().await {
        tracing::error!(%error, "signals cannot be waited for; only SIGKILL ends this process");
        std::future::pending::<()>().await;
    }
    tracing::info!("ending: no new updates, those at work are finished");
}

async fn first_signal() -> io::Result<()> {
    let mut terminate = unix_signal(SignalKind::terminate())?;
    let mut interrupt = unix_signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}
