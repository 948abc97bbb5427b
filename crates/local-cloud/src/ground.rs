//! What a cloud stands on: its data folder, its time and its port. It is taken first, and with it fails all that a person
//! can mend, before anything is begun that others would notice.

use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::net::TcpListener;

use crate::clock::{Clock, kept};
use crate::config::{Config, TimeMode};
use crate::data_lock::{DataLock, NotLocked};
use crate::google_error::GoogleError;
use crate::scheduler;
use crate::start_error::StartError;
use crate::store::Store;

/// The file in the data folder that has almost everything.
pub(crate) const DATABASE: &str = "local-cloud.sqlite3";
/// Under this name the database keeps where people write to the bot.
const CHATS: &str = "chats";
const AT_TELEGRAM: &str = "telegram";
const ON_THE_PAGE: &str = "page";
/// So far may the folder's time be ahead of the wall clock where people know that: clocks of machines differ by less.
const UNNOTICED: TimeDelta = TimeDelta::minutes(1);

/// A data folder that is locked and open, and a port that is bound.
pub struct Ground {
    pub(crate) lock: DataLock,
    pub(crate) listener: TcpListener,
    pub(crate) address: SocketAddr,
    pub(crate) store: Arc<Store>,
    pub(crate) clock: Clock,
}

impl Ground {
    /// Takes what the configuration names, and nothing else.
    pub async fn take(config: &Config) -> Result<Self, StartError> {
        let lock = lock(&config.data_dir)?;
        let listener = bind(config.address).await?;
        let address = listener.local_addr().map_err(|source| StartError::Bind {
            address: config.address,
            source,
        })?;
        let store = Arc::new(Store::open(&config.data_dir.join(DATABASE))?);
        follow_chats(&store, config.chats_are_elsewhere)?;
        let wall = Utc::now();
        let clock = kept::start(config.time, &store, wall)?;
        if config.chats_are_elsewhere && matches!(config.time, TimeMode::Running { .. }) {
            in_step(&clock, wall)?;
        }
        Ok(Self {
            lock,
            listener,
            address,
            store,
            clock,
        })
    }

    /// How far the folder's time is ahead of this machine's clock, because it ran faster there; nothing where that is told
    /// or true.
    #[must_use]
    pub fn time_ahead(&self) -> Option<TimeDelta> {
        let ahead = self.clock.now() - Utc::now();
        (!self.clock.is_manual() && ahead > UNNOTICED).then_some(ahead)
    }
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

async fn bind(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address)
        .await
        .map_err(|source| match source.kind() {
            io::ErrorKind::AddrInUse => StartError::PortTaken(address),
            _ => StartError::Bind { address, source },
        })
}

/// A folder is the page's or Telegram's for as long as it has trackings: the chats of the one are strangers in the other.
fn follow_chats(store: &Store, elsewhere: bool) -> Result<(), StartError> {
    let now = if elsewhere { AT_TELEGRAM } else { ON_THE_PAGE };
    if let Some(before) = store.kept(CHATS)?.filter(|before| before != now) {
        let trackings = trackings(store)?;
        if trackings > 0 {
            return Err(StartError::OtherChats {
                trackings,
                at_telegram: before == AT_TELEGRAM,
            });
        }
    }
    Ok(store.keep(CHATS, now)?)
}

/// The Scheduler jobs that do more than publish, as the bot's alarm clock does.
fn trackings(store: &Store) -> Result<usize, StartError> {
    let jobs = store.read(|db| Ok(scheduler::exported(db)))?;
    let jobs = jobs.map_err(|error: GoogleError| StartError::Stored(error.message().to_owned()))?;
    Ok(jobs.iter().filter(|job| job.get("httpTarget").is_some()).count())
}

fn in_step(clock: &Clock, wall: DateTime<Utc>) -> Result<(), StartError> {
    let ahead = clock.now() - wall;
    if ahead > UNNOTICED {
        return Err(StartError::TimeAhead(ahead));
    }
    Ok(())
}
