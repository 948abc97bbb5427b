use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::reply::{Asks, Button, Reply};
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
    let body = serde_json::from_slice(&body).unwrap_or_else(|_| String::from_utf8_lossy(&body).into());
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

fn sent(message_id: i32) -> (u16, Value) {
    (200, json!({ "ok": true, "result": { "message_id": message_id } }))
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
        asks: None,
    }
}

#[tokio::test]
async fn a_message_is_sent_as_html_with_its_buttons_below_the_message_it_replies_to() {
    let (telegram, server) = telegram(&[sent(8)]).await;
    assert_eq!(telegram.send(1, &reply(), Some(7)).await.unwrap(), 8);
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
    let (telegram, server) = telegram(&[refused(502, "Bad Gateway"), sent(8)]).await;
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
async fn what_a_gateway_before_telegram_says_is_an_outage_and_says_nothing_of_the_bot() {
    let page = json!("<html>Sign in to the hotel's network</html>");
    let other = json!({ "error": "denied" });
    for (code, said) in [(401, &page), (403, &other), (404, &page), (407, &other)] {
        let (telegram, server) = telegram(&[(code, said.clone()), sent(8)]).await;
        telegram.send(1, &reply(), None).await.unwrap();
        assert_eq!(server.seen.lock().unwrap().len(), 2, "HTTP {code} is tried again");
    }
    let (telegram, _) = telegram(&[(404, page.clone()), (404, page.clone()), (404, page)]).await;
    assert_eq!(
        telegram.username().await.unwrap_err().to_string(),
        "Telegram is unavailable: HTTP 404 from something before it (a gateway, or a wrong TELEGRAM_API_URL)"
    );
}

fn flood(after: u64) -> (u16, Value) {
    let parameters = json!({ "retry_after": after });
    let answer = json!({ "ok": false, "description": "Too Many Requests", "parameters": parameters });
    (429, answer)
}

#[tokio::test]
async fn a_wish_to_wait_is_followed_when_it_is_short() {
    let (telegram, server) = telegram(&[flood(0), sent(8), flood(11)]).await;
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

#[tokio::test]
async fn a_flood_that_does_not_end_is_told_after_three_attempts() {
    let (telegram, server) = telegram(&[flood(0), flood(0), flood(3)]).await;
    let error = telegram.send(1, &reply(), None).await.unwrap_err();
    let after = std::time::Duration::from_secs(3);
    assert_eq!(error, TelegramError::Flood { after });
    assert!(!error.is_final());
    assert_eq!(server.seen.lock().unwrap().len(), 3);
}

#[tokio::test]
async fn a_question_opens_a_reply_of_the_person_who_is_asked() {
    let (telegram, server) = telegram(&[sent(8)]).await;
    let placeholder = "14:00, in 3h ".repeat(9);
    let asks = Some(Asks { placeholder });
    telegram
        .send(
            1,
            &Reply {
                asks,
                ..Reply::text("Until when?")
            },
            Some(7),
        )
        .await
        .unwrap();
    let markup = server.seen.lock().unwrap()[0].1["reply_markup"].clone();
    let placeholder: String = "14:00, in 3h ".repeat(9).chars().take(64).collect();
    let expected = json!({ "force_reply": true, "selective": true, "input_field_placeholder": placeholder });
    assert_eq!(markup, expected);
}

#[tokio::test]
async fn a_text_that_is_too_long_is_cut() {
    let (telegram, server) = telegram(&[sent(8), done()]).await;
    let reply = Reply::text(format!("<b>{}</b>", "&amp;".repeat(5_000)));
    telegram.send(1, &reply, None).await.unwrap();
    telegram.edit(1, 8, &reply).await.unwrap();
    let expected = format!("<b>{}…</b>", "&amp;".repeat(4_095));
    for (path, body) in server.seen.lock().unwrap().iter() {
        assert_eq!(body["text"], expected, "{path}");
    }
}

#[tokio::test]
async fn a_picture_is_uploaded_with_its_caption_and_again_after_a_server_error() {
    let (telegram, server) = telegram(&[refused(502, ""), sent(9)]).await;
    let caption = Reply {
        html: format!("<b>{}</b>", "x".repeat(2_000)),
        ..reply()
    };
    let id = telegram
        .send_photo(-5, b"PNG...".to_vec(), &caption, Some(7))
        .await
        .unwrap();
    assert_eq!(id, 9);
    for (path, body) in server.seen.lock().unwrap().iter() {
        assert!(path.to_lowercase().ends_with("/sendphoto"), "{path}");
        let body = body.as_str().unwrap();
        for part in [
            "name=\"chat_id\"\r\n\r\n-5\r\n",
            "name=\"photo\"; filename=\"chart.png\"\r\nContent-Type: image/png\r\n\r\nPNG...\r\n",
            "name=\"parse_mode\"\r\n\r\nHTML\r\n",
            "name=\"reply_parameters\"\r\n\r\n{\"message_id\":7,\"allow_sending_without_reply\":true}\r\n",
            "\"callback_data\":\"start:7\"",
        ] {
            assert!(body.contains(part), "{part} in {body}");
        }
        assert!(body.contains(&format!("<b>{}…</b>", "x".repeat(1_023))), "{body}");
    }
}

#[tokio::test]
async fn a_message_that_is_gone_needs_no_deleting() {
    let gone = refused(400, "Bad Request: message to delete not found");
    let (telegram, _) = telegram(&[gone, refused(400, "Bad Request: message can't be deleted")]).await;
    telegram.delete(1, 8).await.unwrap();
    assert!(telegram.delete(1, 8).await.is_err());
}

#[tokio::test]
async fn who_is_an_administrator_is_asked_of_telegram() {
    let member = |status: &str| {
        (
            200,
            json!({ "ok": true, "result": { "status": status, "user": { "id": 5 } } }),
        )
    };
    let unknown = refused(400, "Bad Request: user not found");
    let answers = [
        member("creator"),
        member("administrator"),
        member("member"),
        member("left"),
        unknown,
    ];
    let (telegram, server) = telegram(&answers).await;
    for expected in [true, true, false, false, false] {
        assert_eq!(telegram.is_administrator(-1, 5).await.unwrap(), expected);
    }
    assert_eq!(
        server.seen.lock().unwrap()[0].1,
        json!({ "chat_id": -1, "user_id": 5 })
    );
}

#[tokio::test]
async fn what_the_bot_is_and_does_is_told() {
    let (telegram, server) = telegram(&[done(), done(), done(), done()]).await;
    telegram.chat_action(1, Action::UploadPhoto).await.unwrap();
    telegram
        .set_commands(Some("zh"), &[("list", "清單")])
        .await
        .unwrap();
    telegram.set_description(None, "d").await.unwrap();
    telegram.set_short_description(Some("ko"), "s").await.unwrap();
    let bodies = [
        json!({ "chat_id": 1, "action": "upload_photo" }),
        json!({ "commands": [{ "command": "list", "description": "清單" }], "language_code": "zh" }),
        json!({ "description": "d" }),
        json!({ "short_description": "s", "language_code": "ko" }),
    ];
    let seen = server.seen.lock().unwrap();
    for (expected, (path, body)) in bodies.iter().zip(seen.iter()) {
        assert_eq!(body, expected, "{path}");
    }
}

#[tokio::test]
async fn a_chat_that_is_lost_is_told_apart_from_a_text_that_is_refused() {
    for (code, description, gone) in [
        (403, "Forbidden: bot was blocked by the user", true),
        (403, "Forbidden: bot was kicked from the supergroup chat", true),
        (403, "Forbidden: user is deactivated", true),
        (400, "Bad Request: chat not found", true),
        (400, "Bad Request: group chat was deleted", true),
        (
            400,
            "Bad Request: not enough rights to send text messages to the chat",
            true,
        ),
        (
            400,
            "Bad Request: not enough rights to send photos to the chat",
            false,
        ),
        (400, "Bad Request: message to edit not found", false),
        (400, "Bad Request: can't parse entities: x", false),
    ] {
        let (telegram, _) = telegram(&[refused(code, description)]).await;
        let error = telegram.send(1, &reply(), None).await.unwrap_err();
        assert_eq!((error.is_gone(), error.is_final()), (gone, true), "{description}");
    }
}

#[tokio::test]
async fn a_group_that_has_moved_tells_where_to() {
    let (_, mut answer) = refused(400, "Bad Request: group chat was upgraded to a supergroup chat");
    answer["parameters"] = json!({ "migrate_to_chat_id": -100_123 });
    let (telegram, _) = telegram(&[(400, answer)]).await;
    let error = telegram.send(-1, &reply(), None).await.unwrap_err();
    assert_eq!(error, TelegramError::Migrated { to: -100_123 });
    assert!(error.is_final() && !error.is_gone());
}

#[tokio::test]
async fn updates_are_fetched_as_telegram_wrote_them_and_of_the_webhooks_kinds() {
    let update = json!({ "update_id": 7, "message": { "text": "x", "unknown": [1] } });
    let (telegram, server) = telegram(&[(200, json!({ "ok": true, "result": [update.clone()] }))]).await;
    let updates = telegram.updates(Some(7)).await.unwrap();
    assert_eq!((updates[0].id, &updates[0].object), (7, &update));
    let (path, body) = server.seen.lock().unwrap()[0].clone();
    assert_eq!(
        path.to_lowercase(),
        format!("/bot{TOKEN}/getupdates").to_lowercase()
    );
    assert_eq!(
        body,
        json!({ "offset": 7, "timeout": 50, "allowed_updates": ["message", "callback_query", "my_chat_member"] })
    );
}

#[tokio::test]
async fn a_webhook_is_named_and_taken_away_without_dropping_what_waits() {
    let answers = [
        (200, json!({ "ok": true, "result": { "url": "" } })),
        (
            200,
            json!({ "ok": true, "result": { "url": "https://x.example/t" } }),
        ),
        (200, json!({ "ok": true, "result": true })),
    ];
    let (telegram, server) = telegram(&answers).await;
    assert_eq!(telegram.webhook().await.unwrap(), None);
    let named = telegram.webhook().await.unwrap();
    assert_eq!(named.as_deref(), Some("https://x.example/t"));
    telegram.delete_webhook().await.unwrap();
    assert_eq!(
        server.seen.lock().unwrap()[2].1,
        json!({ "drop_pending_updates": false })
    );
}
