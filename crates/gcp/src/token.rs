//! One token for everything that a process does.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use google_apis_common::GetToken;
use hyper_util::rt::TokioExecutor;
use tokio::sync::OnceCell;
use yup_oauth2::authenticator::{ApplicationDefaultCredentialsTypes, Authenticator};
use yup_oauth2::{
    ApplicationDefaultCredentialsAuthenticator, ApplicationDefaultCredentialsFlowOpts,
    AuthorizedUserAuthenticator, CustomHyperClientBuilder, ServiceAccountAuthenticator,
};

use crate::client::{Connector, connector};
use crate::credentials::Credentials;

/// The union of all scopes that a process needs. The metadata server is asked once per scope set, so there is one.
pub type Scopes = &'static [&'static str];

/// A token is issued within this time or not at all.
const TOKEN_TIMEOUT: Duration = Duration::from_secs(10);

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Issues the access token that every call carries. Clones share one token; it is asked for by the first call that
/// needs it and kept until shortly before it expires.
#[derive(Clone)]
pub struct TokenSource {
    inner: Arc<Inner>,
}

struct Inner {
    credentials: Credentials,
    scopes: Scopes,
    authenticator: OnceCell<Authenticator<Connector>>,
    /// Held while a token is asked for, so that parallel first calls ask once.
    asking: tokio::sync::Mutex<()>,
}

impl TokenSource {
    /// A source for fixed scopes.
    pub fn new(credentials: Credentials, scopes: Scopes) -> Self {
        let asking = tokio::sync::Mutex::new(());
        Self {
            inner: Arc::new(Inner {
                credentials,
                scopes,
                authenticator: OnceCell::new(),
                asking,
            }),
        }
    }

    /// Who the token is for.
    pub(crate) fn credentials(&self) -> &Credentials {
        &self.inner.credentials
    }

    /// The access token.
    pub async fn token(&self) -> Result<String, BoxError> {
        let authenticator = self
            .inner
            .authenticator
            .get_or_try_init(|| self.inner.authenticator())
            .await?;
        let _asking = self.inner.asking.lock().await;
        let token = tokio::time::timeout(TOKEN_TIMEOUT, authenticator.token(self.inner.scopes)).await;
        let token = token.map_err(|_| format!("no token within {} s", TOKEN_TIMEOUT.as_secs()))??;
        token
            .token()
            .map(str::to_owned)
            .ok_or_else(|| "the answer holds no access token".into())
    }
}

impl GetToken for TokenSource {
    /// The scopes that a hub asks for are ignored: see [`Scopes`].
    fn get_token<'a>(
        &'a self,
        _scopes: &'a [&str],
    ) -> Pin<Box<dyn Future<Output = Result<Option<String>, BoxError>> + Send + 'a>> {
        Box::pin(async move { self.token().await.map(Some) })
    }
}

impl Inner {
    async fn authenticator(&self) -> Result<Authenticator<Connector>, BoxError> {
        let client = hyper_util::client::legacy::Client::builder(TokioExecutor::new()).build(connector());
        let client = CustomHyperClientBuilder::from(client);
        let built = match &self.credentials {
            Credentials::ServiceAccount(key) => {
                ServiceAccountAuthenticator::with_client((**key).clone(), client)
                    .build()
                    .await
            }
            Credentials::AuthorizedUser(secret) => {
                AuthorizedUserAuthenticator::with_client((**secret).clone(), client)
                    .build()
                    .await
            }
            Credentials::Metadata { host } => return metadata(host, client).await,
        };
        Ok(built?)
    }
}

async fn metadata(
    host: &str,
    client: CustomHyperClientBuilder<Connector>,
) -> Result<Authenticator<Connector>, BoxError> {
    let url = format!("http://{host}/computeMetadata/v1/instance/service-accounts/default/token");
    let options = ApplicationDefaultCredentialsFlowOpts {
        metadata_url: Some(url),
    };
    // Google's convention wins: GOOGLE_APPLICATION_CREDENTIALS, where it is set, names a key file.
    Ok(
        match ApplicationDefaultCredentialsAuthenticator::with_client(options, client).await {
            ApplicationDefaultCredentialsTypes::InstanceMetadata(builder) => builder.build().await?,
            ApplicationDefaultCredentialsTypes::ServiceAccount(builder) => builder.build().await?,
        },
    )
}
