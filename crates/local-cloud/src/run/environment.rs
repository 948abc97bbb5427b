//! What a child program finds in its environment.

use std::collections::BTreeMap;

use crate::metadata;
use crate::pubsub;
use crate::world::World;

/// What comes from the environment of the cloud itself; everything else a program gets is written here.
const PASSED_ON: &[&str] = &[
    "PATH",
    "HOME",
    "LANG",
    "TMPDIR",
    "RUST_LOG",
    "RUST_BACKTRACE",
    "LLVM_PROFILE_FILE",
];

/// Name under which the bot's service is known.
pub(super) const BOT_SERVICE: &str = "signchronicle-bot";

/// Variables of a program, by name.
pub(super) type Env = BTreeMap<String, String>;

/// Those of the cloud's own that every child gets, where they are set.
pub(super) fn passed_on() -> impl Iterator<Item = (&'static str, std::ffi::OsString)> {
    PASSED_ON
        .iter()
        .filter_map(|name| Some((*name, std::env::var_os(name)?)))
}

/// The tracker's, as the job has them.
pub(super) fn of_job(world: &World) -> Env {
    let settings = &world.settings;
    let mut env = common(world);
    env.extend(owned([
        ("DRIVE_FOLDER_ID", settings.drive_folder_id.as_str()),
        ("ALLOWED_PRIVATE_ADDRESSES", &settings.allowed_private_addresses),
    ]));
    env
}

/// What Cloud Run adds for one execution.
pub(super) fn of_execution(world: &World, execution: &str) -> Env {
    let metadata = format!("{}/_execution/{execution}", world.settings.authority());
    owned([
        ("CLOUD_RUN_JOB", world.settings.tracker_job.as_str()),
        ("CLOUD_RUN_EXECUTION", execution),
        ("CLOUD_RUN_TASK_INDEX", "0"),
        ("CLOUD_RUN_TASK_ATTEMPT", "0"),
        ("CLOUD_RUN_TASK_COUNT", "1"),
        ("GCE_METADATA_HOST", &metadata),
    ])
    .collect()
}

/// The bot's.
pub(super) fn of_bot(world: &World, port: u16) -> Env {
    let settings = &world.settings;
    let mut env = common(world);
    let metadata = format!("{}/_service/bot", settings.authority());
    env.extend(owned([
        ("LISTEN_ADDRESS", "127.0.0.1"),
        ("PORT", port.to_string().as_str()),
        ("K_SERVICE", BOT_SERVICE),
        ("GCE_METADATA_HOST", &metadata),
        ("TELEGRAM_API_URL", &settings.origin),
        ("TELEGRAM_BOT_TOKEN", &settings.bot_token),
        ("TELEGRAM_WEBHOOK_SECRET", &settings.webhook_secret),
        ("ALLOWED_CHAT_IDS", "1"),
        ("TRACKER_JOB", &settings.tracker_job),
        ("TRIGGER_SERVICE_ACCOUNT", &metadata::bot_account(world)),
        ("EVENTS_AUDIENCE", pubsub::AUDIENCE),
        ("EVENTS_PUSH_ACCOUNT", &pubsub::push_account(world)),
    ]));
    env
}

fn common(world: &World) -> Env {
    let settings = &world.settings;
    let platforms = settings.platforms_dir();
    let mut env: Env = owned([
        ("PROJECT_ID", settings.project.as_str()),
        ("REGION", &settings.region),
        ("TIME_ZONE", &settings.time_zone),
        ("GOOGLE_API_ENDPOINT", &settings.origin),
        ("SPREADSHEET_ID", &settings.spreadsheet_id),
        ("EVENTS_TOPIC", pubsub::TOPIC_ID),
        ("PLATFORMS_DIR", &platforms.to_string_lossy()),
    ])
    .collect();
    // Also while time runs as the system's does: its speed may change at any moment.
    env.insert(
        "CLOCK_URL".to_owned(),
        format!("{}/_local/clock", settings.origin),
    );
    env
}

fn owned<const N: usize>(pairs: [(&str, &str); N]) -> impl Iterator<Item = (String, String)> {
    pairs
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into_iter()
}
