//! What every stand-in shares.

use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::watch;

use crate::changes::{Area, Changes, Versions};
use crate::clock::Clock;
use crate::config::Program;
use crate::faults::Faults;
use crate::journal::Journal;
use crate::pubsub::Pushes;
use crate::replay::Replay;
use crate::run::Running;
use crate::scheduler::Timers;
use crate::seed::Seed;
use crate::sheets::Books;
use crate::store::Store;
use crate::telegram::limits::Limits;
use crate::tracker::Tracker;

/// The shared world, as handlers receive it.
pub(crate) type SharedWorld = Arc<World>;

/// Names and addresses of this cloud.
#[derive(Clone)]
pub(crate) struct Settings {
    /// Project id, `local`.
    pub(crate) project: String,
    /// Region of Scheduler and Run, `asia-east2`.
    pub(crate) region: String,
    /// Where this cloud answers, without a trailing slash: `http://127.0.0.1:8080`.
    pub(crate) origin: String,
    /// The Run job that firings start.
    pub(crate) tracker_job: String,
    /// The spreadsheet that exists from the start.
    pub(crate) spreadsheet_id: String,
    /// The Drive folder (in a shared drive) that exists from the start.
    pub(crate) drive_folder_id: String,
    /// Zone of the people here, `Asia/Hong_Kong` by default.
    pub(crate) time_zone: String,
    /// Where state, logs and platform files are kept.
    pub(crate) data_dir: PathBuf,
    /// What the tracker's address guard lets through: the demo's origin and the operator's own.
    pub(crate) allowed_private_addresses: String,
    /// The bot's token: the only one that `/bot<token>/...` knows.
    pub(crate) bot_token: String,
    /// What a delivery to the webhook carries unless `setWebhook` named another; random per data folder.
    pub(crate) webhook_secret: String,
    /// Whether people write to the bot at the real Telegram.
    pub(crate) chats_are_elsewhere: bool,
    /// A recorded event that a demo shop sells.
    pub(crate) replay: Option<Replay>,
    /// The bot, a Cloud Run service, if there is one.
    pub(crate) bot: Option<Program>,
    /// The tracker, a Cloud Run job.
    pub(crate) tracker: Tracker,
    /// Where chance comes from.
    pub(crate) seed: Seed,
}

impl Settings {
    /// Where operators' platform files are.
    pub(crate) fn platforms_dir(&self) -> PathBuf {
        self.data_dir.join("platforms")
    }

    /// `HOST:PORT` of the origin.
    pub(crate) fn authority(&self) -> &str {
        self.origin.strip_prefix("http://").unwrap_or(&self.origin)
    }
}

/// Clock, database, journal and settings, shared by all stand-ins, and what each keeps only while it runs.
pub(crate) struct World {
    pub(crate) settings: Settings,
    pub(crate) clock: Clock,
    pub(crate) store: Arc<Store>,
    pub(crate) journal: Journal,
    pub(crate) scheduler: Timers,
    pub(crate) run: Running,
    pub(crate) pubsub: Pushes,
    pub(crate) faults: Faults,
    pub(crate) limits: Limits,
    pub(crate) books: Books,
    /// For calls that this cloud makes: firings of the Scheduler, deliveries to the webhook, pushes.
    pub(crate) http: reqwest::Client,
    changes: Changes,
}

impl World {
    pub(crate) fn new(
        settings: Settings,
        clock: Clock,
        store: Arc<Store>,
        http: reqwest::Client,
    ) -> SharedWorld {
        let changes = Changes::new();
        let secrets = vec![
            (settings.bot_token.clone(), "<token>"),
            (settings.webhook_secret.clone(), "<webhook secret>"),
        ];
        let journal = Journal::new(secrets, changes.clone());
        let (scheduler, run) = (Timers::default(), Running::new(settings.seed));
        let faults = Faults::new(settings.seed);
        Arc::new(Self {
            settings,
            clock,
            store,
            journal,
            scheduler,
            run,
            pubsub: Pushes::default(),
            faults,
            limits: Limits::default(),
            books: Books::default(),
            http,
            changes,
        })
    }

    /// Tells whoever watches (the page) that something visible has changed.
    pub(crate) fn mark_changed(&self, area: Area) {
        self.changes.mark(area);
    }

    /// [`World::mark_changed`] for a task that outlives the borrow.
    pub(crate) fn tell_changed(&self, area: Area) -> impl FnOnce() + Send + use<> {
        let changes = self.changes.clone();
        move || changes.mark(area)
    }

    /// Follows the changes.
    pub(crate) fn changes(&self) -> watch::Receiver<Versions> {
        self.changes.follow()
    }
}

#[cfg(test)]
impl World {
    /// A world in memory, in manual time, at Saturday 28 February 2026, 13:30 in Hong Kong; its programs do nothing.
    pub(crate) fn for_tests() -> SharedWorld {
        Self::for_tests_at("http://127.0.0.1:1")
    }

    /// The same, with the origin that a test has bound.
    pub(crate) fn for_tests_at(origin: &str) -> SharedWorld {
        Self::for_tests_of(origin, Store::in_memory().unwrap())
    }

    /// The same, with what a database holds.
    pub(crate) fn for_tests_with(store: Store) -> SharedWorld {
        Self::for_tests_of("http://127.0.0.1:1", store)
    }

    fn for_tests_of(origin: &str, store: Store) -> SharedWorld {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let now = "2026-02-28T05:30:00Z".parse().unwrap();
        let (settings, http) = (Settings::for_tests(origin), crate::http_client().unwrap());
        Self::new(settings, Clock::manual(now, |_| ()), Arc::new(store), http)
    }
}

#[cfg(test)]
impl Settings {
    /// The defaults.
    pub(crate) fn for_tests(origin: &str) -> Self {
        let program = crate::Program::new("true");
        let mut config = crate::Config::new(PathBuf::from("/nonexistent"), program.clone(), program);
        config.seed = Some(7);
        config.settings(origin.to_owned(), "webhook-secret".to_owned(), None)
    }
}
