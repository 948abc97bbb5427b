//! Starting and stopping the whole.

use std::future::Future;
use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::clock::kept;
use crate::config::Config;
use crate::data_lock::DataLock;
use crate::google_error::GoogleError;
use crate::ground::Ground;
use crate::replay::Replay;
use crate::start_error::StartError;
use crate::store::Store;
use crate::world::{SharedWorld, World};

/// How long calls that are being answered may take at the end.
const LAST_ANSWERS: Duration = Duration::from_secs(1);
/// Under these names the database keeps what outlives a run.
const WEBHOOK_SECRET: &str = "webhook_secret";
const ORIGIN: &str = "origin";

/// Everything on one origin: bound, and ready to serve.
pub struct LocalCloud {
    listener: TcpListener,
    world: SharedWorld,
    time_ahead: Option<TimeDelta>,
    _lock: DataLock,
}

impl LocalCloud {
    /// Binds the address and opens the data folder; requests wait until [`LocalCloud::run_until`].
    pub async fn start(config: Config) -> Result<Self, StartError> {
        let ground = Ground::take(&config).await?;
        Self::on(ground, config)
    }

    /// The same where the ground of the configuration is taken already.
    pub fn on(ground: Ground, mut config: Config) -> Result<Self, StartError> {
        // Another provider that is installed already serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let time_ahead = ground.time_ahead();
        let Ground {
            lock,
            listener,
            address,
            store,
            clock,
        } = ground;
        let secret = webhook_secret(&store)?;
        let platform_files = std::mem::take(&mut config.platform_files);
        let replay = config.replay.take();
        let replay = replay.map(|recording| Replay::start(recording, &store, clock.now()));
        let settings = config.settings(format!("http://{address}"), secret, replay.transpose()?);
        let world = World::new(settings, clock, store, crate::http_client()?);
        write_platform_files(&world, platform_files)?;
        follow_origin(&world)?;
        crate::run::recover(&world)?;
        let unreadable = |error: GoogleError| StartError::Stored(error.message().to_owned());
        crate::drive::seed(&world).map_err(unreadable)?;
        crate::pubsub::seed(&world).map_err(unreadable)?;
        crate::scheduler::arm_all(&world).map_err(unreadable)?;
        Ok(Self {
            listener,
            world,
            time_ahead,
            _lock: lock,
        })
    }

    /// Where it answers, without a trailing slash: `http://127.0.0.1:8080`.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.world.settings.origin
    }

    /// How far time here began ahead of this machine's clock, because it ran faster in this data folder before.
    #[must_use]
    pub fn time_ahead(&self) -> Option<TimeDelta> {
        self.time_ahead
    }

    /// The event that is replayed here, and when it ends.
    #[must_use]
    pub fn replay(&self) -> Option<(u64, DateTime<Utc>)> {
        let replay = self.world.settings.replay.as_ref()?;
        Some((replay.event(), replay.end()))
    }

    /// Serves until `shutdown`, then ends every child program, with all of its own children.
    pub async fn run_until(self, shutdown: impl Future<Output = ()>) {
        let (stop, stopped) = oneshot::channel::<()>();
        let serve = crate::server::serve(self.listener, self.world.clone(), async { drop(stopped.await) });
        let mut serving = tokio::spawn(serve);
        start_bot(self.world.clone());
        let deliveries = deliver_updates(&self.world);
        let pushes = tokio::spawn(crate::pubsub::deliver_pushes(self.world.clone()));
        let time = kept::follow(self.world.clock.clone(), self.world.store.clone());
        let time = tokio::spawn(time);
        shutdown.await;
        // Before the bot ends: a delivery would start it again.
        if let Some(deliveries) = deliveries {
            deliveries.abort();
        }
        pushes.abort();
        // Still serving: a program that is told to end may have something to write first.
        self.world.run.children.end_all().await;
        drop(stop);
        if tokio::time::timeout(LAST_ANSWERS, &mut serving).await.is_err() {
            serving.abort();
        }
        time.abort();
        kept::finish(&self.world.clock, &self.world.store);
        for fault in self.world.faults.unused() {
            tracing::warn!(%fault, "a fault was to strike more often than it has");
        }
    }
}

/// Nothing where people write elsewhere: what an earlier run has left would be answered there, to strangers.
fn deliver_updates(world: &SharedWorld) -> Option<JoinHandle<()>> {
    let here = !world.settings.chats_are_elsewhere;
    here.then(|| tokio::spawn(crate::telegram::deliver_updates(world.clone())))
}

/// Early, so that the first message is answered at once; a later delivery would start it as well.
fn start_bot(world: SharedWorld) {
    if world.settings.bot.is_none() {
        return;
    }
    tokio::spawn(async move {
        if let Err(error) = crate::run::service::url(&world).await {
            tracing::error!(%error, "the bot does not run yet");
        }
    });
}

fn webhook_secret(store: &Store) -> Result<String, StartError> {
    if let Some(secret) = store.kept(WEBHOOK_SECRET)? {
        return Ok(secret);
    }
    let secret = crate::random_text()?;
    store.keep(WEBHOOK_SECRET, &secret)?;
    Ok(secret)
}

/// Scheduler jobs call this cloud at the port that it had when they were made; on another port they follow.
fn follow_origin(world: &World) -> Result<(), StartError> {
    let origin = &world.settings.origin;
    if let Some(before) = world.store.kept(ORIGIN)?.filter(|before| before != origin) {
        world
            .store
            .write(|tx| crate::scheduler::follow_origin(tx, &before, origin))?;
    }
    Ok(world.store.keep(ORIGIN, origin)?)
}

fn write_platform_files(world: &World, files: Vec<(String, String)>) -> Result<(), StartError> {
    let folder = world.settings.platforms_dir();
    let failed = |path: &Path, source| StartError::DataDir {
        path: path.to_owned(),
        source,
    };
    std::fs::create_dir_all(&folder).map_err(|source| failed(&folder, source))?;
    for (name, text) in files {
        let path = folder.join(name);
        std::fs::write(&path, text.replace("{origin}", &world.settings.origin))
            .map_err(|source| failed(&path, source))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
