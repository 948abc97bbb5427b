//! Settings from environment variables, each error naming its variable.

use std::fmt::Display;

use chrono_tz::Tz;
use thiserror::Error;
use url::Url;

use crate::credentials::Credentials;
use crate::endpoint::Endpoints;

/// A variable that is missing or malformed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SettingError {
    /// It has to be set.
    #[error("{0} is not set")]
    Missing(&'static str),
    /// It is set to something else than it should be.
    #[error("{name} is malformed: {reason}")]
    Malformed {
        /// The variable.
        name: &'static str,
        /// What is wrong with it; never the value of a secret.
        reason: String,
    },
}

/// The variables of a process, behind a lookup so that tests set none. A blank variable counts as not set.
pub struct Environment<'a> {
    lookup: &'a dyn Fn(&str) -> Option<String>,
}

impl<'a> Environment<'a> {
    /// Reads through a lookup: `&|name| std::env::var(name).ok()` in `main`.
    pub fn new(lookup: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self { lookup }
    }

    /// A variable that may be missing.
    pub fn optional(&self, name: &str) -> Option<String> {
        (self.lookup)(name)
            .map(|value| value.trim().to_owned())
            .filter(|value| !value.is_empty())
    }

    /// A variable that must be there.
    pub fn required(&self, name: &'static str) -> Result<String, SettingError> {
        self.optional(name).ok_or(SettingError::Missing(name))
    }

    /// A variable that is parsed, where it is set.
    pub fn parsed<T, E: Display>(
        &self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, SettingError> {
        let parsed = self.optional(name).map(|text| parse(&text)).transpose();
        parsed.map_err(|error| SettingError::Malformed {
            name,
            reason: error.to_string(),
        })
    }

    /// `REGION`, by default asia-east2.
    pub fn region(&self) -> String {
        self.optional("REGION").unwrap_or_else(|| "asia-east2".to_owned())
    }

    /// `TIME_ZONE`, by default Asia/Hong_Kong.
    pub fn time_zone(&self) -> Result<Tz, SettingError> {
        let parse = |text: &str| {
            text.parse()
                .map_err(|_| format!("`{text}` is no time zone such as Asia/Hong_Kong"))
        };
        Ok(self
            .parsed::<Tz, String>("TIME_ZONE", parse)?
            .unwrap_or(Tz::Asia__Hong_Kong))
    }

    /// An absolute http or https URL.
    pub fn http_url(&self, name: &'static str) -> Result<Option<Url>, SettingError> {
        self.parsed(name, http_url)
    }

    /// `GOOGLE_API_ENDPOINT`, by default Google's own hosts; for Pub/Sub `PUBSUB_EMULATOR_HOST` where it is set, as
    /// Google's own clients read it.
    pub fn endpoints(&self) -> Result<Endpoints, SettingError> {
        let origin = self.http_url("GOOGLE_API_ENDPOINT")?;
        let emulator = self.parsed("PUBSUB_EMULATOR_HOST", host_and_port)?;
        Ok(Endpoints::new(origin.as_ref().map(Url::as_str)).with_pubsub_emulator(emulator))
    }

    /// `CLOCK_URL`, by default none: the system's clock.
    pub fn clock_url(&self) -> Result<Option<String>, SettingError> {
        Ok(self.http_url("CLOCK_URL")?.map(String::from))
    }

    /// `GOOGLE_CREDENTIALS`, by default the metadata server that `GCE_METADATA_HOST` names.
    pub fn credentials(&self) -> Result<Credentials, SettingError> {
        let host = self
            .optional("GCE_METADATA_HOST")
            .unwrap_or_else(|| "metadata.google.internal".to_owned());
        let given = self.parsed("GOOGLE_CREDENTIALS", Credentials::parse)?;
        Ok(given.unwrap_or(Credentials::Metadata { host }))
    }
}

fn http_url(text: &str) -> Result<Url, String> {
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(url),
        _ => Err(format!("`{text}` is no http or https URL")),
    }
}

/// `localhost:8085`; a scheme in front, as `gcloud beta emulators pubsub env-init` never writes it, is refused.
fn host_and_port(text: &str) -> Result<String, String> {
    let authority: Option<hyper::http::uri::Authority> = text.parse().ok();
    match authority {
        Some(authority) if authority.port().is_some() && !text.contains('@') => Ok(text.to_owned()),
        _ => Err(format!("`{text}` is no host and port such as localhost:8085")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_variable_is_named_and_a_blank_one_counts_as_missing() {
        let lookup = |name: &str| (name == "BLANK").then(|| "  ".to_owned());
        let environment = Environment::new(&lookup);
        for name in ["BLANK", "PROJECT_ID"] {
            assert_eq!(
                environment.required(name).unwrap_err().to_string(),
                format!("{name} is not set")
            );
        }
        assert_eq!(environment.region(), "asia-east2");
        assert_eq!(environment.time_zone(), Ok(Tz::Asia__Hong_Kong));
    }

    #[test]
    fn a_malformed_variable_is_named_with_its_reason() {
        let lookup = |name: &str| match name {
            "TIME_ZONE" => Some("Mars".to_owned()),
            "GOOGLE_API_ENDPOINT" => Some("localhost:8080".to_owned()),
            "GOOGLE_CREDENTIALS" => Some(r#"{"private_key":"hunter2"}"#.to_owned()),
            _ => None,
        };
        let emulator = |name: &str| (name == "PUBSUB_EMULATOR_HOST").then(|| "http://localhost".to_owned());
        assert_eq!(
            Environment::new(&emulator).endpoints().unwrap_err().to_string(),
            "PUBSUB_EMULATOR_HOST is malformed: `http://localhost` is no host and port such as localhost:8085"
        );
        let environment = Environment::new(&lookup);
        let zone = environment.time_zone().unwrap_err().to_string();
        assert_eq!(
            zone,
            "TIME_ZONE is malformed: `Mars` is no time zone such as Asia/Hong_Kong"
        );
        let endpoint = environment.endpoints().unwrap_err().to_string();
        assert_eq!(
            endpoint,
            "GOOGLE_API_ENDPOINT is malformed: `localhost:8080` is no http or https URL"
        );
        let credentials = environment.credentials().err().unwrap().to_string();
        assert!(
            credentials.starts_with("GOOGLE_CREDENTIALS is malformed: ") && !credentials.contains("hunter2")
        );
    }
}
