//! What an execution is told.

use std::path::PathBuf;

use domain::{OverrideError, PlatformName, Tracking};
use gcp::{Credentials, Endpoints, Environment, SettingError, Topic};
use scrape::AllowedAddresses;

use crate::tell::Reply;

/// What an execution is for, and the settings that it needs for it.
pub(crate) struct Config {
    /// What to do.
    pub(crate) task: Task,
    /// How pages are read.
    pub(crate) pages: PageSettings,
}

/// What an execution is started for.
pub(crate) enum Task {
    /// Take the samples that are due.
    Tick(TrackingSettings),
    /// `/stop` was sent: last CSV, nothing more is taken.
    End(TrackingSettings),
    /// Read the page and answer.
    Now(TrackingSettings),
    /// Answer how the tracking is.
    Report(TrackingSettings),
    /// Answer with a chart.
    Chart(TrackingSettings),
    /// Answer how the event's sales go.
    Pace(TrackingSettings),
    /// List what a platform has on sale.
    Discover(PlatformName),
    /// See whether everything is there that an operator sets up.
    Check(CloudSettings),
}

/// What reading pages needs.
pub(crate) struct PageSettings {
    /// Further platform files.
    pub(crate) platforms_dir: Option<PathBuf>,
    /// What the address guard lets through.
    pub(crate) allowed_addresses: AllowedAddresses,
    /// What shops are told about who asks.
    pub(crate) user_agent: String,
}

/// What a tracking needs.
pub(crate) struct TrackingSettings {
    /// What is tracked.
    pub(crate) tracking: Tracking,
    /// Who waits for an answer.
    pub(crate) reply: Reply,
    /// Where everything is.
    pub(crate) cloud: CloudSettings,
}

/// Where everything outside is, the same for all executions.
pub(crate) struct CloudSettings {
    /// Google Cloud project of the Scheduler job.
    pub(crate) project_id: String,
    /// Region of the Scheduler job.
    pub(crate) region: String,
    /// Where the rows go.
    pub(crate) spreadsheet_id: String,
    /// Where the CSVs go.
    pub(crate) drive_folder_id: String,
    /// Where events go, if anybody is to be told.
    pub(crate) events: Option<Topic>,
    /// Where Google's APIs answer.
    pub(crate) endpoints: Endpoints,
    /// Who we are towards Google.
    pub(crate) credentials: Credentials,
    /// The told clock, outside production.
    pub(crate) clock_url: Option<String>,
    /// The execution's name in the logs.
    pub(crate) execution: String,
}

/// `ACTION`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    Tick,
    End,
    Now,
    Report,
    Chart,
    Pace,
    Discover,
    Check,
}

impl Config {
    /// Reads all variables; the error names the one that is wrong.
    pub(crate) fn read(environment: &Environment<'_>) -> Result<Self, SettingError> {
        let action = environment.parsed("ACTION", read_action)?;
        let task = match action.unwrap_or(Action::Tick) {
            Action::Tick => Task::Tick(TrackingSettings::read(environment)?),
            Action::End => Task::End(TrackingSettings::read(environment)?),
            Action::Now => Task::Now(TrackingSettings::read(environment)?),
            Action::Report => Task::Report(TrackingSettings::read(environment)?),
            Action::Chart => Task::Chart(TrackingSettings::read(environment)?),
            Action::Pace => Task::Pace(TrackingSettings::read(environment)?),
            Action::Discover => Task::Discover(read_platform(environment)?),
            Action::Check => Task::Check(CloudSettings::read(environment)?),
        };
        let pages = PageSettings::read(environment)?;
        Ok(Self { task, pages })
    }
}

impl PageSettings {
    fn read(environment: &Environment<'_>) -> Result<Self, SettingError> {
        Ok(Self {
            platforms_dir: environment.optional("PLATFORMS_DIR").map(PathBuf::from),
            allowed_addresses: environment
                .parsed("ALLOWED_PRIVATE_ADDRESSES", AllowedAddresses::parse)?
                .unwrap_or_default(),
            user_agent: environment
                .parsed("USER_AGENT", read_user_agent)?
                .unwrap_or_else(|| scrape::USER_AGENT.to_owned()),
        })
    }
}

impl TrackingSettings {
    fn read(environment: &Environment<'_>) -> Result<Self, SettingError> {
        Ok(Self {
            tracking: Tracking::from_overrides(|name| environment.optional(name)).map_err(setting_error)?,
            reply: Reply {
                to: environment.parsed("REPLY_TO", str::parse)?,
                word: environment.optional("REPLY_AS"),
            },
            cloud: CloudSettings::read(environment)?,
        })
    }
}

impl CloudSettings {
    fn read(environment: &Environment<'_>) -> Result<Self, SettingError> {
        let project_id = environment.required("PROJECT_ID")?;
        Ok(Self {
            events: environment.parsed("EVENTS_TOPIC", |text| Topic::parse(text, &project_id))?,
            project_id,
            region: environment.region(),
            spreadsheet_id: environment.required("SPREADSHEET_ID")?,
            drive_folder_id: environment.required("DRIVE_FOLDER_ID")?,
            endpoints: environment.endpoints()?,
            credentials: environment.credentials()?,
            clock_url: environment.clock_url()?,
            execution: environment
                .optional("CLOUD_RUN_EXECUTION")
                .unwrap_or_else(|| "by-hand".to_owned()),
        })
    }
}

fn read_action(text: &str) -> Result<Action, String> {
    match text {
        "tick" => Ok(Action::Tick),
        "end" => Ok(Action::End),
        "now" => Ok(Action::Now),
        "report" => Ok(Action::Report),
        "chart" => Ok(Action::Chart),
        "pace" => Ok(Action::Pace),
        "discover" => Ok(Action::Discover),
        "check" => Ok(Action::Check),
        _ => Err(format!(
            "`{text}` is none of `tick`, `end`, `now`, `report`, `chart`, `pace`, `discover` and `check`"
        )),
    }
}

fn read_platform(environment: &Environment<'_>) -> Result<PlatformName, SettingError> {
    let platform = environment.parsed("PLATFORM", |text| PlatformName::try_from(text.to_owned()))?;
    platform.ok_or(SettingError::Missing("PLATFORM"))
}

/// It becomes a header, so it is one line of plain characters.
fn read_user_agent(text: &str) -> Result<String, String> {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        Ok(text.to_owned())
    } else {
        Err("it has to be one line of ASCII characters".to_owned())
    }
}

fn setting_error(error: OverrideError) -> SettingError {
    match error {
        OverrideError::Missing(name) => SettingError::Missing(name),
        OverrideError::Malformed { name, reason } => SettingError::Malformed { name, reason },
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    const GOOD: [(&str, &str); 6] = [
        ("PLATFORM", "demo"),
        ("EVENT_ARTIST", "ABC"),
        ("TERMINATE_TIME", "20260228 14:00"),
        ("PROJECT_ID", "p"),
        ("SPREADSHEET_ID", "s"),
        ("DRIVE_FOLDER_ID", "f"),
    ];

    fn read(changes: &[(&'static str, &'static str)]) -> Result<Config, String> {
        let variables: HashMap<_, _> = GOOD.into_iter().chain(changes.iter().copied()).collect();
        let lookup = |name: &str| variables.get(name).map(|value| (*value).to_owned());
        Config::read(&Environment::new(&lookup)).map_err(|error| error.to_string())
    }

    #[test]
    fn a_tick_is_what_an_execution_does_unless_it_is_told_otherwise() {
        assert!(matches!(read(&[]).unwrap().task, Task::Tick(_)));
        assert!(matches!(read(&[("ACTION", "end")]).unwrap().task, Task::End(_)));
    }

    #[test]
    fn who_waits_is_told_and_where_there_is_no_topic_nobody_is() {
        let settings = |changes| match read(changes).unwrap().task {
            Task::Now(settings) => settings,
            _ => panic!("another task"),
        };
        assert!(settings(&[("ACTION", "now")]).cloud.events.is_none());
        let asked = settings(&[
            ("ACTION", "now"),
            ("EVENTS_TOPIC", "signchronicle-events"),
            ("REPLY_TO", "8"),
            ("REPLY_AS", "now:en"),
        ]);
        let topic = asked.cloud.events.map(|topic| topic.to_string());
        assert_eq!(topic.as_deref(), Some("projects/p/topics/signchronicle-events"));
        assert_eq!(
            (asked.reply.to, asked.reply.word.as_deref()),
            (Some(8), Some("now:en"))
        );
    }

    #[test]
    fn discovering_needs_a_platform_only() {
        let only = |platform: &'static str| {
            let lookup = move |name: &str| match name {
                "ACTION" => Some("discover".to_owned()),
                "PLATFORM" => Some(platform.to_owned()),
                _ => None,
            };
            Config::read(&Environment::new(&lookup)).map_err(|error| error.to_string())
        };
        match only("Ktown4u").unwrap().task {
            Task::Discover(platform) => assert_eq!(platform.as_str(), "ktown4u"),
            _ => panic!("another task"),
        }
        assert_eq!(only(" ").err().as_deref(), Some("PLATFORM is not set"));
    }

    #[test]
    fn a_check_needs_no_tracking_but_all_places() {
        let read = |without: &'static str| {
            let lookup = move |name: &str| match name {
                "ACTION" => Some("check".to_owned()),
                "PROJECT_ID" | "SPREADSHEET_ID" | "DRIVE_FOLDER_ID" if name != without => {
                    Some("x".to_owned())
                }
                _ => None,
            };
            Config::read(&Environment::new(&lookup)).map_err(|error| error.to_string())
        };
        assert!(matches!(read("").unwrap().task, Task::Check(_)));
        for name in ["PROJECT_ID", "SPREADSHEET_ID", "DRIVE_FOLDER_ID"] {
            assert_eq!(read(name).err(), Some(format!("{name} is not set")));
        }
    }

    #[test]
    fn shops_are_told_who_asks_and_an_operator_may_change_it() {
        assert_eq!(read(&[]).unwrap().pages.user_agent, scrape::USER_AGENT);
        let changed = read(&[("USER_AGENT", "FanSign/1 (mail@example.org)")]).unwrap();
        assert_eq!(changed.pages.user_agent, "FanSign/1 (mail@example.org)");
    }

    #[test]
    fn the_variable_that_is_wrong_is_named() {
        for (name, value, message) in [
            ("PLATFORM", "", "PLATFORM is not set"),
            (
                "TERMINATE_TIME",
                "soon",
                "TERMINATE_TIME is malformed: `soon` is not of the form `20260228 14:00`",
            ),
            (
                "ACTION",
                "dance",
                "ACTION is malformed: `dance` is none of `tick`, `end`, `now`, `report`, `chart`, `pace`, `discover` and `check`",
            ),
            (
                "USER_AGENT",
                "팬",
                "USER_AGENT is malformed: it has to be one line of ASCII characters",
            ),
            (
                "REPLY_TO",
                "x",
                "REPLY_TO is malformed: invalid digit found in string",
            ),
            ("PROJECT_ID", "", "PROJECT_ID is not set"),
            ("SPREADSHEET_ID", "", "SPREADSHEET_ID is not set"),
            ("DRIVE_FOLDER_ID", " ", "DRIVE_FOLDER_ID is not set"),
            (
                "GOOGLE_API_ENDPOINT",
                "x",
                "GOOGLE_API_ENDPOINT is malformed: `x` is no http or https URL",
            ),
        ] {
            assert_eq!(read(&[(name, value)]).err().as_deref(), Some(message));
        }
        let address = read(&[("ALLOWED_PRIVATE_ADDRESSES", "10.0.0.0/99")])
            .err()
            .unwrap();
        assert!(
            address.starts_with("ALLOWED_PRIVATE_ADDRESSES is malformed: "),
            "{address}"
        );
    }
}
