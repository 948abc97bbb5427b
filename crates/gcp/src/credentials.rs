//! `GOOGLE_CREDENTIALS`: a service account's key or a person's own credentials, as JSON or as a path to it.

use std::path::Path;

use serde::Deserialize;
use thiserror::Error;
use yup_oauth2::ServiceAccountKey;
use yup_oauth2::authorized_user::AuthorizedUserSecret;

/// Who we are towards Google. Has no `Debug`: it may hold a private key.
pub enum Credentials {
    /// The service account that the metadata server knows.
    Metadata {
        /// `host[:port]` of the metadata server.
        host: String,
    },
    /// A service account by its key.
    ServiceAccount(Box<ServiceAccountKey>),
    /// A person, by a refresh token (`gcloud auth application-default login`).
    AuthorizedUser(Box<AuthorizedUserSecret>),
}

/// Why the credentials cannot be used. Names no content.
#[derive(Debug, Error)]
pub enum CredentialsError {
    /// The file cannot be read.
    #[error("the file `{path}` cannot be read")]
    File {
        /// The file.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Neither a service account's key nor an authorized user.
    #[error("it is neither a service-account key nor an authorized user's credentials (JSON with a `type`)")]
    Shape,
}

impl Credentials {
    /// Reads JSON, or the file that a path names.
    pub fn parse(text: &str) -> Result<Self, CredentialsError> {
        let text = text.trim_start_matches('\u{FEFF}').trim();
        if !is_path(text) {
            return Self::from_json(text);
        }
        let json = std::fs::read_to_string(Path::new(text)).map_err(|source| CredentialsError::File {
            path: text.to_owned(),
            source,
        })?;
        Self::from_json(&json)
    }

    fn from_json(json: &str) -> Result<Self, CredentialsError> {
        // The parser's own words may quote the secret, so they are dropped.
        let kind: Kind = serde_json::from_str(json).map_err(|_| CredentialsError::Shape)?;
        let credentials = match kind.r#type.as_str() {
            "service_account" => serde_json::from_str(json).map(Self::ServiceAccount),
            "authorized_user" => serde_json::from_str(json).map(Self::AuthorizedUser),
            _ => return Err(CredentialsError::Shape),
        };
        credentials.map_err(|_| CredentialsError::Shape)
    }
}

/// Whether the text may be shown: a key that was pasted in another form (in quotes, in base64) must not be taken for a
/// path and end up in an error.
fn is_path(text: &str) -> bool {
    let plain = !text.contains(|c: char| c.is_whitespace() || matches!(c, '{' | '"' | '\''));
    plain && text.len() <= 255 && (text.ends_with(".json") || text.starts_with(['/', '.', '~']))
}

#[derive(Deserialize)]
struct Kind {
    r#type: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    const USER: &str =
        r#"{"type":"authorized_user","client_id":"c","client_secret":"s","refresh_token":"r"}"#;
    const KEY: &str =
        r#"{"type":"service_account","private_key":"k","client_email":"a@b","token_uri":"https://x"}"#;

    #[test]
    fn both_kinds_are_read_from_json() {
        assert!(matches!(
            Credentials::parse(USER),
            Ok(Credentials::AuthorizedUser(_))
        ));
        assert!(matches!(
            Credentials::parse(KEY),
            Ok(Credentials::ServiceAccount(_))
        ));
    }

    #[test]
    fn a_wrong_shape_is_refused_without_its_content() {
        for json in [
            r#"{"type":"service_account","private_key":"hunter2"}"#,
            r#"{"type":"x"}"#,
            "{",
            "{}",
        ] {
            let message = Credentials::parse(json).err().unwrap().to_string();
            assert!(!message.contains("hunter2"), "{message}");
        }
    }

    #[test]
    fn a_missing_file_is_named() {
        let message = Credentials::parse("/no/such/key.json").err().unwrap().to_string();
        assert_eq!(message, "the file `/no/such/key.json` cannot be read");
    }
}
