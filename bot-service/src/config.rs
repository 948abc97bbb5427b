//! The environment, read once at the start.

use std::collections::HashSet;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use chrono_tz::Tz;
use gcp::{Credentials, Endpoints, Environment, SettingError, Topic};
use telegram::Token;
use url::Url;

use crate::secret::WebhookSecret;

/// Where Telegram answers.
pub const TELEGRAM_API_URL: &str = "https://api.telegram.org";
const DEFAULT_HOST: IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
const DEFAULT_PORT: u16 = 8080;
const DEFAULT_MOST_TRACKINGS: usize = 20;
const DEFAULT_AUDIENCE: &str = "signchronicle-events";

/// What the bot has to know. Holds secrets, so it has no `Debug`.
pub struct Config {
    /// `LISTEN_ADDRESS`, by default every address of the machine, as Cloud Run needs it.
    pub(crate) host: IpAddr,
    /// `PORT`, by default 8080.
    pub port: u16,
    /// `EVENTS_TOPIC`: what Scheduler jobs of the bot's own publish to.
    pub(crate) events_topic: Option<Topic>,
    /// `EVENTS_AUDIENCE`: what a push's token is for.
    pub(crate) audience: String,
    /// `EVENTS_PUSH_ACCOUNT`: whose token a push carries. Without it no event is taken.
    pub(crate) push_account: Option<String>,
    pub(crate) project: String,
    pub(crate) region: String,
    pub(crate) zone: Tz,
    pub(crate) token: Token,
    pub(crate) telegram_api: Url,
    pub(crate) webhook_secret: WebhookSecret,
    pub(crate) allowed_chats: HashSet<i64>,
    pub(crate) allowed_users: HashSet<i64>,
    pub(crate) most_trackings: usize,
    pub(crate) changes_in_groups: ChangesInGroups,
    pub(crate) sheet: Option<String>,
    pub(crate) tracker_job: String,
    pub(crate) trigger_account: String,
    pub(crate) platforms_dir: Option<PathBuf>,
    pub(crate) clock_url: Option<String>,
    pub(crate) endpoints: Endpoints,
    pub(crate) credentials: Credentials,
}

impl Config {
    /// Reads all variables; the first one that is missing or malformed is named.
    pub fn read(environment: &Environment<'_>) -> Result<Self, SettingError> {
        let (token, telegram_api) = telegram(environment)?;
        let project = environment.required("PROJECT_ID")?;
        Ok(Self {
            host: environment
                .parsed("LISTEN_ADDRESS", host)?
                .unwrap_or(DEFAULT_HOST),
            port: environment.parsed("PORT", port)?.unwrap_or(DEFAULT_PORT),
            events_topic: environment.parsed("EVENTS_TOPIC", |text| Topic::parse(text, &project))?,
            audience: environment
                .optional("EVENTS_AUDIENCE")
                .unwrap_or_else(|| DEFAULT_AUDIENCE.to_owned()),
            push_account: environment.parsed("EVENTS_PUSH_ACCOUNT", email)?,
            project,
            region: environment.region(),
            zone: environment.time_zone()?,
            token,
            telegram_api,
            webhook_secret: needed(environment, "TELEGRAM_WEBHOOK_SECRET", WebhookSecret::parse)?,
            allowed_chats: environment
                .parsed("ALLOWED_CHAT_IDS", chat_ids)?
                .unwrap_or_default(),
            allowed_users: environment
                .parsed("ALLOWED_USER_IDS", chat_ids)?
                .unwrap_or_default(),
            most_trackings: environment
                .parsed("MAX_TRACKINGS_PER_CHAT", most_trackings)?
                .unwrap_or(DEFAULT_MOST_TRACKINGS),
            changes_in_groups: environment
                .parsed("CHANGES_IN_GROUPS", ChangesInGroups::parse)?
                .unwrap_or_default(),
            sheet: environment
                .optional("SPREADSHEET_ID")
                .map(|id| sheet_url(&id, environment.optional("GOOGLE_API_ENDPOINT"))),
            tracker_job: environment.required("TRACKER_JOB")?,
            trigger_account: environment.required("TRIGGER_SERVICE_ACCOUNT")?,
            platforms_dir: environment.optional("PLATFORMS_DIR").map(PathBuf::from),
            clock_url: environment.clock_url()?,
            endpoints: environment.endpoints()?,
            credentials: environment.credentials()?,
        })
    }
}

/// What calls to Telegram need.
pub(crate) fn telegram(environment: &Environment<'_>) -> Result<(Token, Url), SettingError> {
    let token = needed(environment, "TELEGRAM_BOT_TOKEN", Token::parse)?;
    Ok((token, telegram_api(environment)?))
}

/// Who may change what somebody else began in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum ChangesInGroups {
    /// The group's administrators.
    #[default]
    Administrators,
    /// Everybody in it.
    Everybody,
}

impl ChangesInGroups {
    fn parse(text: &str) -> Result<Self, String> {
        match text {
            "administrators" => Ok(Self::Administrators),
            "everybody" => Ok(Self::Everybody),
            _ => Err(format!("`{text}` is none of `administrators` and `everybody`")),
        }
    }
}

fn most_trackings(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| format!("`{text}` is no number above zero"))
}

/// Where a person opens the spreadsheet: the local cloud shows its own under the same path.
fn sheet_url(id: &str, google: Option<String>) -> String {
    let origin = google.unwrap_or_else(|| "https://docs.google.com".to_owned());
    format!("{}/spreadsheets/d/{id}/edit", origin.trim_end_matches('/'))
}

/// A variable that must be there and is parsed.
fn needed<T, E: std::fmt::Display>(
    environment: &Environment<'_>,
    name: &'static str,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Result<T, SettingError> {
    environment
        .parsed(name, parse)?
        .ok_or(SettingError::Missing(name))
}

fn telegram_api(environment: &Environment<'_>) -> Result<Url, SettingError> {
    const NAME: &str = "TELEGRAM_API_URL";
    let given = environment.http_url(NAME)?;
    let default = || Url::parse(TELEGRAM_API_URL).map_err(|error| error.to_string());
    given
        .map_or_else(default, Ok)
        .map_err(|reason| SettingError::Malformed { name: NAME, reason })
}

fn host(text: &str) -> Result<IpAddr, String> {
    text.parse()
        .map_err(|_| format!("`{text}` is no IP address to listen on"))
}

fn port(text: &str) -> Result<u16, String> {
    text.parse()
        .map_err(|_| format!("`{text}` is no port from 0 to 65535"))
}

fn email(text: &str) -> Result<String, String> {
    let is_email = text.contains('@') && !text.contains(char::is_whitespace);
    let refused = || format!("`{text}` is no service account's e-mail");
    is_email.then(|| text.to_owned()).ok_or_else(refused)
}

/// `1, -100123`; empty is valid: nobody is allowed.
fn chat_ids(text: &str) -> Result<HashSet<i64>, String> {
    let ids = text.split(',').map(str::trim).filter(|id| !id.is_empty());
    ids.map(|id| {
        id.parse()
            .map_err(|_| format!("`{id}` is no chat id such as 123 or -100123"))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    const GOOD: &[(&str, &str)] = &[
        ("PROJECT_ID", "p"),
        ("TELEGRAM_BOT_TOKEN", "123:abc"),
        ("TELEGRAM_WEBHOOK_SECRET", "s"),
        ("TRACKER_JOB", "tracker"),
        ("TRIGGER_SERVICE_ACCOUNT", "bot@p.iam.gserviceaccount.com"),
    ];

    fn read(changes: &[(&str, &str)]) -> Result<Config, SettingError> {
        let variables: HashMap<&str, &str> = GOOD.iter().chain(changes).copied().collect();
        let lookup = |name: &str| variables.get(name).map(|value| (*value).to_owned());
        Config::read(&Environment::new(&lookup))
    }

    #[test]
    fn what_is_not_set_has_productions_value() {
        let config = read(&[]).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((config.port, config.region.as_str()), (8080, "asia-east2"));
        assert_eq!(config.telegram_api.as_str(), "https://api.telegram.org/");
        assert!(config.allowed_chats.is_empty() && config.clock_url.is_none());
    }

    #[test]
    fn chats_are_allowed_by_a_list() {
        let allowed = |text| read(&[("ALLOWED_CHAT_IDS", text)]).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(allowed("1, -100123,").allowed_chats, HashSet::from([1, -100_123]));
        assert!(allowed(" ").allowed_chats.is_empty());
    }

    #[test]
    fn what_is_missing_or_malformed_is_named_in_one_line_without_a_secret() {
        for (name, value, message) in [
            ("PROJECT_ID", "", "PROJECT_ID is not set"),
            ("TELEGRAM_BOT_TOKEN", "", "TELEGRAM_BOT_TOKEN is not set"),
            (
                "TELEGRAM_BOT_TOKEN",
                "hunter 2",
                "TELEGRAM_BOT_TOKEN is malformed: a token is made of letters, digits, `:`, `-` and `_`",
            ),
            (
                "TELEGRAM_WEBHOOK_SECRET",
                "",
                "TELEGRAM_WEBHOOK_SECRET is not set",
            ),
            (
                "TELEGRAM_WEBHOOK_SECRET",
                "hunter 2",
                "TELEGRAM_WEBHOOK_SECRET is malformed: it has to be 1 to 256 of A-Z, a-z, 0-9, `_` and `-`",
            ),
            ("TRACKER_JOB", "", "TRACKER_JOB is not set"),
            (
                "TRIGGER_SERVICE_ACCOUNT",
                "",
                "TRIGGER_SERVICE_ACCOUNT is not set",
            ),
            (
                "LISTEN_ADDRESS",
                "localhost",
                "LISTEN_ADDRESS is malformed: `localhost` is no IP address to listen on",
            ),
            (
                "PORT",
                "http",
                "PORT is malformed: `http` is no port from 0 to 65535",
            ),
            (
                "ALLOWED_CHAT_IDS",
                "1,me",
                "ALLOWED_CHAT_IDS is malformed: `me` is no chat id such as 123 or -100123",
            ),
            (
                "TELEGRAM_API_URL",
                "localhost",
                "TELEGRAM_API_URL is malformed: `localhost` is no http or https URL",
            ),
            (
                "EVENTS_PUSH_ACCOUNT",
                "push",
                "EVENTS_PUSH_ACCOUNT is malformed: `push` is no service account's e-mail",
            ),
            (
                "CLOCK_URL",
                "x",
                "CLOCK_URL is malformed: `x` is no http or https URL",
            ),
        ] {
            let error = read(&[(name, value)]).err().map(|error| error.to_string());
            assert_eq!(error.as_deref(), Some(message));
        }
    }
}
