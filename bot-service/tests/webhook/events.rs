//! `POST /events`: whose pushes are taken, and how they are answered.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use crate::running::{PUSH_ACCOUNT, Running, start, start_with};
use crate::stand_in::NOW_SECONDS;

const SIGNER: &[u8] = include_bytes!("keys/signer.der");
const OTHER: &[u8] = include_bytes!("keys/other.der");
const SIGNERS_MODULUS: &str = include_str!("keys/signer.modulus");
const OTHERS_MODULUS: &str = include_str!("keys/other.modulus");

/// Google's keys: the signer's, as `kid`.
fn key_set(keys: &[(&str, &str)]) -> Value {
    let key =
        |(kid, n): &(&str, &str)| json!({ "kty": "RSA", "alg": "RS256", "kid": kid, "n": n, "e": "AQAB" });
    let elliptic = json!({ "kty": "EC", "crv": "P-256", "kid": "ec", "x": "x", "y": "y" });
    let keys: Vec<Value> = keys.iter().map(key).chain([elliptic]).collect();
    json!({ "keys": keys })
}

fn claims() -> Value {
    json!({
        "aud": "signchronicle-events", "azp": "1", "sub": "1", "email": PUSH_ACCOUNT, "email_verified": true,
        "iss": "https://accounts.google.com", "iat": NOW_SECONDS - 10, "exp": NOW_SECONDS + 3590,
    })
}

fn with(claim: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[claim] = value;
    claims
}

fn without(claim: &str) -> Value {
    let mut claims = claims();
    claims.as_object_mut().unwrap().remove(claim);
    claims
}

fn signed(claims: &Value, kid: &str, key: &[u8]) -> String {
    let mut header = Header::new(Algorithm::RS256);
    header.kid = Some(kid.to_owned());
    let token = jsonwebtoken::encode(&header, claims, &EncodingKey::from_rsa_der(key)).unwrap();
    format!("Bearer {token}")
}

fn good() -> String {
    signed(&claims(), "k1", SIGNER)
}

/// A token with any header and no signature.
fn unsigned(header: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("Bearer {}.{}.", part(header), part(&claims()))
}

fn envelope(published: &str) -> Value {
    let data = STANDARD.encode(r#"{"kind":"ended"}"#);
    let message = json!({
        "data": data, "messageId": "7", "message_id": "7", "publishTime": published, "publish_time": published,
        "orderingKey": "track-1",
    });
    json!({ "message": message, "subscription": "projects/p/subscriptions/s" })
}

async fn push(bot: &Running, token: Option<&str>, body: impl Into<Vec<u8>>) -> u16 {
    let mut request = bot.client.post(format!("{}/events", bot.url)).body(body.into());
    if let Some(token) = token {
        request = request.header("Authorization", token);
    }
    request.send().await.unwrap().status().as_u16()
}

async fn push_event(bot: &Running, token: &str) -> u16 {
    let body = envelope("2026-02-28T02:48:00Z").to_string();
    push(bot, Some(token), body).await
}

async fn bot_that_knows_the_signer() -> Running {
    let bot = start().await;
    bot.cloud.publish_keys(key_set(&[("k1", SIGNERS_MODULUS)]));
    bot
}

#[tokio::test]
async fn a_push_of_our_own_subscription_is_taken_and_the_keys_are_fetched_once() {
    let bot = bot_that_knows_the_signer().await;
    for _ in 0..3 {
        assert_eq!(push_event(&bot, &good()).await, 204);
    }
    let bare = with("iss", json!("accounts.google.com"));
    assert_eq!(push_event(&bot, &signed(&bare, "k1", SIGNER)).await, 204);
    assert_eq!(bot.cloud.key_fetches(), 1);
}

#[tokio::test]
async fn the_trackers_check_is_acknowledged_and_nobody_is_told() {
    let bot = bot_that_knows_the_signer().await;
    let data = STANDARD.encode(r#"{"kind":"checked","at":"2026-02-28T02:48:00Z","execution":"x-1"}"#);
    let mut body = envelope("2026-02-28T02:48:00Z");
    body["message"]["data"] = json!(data);
    assert_eq!(push(&bot, Some(&good()), body.to_string()).await, 204);
    assert!(bot.cloud.google().is_empty() && bot.cloud.told("sendMessage").is_empty());
}

#[tokio::test]
async fn a_token_that_says_something_else_is_refused() {
    let bot = bot_that_knows_the_signer().await;
    for wrong in [
        with("aud", json!("https://bot.example/events")),
        with("aud", json!(["signchronicle-events"])),
        with("iss", json!("https://accounts.google.com.evil.example")),
        with("email", json!("somebody@p.iam.gserviceaccount.com")),
        with("email_verified", json!(false)),
        with("exp", json!(NOW_SECONDS - 61)),
        with("iat", json!(NOW_SECONDS + 61)),
        without("aud"),
        without("iss"),
        without("email"),
        without("email_verified"),
        without("exp"),
        without("iat"),
    ] {
        let status = push_event(&bot, &signed(&wrong, "k1", SIGNER)).await;
        assert_eq!(status, 401, "{wrong}");
    }
}

#[tokio::test]
async fn clocks_may_be_a_minute_apart() {
    let bot = bot_that_knows_the_signer().await;
    for close in [
        with("exp", json!(NOW_SECONDS - 59)),
        with("iat", json!(NOW_SECONDS + 59)),
    ] {
        let status = push_event(&bot, &signed(&close, "k1", SIGNER)).await;
        assert_eq!(status, 204, "{close}");
    }
}

#[tokio::test]
async fn a_token_that_google_has_not_signed_is_refused() {
    let bot = bot_that_knows_the_signer().await;
    let hmac_with = |secret: &[u8]| {
        let mut header = Header::new(Algorithm::HS256);
        header.kid = Some("k1".to_owned());
        let token = jsonwebtoken::encode(&header, &claims(), &EncodingKey::from_secret(secret)).unwrap();
        format!("Bearer {token}")
    };
    let mut tampered = good();
    tampered.truncate(tampered.len() - 4);
    for token in [
        String::new(),
        "Bearer".to_owned(),
        "Bearer x.y.z".to_owned(),
        format!("Basic {}", STANDARD.encode("a:b")),
        good().trim_start_matches("Bearer ").to_owned(),
        signed(&claims(), "k1", OTHER),
        signed(&claims(), "", SIGNER),
        tampered,
        unsigned(&json!({ "alg": "none", "kid": "k1" })),
        unsigned(&json!({ "alg": "None", "kid": "k1" })),
        unsigned(&json!({ "alg": "RS256", "kid": "k1" })),
        hmac_with(SIGNERS_MODULUS.as_bytes()),
        hmac_with(&URL_SAFE_NO_PAD.decode(SIGNERS_MODULUS).unwrap()),
        hmac_with(b""),
    ] {
        assert_eq!(push_event(&bot, &token).await, 401, "{token}");
    }
    let body = envelope("2026-02-28T02:48:00Z").to_string();
    assert_eq!(push(&bot, None, body).await, 401);
}

#[tokio::test]
async fn a_new_key_of_googles_is_fetched_but_not_for_everybody_who_names_one() {
    let bot = bot_that_knows_the_signer().await;
    assert_eq!(push_event(&bot, &good()).await, 204);
    let news = signed(&claims(), "k2", OTHER);
    bot.cloud
        .publish_keys(key_set(&[("k1", SIGNERS_MODULUS), ("k2", OTHERS_MODULUS)]));
    assert_eq!(
        push_event(&bot, &news).await,
        401,
        "the keys were fetched just now"
    );
    assert_eq!(bot.cloud.key_fetches(), 1);
    bot.cloud.let_pass(60);
    assert_eq!(push_event(&bot, &news).await, 204);
    for _ in 0..3 {
        let invented = signed(&claims(), "k3", OTHER);
        assert_eq!(push_event(&bot, &invented).await, 401);
    }
    assert_eq!(bot.cloud.key_fetches(), 2);
}

#[tokio::test]
async fn keys_are_fetched_again_when_google_no_longer_vouches_for_them() {
    let bot = bot_that_knows_the_signer().await;
    assert_eq!(push_event(&bot, &good()).await, 204);
    bot.cloud.let_pass(599);
    assert_eq!(push_event(&bot, &good()).await, 204);
    assert_eq!(bot.cloud.key_fetches(), 1);
    bot.cloud.let_pass(1);
    bot.cloud.publish_keys(key_set(&[("k2", OTHERS_MODULUS)]));
    assert_eq!(
        push_event(&bot, &good()).await,
        401,
        "Google has withdrawn the key"
    );
    assert_eq!(bot.cloud.key_fetches(), 2);
}

#[tokio::test]
async fn where_the_keys_cannot_be_fetched_pubsub_sends_the_event_again() {
    let bot = start().await;
    bot.cloud.refuse("/oauth2/", 503);
    assert_eq!(push_event(&bot, &good()).await, 503);
}

#[tokio::test]
async fn what_can_never_be_understood_is_acknowledged_once_and_for_all() {
    let bot = bot_that_knows_the_signer().await;
    let no_base64 = json!({ "message": {
        "data": "?", "messageId": "1", "publishTime": "2026-02-28T02:48:00Z",
    } });
    let too_long = vec![b' '; 4 * 1024 * 1024 + 1];
    for body in [
        b"".to_vec(),
        b"{".to_vec(),
        b"{}".to_vec(),
        no_base64.to_string().into_bytes(),
        too_long,
    ] {
        assert_eq!(push(&bot, Some(&good()), body).await, 204);
    }
}

#[tokio::test]
async fn an_event_of_four_megabytes_is_taken_and_one_that_is_hours_old_acknowledged() {
    let bot = bot_that_knows_the_signer().await;
    let mut long = envelope("2026-02-28T02:48:00Z").to_string().into_bytes();
    long.resize(4 * 1024 * 1024, b' ');
    assert_eq!(push(&bot, Some(&good()), long).await, 204);
    let old = envelope("2026-02-28T01:48:19Z").to_string();
    assert_eq!(push(&bot, Some(&good()), old).await, 204);
}

#[tokio::test]
async fn without_a_push_account_there_are_no_events() {
    let bot = start_with(&[("EVENTS_PUSH_ACCOUNT", "")]).await;
    assert_eq!(push_event(&bot, &good()).await, 404);
}

#[tokio::test]
async fn the_audience_is_a_setting() {
    let bot = start_with(&[("EVENTS_AUDIENCE", "mine")]).await;
    bot.cloud.publish_keys(key_set(&[("k1", SIGNERS_MODULUS)]));
    assert_eq!(push_event(&bot, &good()).await, 401);
    let mine = signed(&with("aud", json!("mine")), "k1", SIGNER);
    assert_eq!(push_event(&bot, &mine).await, 204);
}
