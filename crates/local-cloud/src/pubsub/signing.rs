//! Tokens that pushes carry, and the public keys to verify them, as Google publishes them.
//!
//! The key is the same in every local cloud and stands in the repository: whoever has this program can sign with it.
//! Nothing but a bot that was told to fetch its keys from here believes it.

use axum::Json;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use md5::{Digest as _, Md5};
use serde_json::{Value, json};

use crate::google_error::GoogleError;
use crate::world::World;

/// An RSA key of 2048 bits in PKCS#1. Made for this file; making one at each first start takes too long.
const KEY: &[u8] = include_bytes!("signing_key_not_secret.der");
const KEY_ID: &str = "local-cloud-1";
/// The modulus of the key; its exponent is 65537.
const MODULUS: &str = "uN4rBzWagNst8FMoXvyhnuDgscVG-1Jrs74OmnV9g1RHiCPAeFoSXNYFjykSogbsPTvSrmwmpIccVD76pH4Edcp4UQpfO7et7twMgIsruozIQKGrl88FtO_vnn0CTMS3NoNmOycZUCEs_UyKCoJce7hLs48J2tGabznFiGUhBxzC_x_0V8f62H8WPzzm6UxU5YMbf66bZkzbQG19JXQYki8Mptm3JXMi3w7T2jQhWCcljjf8DPFRd_m7ZDVgF1pPsonO-lyZBpp2__uVqOxj47HculTXcAYjp0nDBRlhdQ-uxcbh_1o5HLvEwsdIPV6daV3kmJMkN1FT62TMNrbxcQ";
/// How long a token is in force.
const LIFETIME: TimeDelta = TimeDelta::hours(1);

/// Google's public keys, as a JSON Web Key Set that may be kept for some hours.
pub(super) async fn certs() -> Response {
    let key = json!({
        "kty": "RSA", "alg": "RS256", "use": "sig", "kid": KEY_ID, "n": MODULUS, "e": "AQAB",
    });
    let keep = "public, max-age=19800, must-revalidate, no-transform";
    ([(CACHE_CONTROL, keep)], Json(json!({ "keys": [key] }))).into_response()
}

/// An OIDC token of a service account, as a push carries it:
/// <https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions#jwt_format>
pub(super) fn token(world: &World, account: &str, audience: &str) -> Result<String, GoogleError> {
    let now = world.clock.now();
    let id = account_id(account);
    let claims = json!({
        "aud": audience,
        "azp": id,
        "email": account,
        "email_verified": true,
        "exp": (now + LIFETIME).timestamp(),
        "iat": now.timestamp(),
        "iss": "https://accounts.google.com",
        "sub": id,
    });
    sign(&claims)
}

fn sign(claims: &Value) -> Result<String, GoogleError> {
    let mut header = Header::new(Algorithm::RS256);
    header.kid = Some(KEY_ID.to_owned());
    let key = EncodingKey::from_rsa_der(KEY);
    jsonwebtoken::encode(&header, claims, &key)
        .map_err(|error| GoogleError::internal(format!("a token cannot be signed: {error}")))
}

/// 21 digits, the same for an account each time.
fn account_id(account: &str) -> String {
    let digest: [u8; 16] = Md5::digest(account).into();
    let number = u128::from_be_bytes(digest) % 100_000_000_000_000_000_000;
    format!("1{number:020}")
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::{DecodingKey, Validation};

    use super::*;

    #[test]
    fn the_published_key_verifies_what_is_signed() {
        let world = World::for_tests();
        let token = token(&world, "push@local.iam.gserviceaccount.com", "somebody").unwrap();
        let mut validation = Validation::new(Algorithm::RS256);
        validation.set_audience(&["somebody"]);
        validation.validate_exp = false;
        let key = DecodingKey::from_rsa_components(MODULUS, "AQAB").unwrap();
        let claims = jsonwebtoken::decode::<Value>(&token, &key, &validation)
            .unwrap()
            .claims;
        assert_eq!(claims["email"], "push@local.iam.gserviceaccount.com");
        assert_eq!(claims["iat"], world.clock.now().timestamp());
        assert_eq!(claims["sub"].as_str().unwrap().len(), 21);
    }
}
