use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::*;

const TOKEN: &str = "123456:AAF7-secret";

#[derive(Clone, Default)]
struct Server {
    seen: Arc<Mutex<Vec<(String, Value)>>>,
    answers: Arc<Mutex<Vec<(u16, Value)>>>,
}

async fn answer(State(server): State<Server>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let body = axum::body::to_bytes(request.into_body(), 100_000).await.unwrap();
    let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
    server.seen.lock().unwrap().push((path, body));
    let (status, answer) = server.answers.lock().unwrap().remove(0);
    (StatusCode::from_u16(status).unwrap(), axum::Json(answer)).into_response()
}

/// A Bot API that answers in order, and what it was asked.
async fn telegram(answers: &[(u16, Value)]) -> (Telegram, Server) {
    let server = Server::default();
    server.answers.lock().unwrap().extend_from_slice(answers);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let router = Router::new().fallback(answer).with_state(server.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let token = Token::parse(TOKEN).unwrap();
    (Telegram::new(token, Url::parse(&url).unwrap()).unwrap(), server)
}

fn done() -> (u16, Value) {
    (200, json!({ "ok": true, "result": true }))
}

fn refused(code: u16, description: &str) -> (u16, Value) {
    (
        code,
        json!({ "ok": false, "error_code": code, "description": description }),
    )
}

fn reply() -> Reply {
    let button = Button {
        text: "Start".to_owned(),
        data: "start:7".to_owned(),
    };
    Reply {
        html: "<b>ABC</b>".to_owned(),
        buttons: vec![vec![button]],
    }
}

#[tokio::test]
async fn a_message_is_sent_as_html_with_its_buttons_below_the_message_it_replies_to() {
    let (telegram, server) = telegram(&[done()]).await;
    telegram.send(1, &reply(), Some(7)).await.unwrap();
    let (path, body) = server.seen.lock().unwrap().remove(0);
    assert!(
        path.eq_ignore_ascii_case(&format!("/bot{TOKEN}/sendMessage")),
        "{path}"
    );
    let expected = json!({
        "chat_id": 1,
        "text": "<b>ABC</b>",
        "parse_mode": "HTML",
        "link_preview_options": { "is_disabled": true },
        "reply_parameters": { "message_id": 7, "allow_sending_without_reply": true },
        "reply_markup": { "inline_keyboard": [[{ "text": "Start", "callback_data": "start:7" }]] },
    });
    assert_eq!(body, expected);
}

#[tokio::test]
async fn an_editing_that_changes_nothing_is_success_and_without_buttons_the_old_ones_go() {
    let (telegram, server) = telegram(&[refused(400, "Bad Request: message is not modified: x")]).await;
    telegram.edit(1, 8, &Reply::text("done")).await.unwrap();
    let (_, body) = server.seen.lock().unwrap().remove(0);
    let expected = json!({
        "chat_id": 1, "message_id": 8, "text": "done", "parse_mode": "HTML",
        "link_preview_options": { "is_disabled": true },
    });
    assert_eq!(body, expected);
}

#[tokio::test]
async fn a_press_that_is_too_old_needs_no_answer() {
    let old = "Bad Request: query is too old and response timeout expired or query ID is invalid";
    let (telegram, server) = telegram(&[refused(400, old)]).await;
    telegram.answer("q", Some("no".to_owned())).await.unwrap();
    let expected = json!({ "callback_query_id": "q", "text": "no", "show_alert": true });
    assert_eq!(server.seen.lock().unwrap()[0].1, expected);
}

#[tokio::test]
async fn a_server_error_is_tried_again() {
    let (telegram, server) = telegram(&[refused(502, "Bad Gateway"), done()]).await;
    telegram.send(1, &reply(), None).await.unwrap();
    assert_eq!(server.seen.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn a_refusal_is_not_tried_again_and_final() {
    let (telegram, server) = telegram(&[refused(403, "Forbidden: bot was blocked by the user")]).await;
    let error = telegram.send(1, &reply(), None).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "Telegram refused (403): Forbidden: bot was blocked by the user"
    );
    assert!(error.is_final());
    assert_eq!(server.seen.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_wish_to_wait_is_followed_when_it_is_short() {
    let flood = |after: u64| {
        let parameters = json!({ "retry_after": after });
        (
            429,
            json!({ "ok": false, "description": "Too Many Requests", "parameters": parameters }),
        )
    };
    let (telegram, server) = telegram(&[flood(0), done(), flood(11)]).await;
    telegram.send(1, &reply(), None).await.unwrap();
    let error = telegram.send(1, &reply(), None).await.unwrap_err();
    assert_eq!(error.to_string(), "Telegram wants us to wait for 11 s");
    assert_eq!(server.seen.lock().unwrap().len(), 3);
}

#[tokio::test]
async fn no_error_shows_the_token() {
    let closed = TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    let url = Url::parse(&format!("http://{closed}")).unwrap();
    let unreachable = Telegram::new(Token::parse(TOKEN).unwrap(), url).unwrap();
    let (unknown, _) = telegram(&[refused(401, "Unauthorized")]).await;
    for telegram in [unreachable, unknown] {
        let error = telegram.send(1, &reply(), None).await.unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("AAF7") && !shown.contains("bot123456"), "{shown}");
        assert!(!error.is_final());
    }
}

#[tokio::test]
async fn the_bots_name_is_asked_for_once() {
    let me = json!({ "ok": true, "result": { "id": 1, "is_bot": true, "first_name": "S", "username": "SignBot" } });
    let (telegram, server) = telegram(&[(200, me)]).await;
    for _ in 0..2 {
        assert_eq!(telegram.username().await.unwrap(), "SignBot");
    }
    assert_eq!(server.seen.lock().unwrap().len(), 1);
}
