//! Google's public keys, kept for as long as Google says.

use std::collections::HashMap;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use gcp::{Endpoints, Service};
use jsonwebtoken::DecodingKey;
use reqwest::header::{CACHE_CONTROL, HeaderMap};
use serde::Deserialize;
use thiserror::Error;
use tokio::sync::Mutex;

/// Fetching the keys takes no longer than this.
const TIMEOUT: Duration = Duration::from_secs(10);
/// A key that is not known is no reason to fetch more often than this: anybody may name one.
const SHORTEST: TimeDelta = TimeDelta::minutes(1);
/// Whatever an answer says, its keys are not believed for longer.
const LONGEST: TimeDelta = TimeDelta::days(1);

/// The keys cannot be fetched; a later try may succeed.
#[derive(Debug, Error)]
#[error("Google's public keys cannot be fetched")]
pub(crate) struct KeysError(#[from] reqwest::Error);

/// The keys by which Google signs tokens.
pub(crate) struct Keys {
    url: String,
    client: reqwest::Client,
    /// Locked while they are fetched, so that parallel pushes fetch once.
    kept: Mutex<Option<Kept>>,
}

struct Kept {
    keys: HashMap<String, DecodingKey>,
    fetched: DateTime<Utc>,
    until: DateTime<Utc>,
}

/// A JSON Web Key Set (RFC 7517), as far as it holds RSA keys.
#[derive(Deserialize)]
struct KeySet {
    keys: Vec<Key>,
}

#[derive(Deserialize)]
struct Key {
    #[serde(default)]
    kid: String,
    #[serde(default)]
    n: String,
    #[serde(default)]
    e: String,
}

impl Keys {
    /// The keys that an endpoint publishes. Nothing is fetched before the first token comes.
    pub(crate) fn new(endpoints: &Endpoints) -> Result<Self, KeysError> {
        let client = reqwest::Client::builder()
            .use_preconfigured_tls(tls::client_config())
            .timeout(TIMEOUT)
            .no_proxy()
            .build()?;
        Ok(Self {
            url: format!("{}oauth2/v3/certs", endpoints.base_url(Service::Certificates)),
            client,
            kept: Mutex::default(),
        })
    }

    /// The key of an id, nothing where Google has none of it.
    pub(crate) async fn find(&self, id: &str, now: DateTime<Utc>) -> Result<Option<DecodingKey>, KeysError> {
        let mut kept = self.kept.lock().await;
        let is_enough = kept.as_ref().is_some_and(|kept| kept.is_enough(id, now));
        if !is_enough {
            *kept = Some(self.fetch(now).await?);
        }
        Ok(kept.as_ref().and_then(|kept| kept.keys.get(id)).cloned())
    }

    async fn fetch(&self, now: DateTime<Utc>) -> Result<Kept, KeysError> {
        let answer = self.client.get(&self.url).send().await?.error_for_status()?;
        let until = now + lifetime(answer.headers());
        let set: KeySet = answer.json().await?;
        Ok(Kept {
            keys: set.keys.iter().filter_map(Key::read).collect(),
            fetched: now,
            until,
        })
    }
}

impl Kept {
    /// Google adds a key some time before it signs with it, so one that is missing may be new.
    fn is_enough(&self, id: &str, now: DateTime<Utc>) -> bool {
        now < self.until && (self.keys.contains_key(id) || now < self.fetched + SHORTEST)
    }
}

impl Key {
    /// Keys of another kind have no modulus.
    fn read(&self) -> Option<(String, DecodingKey)> {
        let is_rsa = !self.kid.is_empty() && !self.n.is_empty() && !self.e.is_empty();
        let key = is_rsa.then(|| DecodingKey::from_rsa_components(&self.n, &self.e))?;
        Some((self.kid.clone(), key.ok()?))
    }
}

/// `max-age`, within our own bounds.
fn lifetime(headers: &HeaderMap) -> TimeDelta {
    let text = headers.get(CACHE_CONTROL).and_then(|value| value.to_str().ok());
    let directives = text.unwrap_or_default().split(',').map(str::trim);
    let seconds = directives
        .filter_map(|directive| directive.strip_prefix("max-age="))
        .find_map(|seconds| seconds.parse().ok().and_then(TimeDelta::try_seconds));
    seconds.unwrap_or(SHORTEST).clamp(SHORTEST, LONGEST)
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    #[test]
    fn keys_are_kept_as_long_as_the_answer_says_within_bounds() {
        for (text, seconds) in [
            ("public, max-age=19800, must-revalidate, no-transform", 19_800),
            ("max-age=0", 60),
            ("no-store", 60),
            ("max-age=99999999", 86_400),
            ("max-age=99999999999999999999", 60),
        ] {
            let headers = HeaderMap::from_iter([(CACHE_CONTROL, HeaderValue::from_static(text))]);
            assert_eq!(lifetime(&headers).num_seconds(), seconds, "{text}");
        }
        assert_eq!(lifetime(&HeaderMap::new()).num_seconds(), 60);
    }
}
