//! `ACTION=check`: whether everything is there that an operator has to set up. It leaves no trace but an event, which the
//! bot logs, so that the way from here to there is tried as well.

use anyhow::ensure;
use domain::event::Signal;
use drive::{Access, Drive, DriveError};
use events::Events;
use gcp::{CallError, Clock, Google, chain};
use scheduler::Scheduler;
use sheets::{Sheets, SheetsError};

use crate::config::CloudSettings;
use crate::execution;

/// No tracking's: a tracking's id has the tracking's time in it.
const NOBODYS_JOB: &str = "signchronicle-check";

/// What is checked, and the ways to it.
pub(crate) struct Check {
    google: Google,
    clock: Clock,
    sheets: Sheets,
    drive: Drive,
    scheduler: Scheduler,
    events: Option<Events>,
    spreadsheet_id: String,
    drive_folder_id: String,
    execution: String,
}

/// What a person reads: that something is well, or what to do about it.
type Finding = Result<String, String>;

impl Check {
    /// Connects nothing yet.
    pub(crate) fn new(settings: CloudSettings) -> anyhow::Result<Self> {
        let CloudSettings {
            credentials,
            endpoints,
            ..
        } = settings;
        let google = execution::google(credentials, endpoints, settings.clock_url.is_some());
        Ok(Self {
            clock: Clock::new(settings.clock_url, &settings.execution)?,
            sheets: Sheets::new(google.clone(), settings.spreadsheet_id.clone()),
            drive: Drive::new(google.clone(), settings.drive_folder_id.clone()),
            scheduler: Scheduler::new(google.clone(), &settings.project_id, &settings.region),
            events: settings.events.map(|topic| Events::new(google.clone(), topic)),
            google,
            spreadsheet_id: settings.spreadsheet_id,
            drive_folder_id: settings.drive_folder_id,
            execution: settings.execution,
        })
    }

    /// Tells one line for each thing, whatever became of those before; an error where something is missing. Without a
    /// token there is nothing to try.
    pub(crate) async fn run(&self) -> anyhow::Result<()> {
        let account = match self.token().await {
            Ok((account, said)) => {
                tell("token", &Ok(said));
                account
            }
            Err(said) => {
                tell("token", &Err(said));
                anyhow::bail!("nothing else can be checked without a token");
            }
        };
        let findings = [
            ("spreadsheet", self.spreadsheet(account.as_deref()).await),
            ("folder", self.folder(account.as_deref()).await),
            ("topic", self.topic().await),
            ("scheduler", self.scheduler().await),
        ];
        for (what, finding) in &findings {
            tell(what, finding);
        }
        let missing = findings.iter().filter(|(_, finding)| finding.is_err()).count();
        ensure!(missing == 0, "something is missing: see the {missing} above");
        tracing::info!("everything is there");
        Ok(())
    }

    /// The account that files are to be shared with, where it can be told.
    async fn token(&self) -> Result<(Option<String>, String), String> {
        let token = self.google.tokens().token().await;
        token.map_err(|error| chain(&CallError::Token(error)))?;
        let account = self.google.account().await.map_err(|error| chain(&error))?;
        let said = match &account {
            Some(account) => format!("a token is issued to {account}"),
            None => "a token is issued".to_owned(),
        };
        Ok((account, said))
    }

    /// Sheets opens it, and Drive, which knows who may do what with a file, says that it may be written.
    async fn spreadsheet(&self, account: Option<&str>) -> Finding {
        let url = format!(
            "https://docs.google.com/spreadsheets/d/{}/edit",
            self.spreadsheet_id
        );
        let share = || format!("share the sheet with {} as editor: {url}", named(account));
        let title = match self.sheets.title().await {
            Ok(title) => title,
            Err(SheetsError::Denied(error)) if is_about_sharing(&error) => return Err(share()),
            Err(error) => return Err(chain(&error)),
        };
        match self.drive.access(&self.spreadsheet_id).await {
            Ok(access) if access.can_edit => Ok(format!("the spreadsheet `{title}` can be written: {url}")),
            Ok(_) => Err(share()),
            Err(error) if is_closed(&error) => Err(share()),
            Err(error) => Err(chain(&error)),
        }
    }

    async fn folder(&self, account: Option<&str>) -> Finding {
        let url = format!("https://drive.google.com/drive/folders/{}", self.drive_folder_id);
        let share = || format!("share the Drive folder with {} as editor: {url}", named(account));
        let access = match self.drive.access(&self.drive_folder_id).await {
            Ok(access) => access,
            // Drive does not tell what is not shared from what is not there.
            Err(error) if is_closed(&error) => {
                return Err(format!("{}, or correct DRIVE_FOLDER_ID", share()));
            }
            Err(error) => return Err(chain(&error)),
        };
        match access {
            Access { is_folder: false, .. } => Err(format!("DRIVE_FOLDER_ID names no folder: {url}")),
            // Nobody can give a service account storage: sharing the folder would not help.
            Access {
                in_shared_drive: false,
                ..
            } if account.is_some() => Err(format!(
                "the Drive folder is in no shared drive, and a service account has no storage of its own: set \
                 DRIVE_FOLDER_ID to a folder in a shared drive, or GOOGLE_CREDENTIALS to a person's: {url}"
            )),
            Access {
                can_add_children: true,
                ..
            } => Ok(format!("the Drive folder can be written: {url}")),
            Access { .. } => Err(share()),
        }
    }

    /// Without a topic trackings run all the same.
    async fn topic(&self) -> Finding {
        let Some(events) = &self.events else {
            return Ok("EVENTS_TOPIC is not set: nobody is told what happens".to_owned());
        };
        let at = self.clock.now().await.map_err(|error| chain(&error))?;
        let signal = Signal::Checked {
            at,
            execution: self.execution.clone(),
        };
        let data = serde_json::to_vec(&signal).map_err(|error| chain(&error))?;
        events.publish("", data).await.map_err(|error| chain(&error))?;
        Ok("the topic takes events; the bot logs `checked` when this one has come".to_owned())
    }

    /// Cloud Scheduler asks for the permission before it looks whether the job is there.
    async fn scheduler(&self) -> Finding {
        let deleted = self.scheduler.delete(NOBODYS_JOB).await;
        deleted.map_err(|error| chain(&error))?;
        Ok("Scheduler jobs can be deleted".to_owned())
    }
}

fn tell(checked: &str, finding: &Finding) {
    match finding {
        Ok(said) => tracing::info!(checked, "{said}"),
        Err(said) => tracing::error!(checked, "{said}"),
    }
}

fn named(account: Option<&str>) -> &str {
    account.unwrap_or("the account of GOOGLE_CREDENTIALS")
}

fn is_closed(error: &DriveError) -> bool {
    match error {
        DriveError::Denied(error) => is_about_sharing(error),
        DriveError::NoFolder(_) => true,
        _ => false,
    }
}

/// Google refuses with 403 as well where its API is not enabled or the token lacks a scope, and says so.
fn is_about_sharing(error: &CallError) -> bool {
    match error {
        CallError::Denied { message, .. } => !["it is disabled", "authentication scopes"]
            .iter()
            .any(|other| message.contains(other)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_api_that_is_not_enabled_is_not_taken_for_a_file_that_is_not_shared() {
        let denied = |message: &str| CallError::Denied {
            reason: "PERMISSION_DENIED".to_owned(),
            message: message.to_owned(),
        };
        assert!(is_about_sharing(&denied("The caller does not have permission")));
        for other in [
            "Google Sheets API has not been used in project 1 before or it is disabled.",
            "Request had insufficient authentication scopes.",
        ] {
            assert!(!is_about_sharing(&denied(other)), "{other}");
        }
    }
}
