//! Whether a push comes from our own subscription: its token is verified as Google describes it
//! (<https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions#authentication_and_authorization>).

use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, Validation};
use serde::Deserialize;
use thiserror::Error;

use super::keys::{Keys, KeysError};

/// How far Google's clock and ours may be apart, in seconds.
const LEEWAY: i64 = 60;
const ISSUERS: [&str; 2] = ["https://accounts.google.com", "accounts.google.com"];

/// Knows what a push's token has to say.
pub(crate) struct Verifier {
    keys: Keys,
    audience: String,
    account: String,
}

/// Why a token is not believed. Shows nothing of it but the claim that is wrong.
#[derive(Debug, Error)]
pub(crate) enum TokenError {
    /// There is none.
    #[error("there is no bearer token")]
    Missing,
    /// It is no token, has another algorithm, or its signature is wrong.
    #[error("the token cannot be believed")]
    Unbelievable(#[from] jsonwebtoken::errors::Error),
    /// Google has no key of that id.
    #[error("the token is signed by a key that Google does not publish")]
    UnknownKey,
    /// It is signed by Google, and not for us.
    #[error("the token's `{claim}` is not the one of our subscription; it has to be {expected}")]
    Claim {
        /// Which part.
        claim: &'static str,
        /// What it should be.
        expected: String,
    },
    /// It may be good.
    #[error(transparent)]
    Keys(#[from] KeysError),
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    email: String,
    #[serde(default)]
    email_verified: bool,
    exp: i64,
    iat: i64,
}

impl Verifier {
    /// Believes tokens of `account` (an e-mail) for `audience` only.
    pub(crate) fn new(keys: Keys, audience: String, account: String) -> Self {
        Self {
            keys,
            audience,
            account,
        }
    }

    /// Verifies the value of an `Authorization` header.
    pub(crate) async fn verify(&self, header: Option<&str>, now: DateTime<Utc>) -> Result<(), TokenError> {
        let token = header.and_then(|value| value.strip_prefix("Bearer "));
        let token = token.ok_or(TokenError::Missing)?.trim();
        let key_id = jsonwebtoken::decode_header(token)?.kid.unwrap_or_default();
        let key = self.keys.find(&key_id, now).await?;
        let key = key.ok_or(TokenError::UnknownKey)?;
        let claims: Claims = jsonwebtoken::decode(token, &key, &signature_only())?.claims;
        self.check(&claims, now.timestamp())
    }

    fn check(&self, claims: &Claims, now: i64) -> Result<(), TokenError> {
        let is_in_force = now <= claims.exp.saturating_add(LEEWAY);
        let is_begun = claims.iat <= now.saturating_add(LEEWAY);
        for (claim, is_right, expected) in [
            ("iss", ISSUERS.contains(&claims.iss.as_str()), ISSUERS[0]),
            ("aud", claims.aud == self.audience, &self.audience),
            ("email", claims.email == self.account, &self.account),
            ("email_verified", claims.email_verified, "true"),
            ("exp", is_in_force, "in the future"),
            ("iat", is_begun, "in the past"),
        ] {
            if !is_right {
                let expected = expected.to_owned();
                return Err(TokenError::Claim { claim, expected });
            }
        }
        Ok(())
    }
}

/// RS256 and nothing else. The claims are checked by ourselves, because the library asks the machine for the time.
fn signature_only() -> Validation {
    let mut validation = Validation::new(Algorithm::RS256);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation
}
