//! What an execution is told.

use std::path::PathBuf;

use domain::{OverrideError, Tracking};
use gcp::{Credentials, Endpoints, Environment, SettingError};
use scrape::AllowedAddresses;

/// Settings of the job, and the overrides of this execution.
pub(crate) struct Config {
    /// What to do.
    pub(crate) action: Action,
    /// What is tracked.
    pub(crate) tracking: Tracking,
    /// Google Cloud project of the Scheduler job.
    pub(crate) project_id: String,
    /// Region of the Scheduler job.
    pub(crate) region: String,
    /// Where the rows go.
    pub(crate) spreadsheet_id: String,
    /// Where the CSVs go.
    pub(crate) drive_folder_id: String,
    /// Further platform files.
    pub(crate) platforms_dir: Option<PathBuf>,
    /// What the address guard lets through.
    pub(crate) allowed_addresses: AllowedAddresses,
    /// Where Google's APIs answer.
    pub(crate) endpoints: Endpoints,
    /// Who we are towards Google.
    pub(crate) credentials: Credentials,
    /// The told clock, outside production.
    pub(crate) clock_url: Option<String>,
    /// The execution's name in the logs.
    pub(crate) execution: String,
}

/// What an execution is started for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    /// Take the samples that are due.
    Tick,
    /// `/stop` was sent: last CSV, nothing more is taken.
    End,
}

impl Config {
    /// Reads all variables; the error names the one that is wrong.
    pub(crate) fn read(environment: &Environment<'_>) -> Result<Self, SettingError> {
        let tracking = Tracking::from_overrides(|name| environment.optional(name)).map_err(setting_error)?;
        Ok(Self {
            action: environment.parsed("ACTION", read_action)?.unwrap_or(Action::Tick),
            tracking,
            project_id: environment.required("PROJECT_ID")?,
            region: environment.region(),
            spreadsheet_id: environment.required("SPREADSHEET_ID")?,
            drive_folder_id: environment.required("DRIVE_FOLDER_ID")?,
            platforms_dir: environment.optional("PLATFORMS_DIR").map(PathBuf::from),
            allowed_addresses: environment
                .parsed("ALLOWED_PRIVATE_ADDRESSES", AllowedAddresses::parse)?
                .unwrap_or_default(),
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
        _ => Err(format!("`{text}` is neither `tick` nor `end`")),
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
        assert_eq!(read(&[]).unwrap().action, Action::Tick);
        assert_eq!(read(&[("ACTION", "end")]).unwrap().action, Action::End);
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
                "ACTION is malformed: `dance` is neither `tick` nor `end`",
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
