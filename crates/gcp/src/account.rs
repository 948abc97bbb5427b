//! Which account we are towards Google.

use crate::client::Google;
use crate::credentials::Credentials;
use crate::error::CallError;

impl Google {
    /// E-mail of the service account that this process is, with which files are shared; nothing where a person's
    /// credentials are used, or Google's own variable names a key.
    pub async fn account(&self) -> Result<Option<String>, CallError> {
        match self.tokens().credentials() {
            Credentials::ServiceAccount(key) => Ok(Some(key.client_email.clone())),
            Credentials::AuthorizedUser(_) => Ok(None),
            Credentials::Metadata { .. } if std::env::var_os("GOOGLE_APPLICATION_CREDENTIALS").is_some() => {
                Ok(None)
            }
            Credentials::Metadata { host } => {
                let url = format!("http://{host}/computeMetadata/v1/instance/service-accounts/default/email");
                let ask = || ask(&url);
                self.call("metadata.email", ask).await.map(Some)
            }
        }
    }
}

/// <https://cloud.google.com/compute/docs/metadata/querying-metadata>
async fn ask(url: &str) -> Result<String, CallError> {
    let client = reqwest::Client::builder()
        .use_preconfigured_tls(tls::client_config())
        .no_proxy()
        .build();
    let request = client.map_err(unavailable)?.get(url);
    let answer = request.header("Metadata-Flavor", "Google").send().await;
    let answer = answer.map_err(unavailable)?;
    let status = answer.status();
    let text = answer.text().await.map_err(unavailable)?;
    if status.is_success() {
        Ok(text.trim().to_owned())
    } else {
        Err(CallError::of_status(status.as_u16(), String::new(), text))
    }
}

fn unavailable(error: reqwest::Error) -> CallError {
    CallError::Unavailable(crate::chain(&error))
}
