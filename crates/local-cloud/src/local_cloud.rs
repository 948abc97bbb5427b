//! Starting and stopping the whole.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::clock::{Clock, SPEEDS};
use crate::config::{Config, TimeMode};
use crate::data_lock::{DataLock, Holder, NotLocked};
use crate::google_error::GoogleError;
use crate::replay::Replay;
use crate::store::{SchemaError, Store};
use crate::world::{SharedWorld, World};

/// How long calls that are being answered may take at the end.
const LAST_ANSWERS: Duration = Duration::from_secs(1);
/// The file in the data folder that has almost everything.
pub(crate) const DATABASE: &str = "local-cloud.sqlite3";
/// Under these names the database keeps what outlives a run.
const TOLD_TIME: &str = "told_time";
const WEBHOOK_SECRET: &str = "webhook_secret";
const ORIGIN: &str = "origin";

/// Everything on one origin: bound, and ready to serve.
pub struct LocalCloud {
    listener: TcpListener,
    world: SharedWorld,
    _lock: DataLock,
}

/// Why the cloud did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// Somebody else listens there.
    #[error("port {} of {} is taken; choose another one, or 0 for any", .0.port(), .0.ip())]
    PortTaken(SocketAddr),
    /// The address cannot be listened on for another reason.
    #[error("cannot listen on {address}")]
    Bind {
        /// Where.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// The data folder cannot be created or written.
    #[error("cannot write to the data folder {}", path.display())]
    DataDir {
        /// Which folder or file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The data folder belongs to a process that is running.
    #[error("{0}; end it first, or choose another folder")]
    DataDirInUse(Holder),
    /// The database in the data folder cannot be used.
    #[error("cannot use the database in the data folder")]
    Database(#[from] rusqlite::Error),
    /// A newer program has written the data folder.
    #[error(
        "the data folder was written by a newer program: its tables have version {found}, this one knows versions up to {known}. Nothing was changed; use the newer program, or another folder"
    )]
    DataDirNewer {
        /// The version of its tables.
        found: i64,
        /// The newest that is known here.
        known: i64,
    },
    /// What the database holds cannot be read.
    #[error("the database in the data folder cannot be understood: {0}")]
    Stored(String),
    /// The speed is zero, negative, or beyond what a clock can do.
    #[error("time cannot run {0} times as fast; choose a speed between 0.001 and 100000")]
    Speed(f64),
    /// The operating system has no random numbers or no trust store.
    #[error("cannot set up {what}: {why}")]
    Environment {
        /// What was needed.
        what: &'static str,
        /// Why it failed.
        why: String,
    },
}

impl LocalCloud {
    /// Binds the address and opens the data folder; requests wait until [`LocalCloud::run_until`].
    pub async fn start(mut config: Config) -> Result<Self, StartError> {
        // Another provider that is installed already serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let lock = lock(&config.data_dir)?;
        let listener = bind(config.address).await?;
        let address = listener.local_addr().map_err(|source| StartError::Bind {
            address: config.address,
            source,
        })?;
        let store = Arc::new(Store::open(&config.data_dir.join(DATABASE))?);
        let clock = clock(config.time, &store)?;
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
            _lock: lock,
        })
    }

    /// Where it answers, without a trailing slash: `http://127.0.0.1:8080`.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.world.settings.origin
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

async fn bind(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address)
        .await
        .map_err(|source| match source.kind() {
            io::ErrorKind::AddrInUse => StartError::PortTaken(address),
            _ => StartError::Bind { address, source },
        })
}

/// Locks a data folder, which is made where there is none.
pub(crate) fn lock(data_dir: &Path) -> Result<DataLock, StartError> {
    DataLock::take(data_dir).map_err(|error| match error {
        NotLocked::InUse(holder) => StartError::DataDirInUse(holder),
        NotLocked::Failed(source) => StartError::DataDir {
            path: data_dir.to_owned(),
            source,
        },
    })
}

fn clock(time: TimeMode, store: &Arc<Store>) -> Result<Clock, StartError> {
    match time {
        TimeMode::Running { speed } if !SPEEDS.contains(&speed) => Err(StartError::Speed(speed)),
        TimeMode::Running { speed } => Ok(Clock::running(Utc::now(), speed)),
        TimeMode::Manual { start } => {
            let kept = store.kept(TOLD_TIME)?.and_then(|text| text.parse().ok());
            let now: DateTime<Utc> = kept.or(start).unwrap_or_else(Utc::now);
            store.keep(TOLD_TIME, &now.to_rfc3339())?;
            let store = store.clone();
            Ok(Clock::manual(now, move |now| {
                if let Err(error) = store.keep(TOLD_TIME, &now.to_rfc3339()) {
                    tracing::error!(%error, "told time is not stored and would be lost at a restart");
                }
            }))
        }
    }
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

impl From<SchemaError> for StartError {
    fn from(error: SchemaError) -> Self {
        match error {
            SchemaError::Newer { found, known } => Self::DataDirNewer { found, known },
            older @ SchemaError::Older { .. } => Self::Stored(older.to_string()),
            SchemaError::Database(error) => Self::Database(error),
        }
    }
}

#[cfg(test)]
mod tests;
