use axum::http::header::CONTENT_TYPE;
use reqwest::RequestBuilder;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::*;
use crate::world::{SharedWorld, World};

/// A world whose Bot API answers on a port of its own.
struct Api {
    world: SharedWorld,
    origin: String,
}

impl Api {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let world = World::for_tests();
        let router = routes().with_state(world.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { world, origin }
    }

    fn post(&self, method: &str) -> RequestBuilder {
        self.world.http.post(format!(
            "{}/bot{}/{method}",
            self.origin, self.world.settings.bot_token
        ))
    }

    async fn call(&self, method: &str, params: Value) -> (u16, Value) {
        answer(
            self.post(method)
                .header(CONTENT_TYPE, "application/json")
                .body(params.to_string()),
        )
        .await
    }

    async fn result(&self, method: &str, params: Value) -> Value {
        let (status, body) = self.call(method, params).await;
        assert_eq!((status, &body["ok"]), (200, &json!(true)), "{body}");
        body["result"].clone()
    }
}

async fn answer(request: RequestBuilder) -> (u16, Value) {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    (
        status,
        serde_json::from_slice(&response.bytes().await.unwrap()).unwrap(),
    )
}

fn written(world: &SharedWorld, chat_id: i64, writing: Value) -> person::Written {
    person::write(world, chat_id, serde_json::from_value(writing).unwrap()).unwrap()
}

fn buttons(data: &str) -> Value {
    json!({"inline_keyboard": [[{"text": "Start", "callback_data": data}]]})
}

#[tokio::test]
async fn a_sent_message_carries_what_strict_clients_need() {
    let api = Api::start().await;
    let asked = written(&api.world, 1, json!({"text": "/track x"}));
    let sent = api.result("SendMessage",
        json!({
            "chat_id": 1, "text": "<b>ok</b>", "parse_mode": "HTML", "reply_markup": buttons("go"),
            "reply_parameters": {"message_id": asked.message_id}, "link_preview_options": {"is_disabled": true},
        }),
    )
    .await;
    let now = api.world.clock.now().timestamp();
    let chat = json!({"id": 1, "type": "private", "first_name": "Friend"});
    assert_eq!(
        sent,
        json!({
            "message_id": 2,
            "from": bot::user(&api.world),
            "chat": chat,
            "date": now,
            "text": "ok",
            "entities": [{"type": "bold", "offset": 0, "length": 2}],
            "reply_markup": buttons("go"),
            "link_preview_options": {"is_disabled": true},
            "reply_to_message": {
                "message_id": 1,
                "from": {"id": 1, "is_bot": false, "first_name": "Friend", "language_code": "en"},
                "chat": chat,
                "date": now,
                "text": "/track x",
                "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
            },
        })
    );
}

#[tokio::test]
async fn parameters_come_in_four_ways() {
    let api = Api::start().await;
    let parts = "--b\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n1\r\n\
                 --b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n价 +\r\n--b--\r\n";
    let post = |kind: &str, body: &'static str| {
        api.post("sendMessage?text=no")
            .header(CONTENT_TYPE, kind)
            .body(body)
    };
    let requests = [
        api.post("sendMessage?chat_id=1&text=%E4%BB%B7+%2B"),
        post(
            "application/x-www-form-urlencoded",
            "chat_id=1&text=%E4%BB%B7+%2B",
        ),
        post(
            "application/json; charset=utf-8",
            r#"{"chat_id":"1","text":"价 +","reply_markup":null}"#,
        ),
        post("multipart/form-data; boundary=b", parts),
    ];
    for request in requests {
        let (status, body) = answer(request).await;
        assert_eq!((status, &body["result"]["text"]), (200, &json!("价 +")), "{body}");
    }
    let by_get = format!("{}/bot{}/getMe", api.origin, api.world.settings.bot_token);
    assert_eq!(
        answer(api.world.http.get(by_get)).await.1["result"]["is_bot"],
        true
    );
}

#[tokio::test]
async fn what_the_real_one_refuses_is_refused_in_its_words() {
    let api = Api::start().await;
    written(&api.world, 1, json!({"text": "hello"}));
    api.result("sendMessage", json!({"chat_id": 1, "text": "hi"}))
        .await;
    let long = "x".repeat(4097);
    let markup =
        |button: Value| json!({"chat_id": 1, "text": "x", "reply_markup": {"inline_keyboard": [[button]]}});
    let cases = [
        (
            "sendMessage",
            json!({"chat_id": 2, "text": "x"}),
            "chat not found",
        ),
        (
            "sendMessage",
            json!({"chat_id": "@nobody", "text": "x"}),
            "chat not found",
        ),
        ("sendMessage", json!({"text": "x"}), "chat_id is empty"),
        ("sendMessage", json!({"chat_id": 1}), "message text is empty"),
        (
            "sendMessage",
            json!({"chat_id": 1, "text": long}),
            "message is too long",
        ),
        (
            "sendMessage",
            json!({"chat_id": 1, "text": "x", "parse_mode": "Wiki"}),
            "unsupported parse_mode",
        ),
        (
            "sendMessage",
            json!({"chat_id": 1, "text": "x", "message_thread_id": 5}),
            "message thread not found",
        ),
        (
            "sendMessage",
            json!({"chat_id": 1, "text": "x", "reply_markup": "{"}),
            "can't parse reply markup JSON object",
        ),
        (
            "sendMessage",
            markup(json!({"text": "x", "callback_data": "价".repeat(22)})),
            "BUTTON_DATA_INVALID",
        ),
        (
            "sendMessage",
            markup(json!({"text": "x", "callback_data": ""})),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            "sendMessage",
            markup(json!({"text": "x", "url": "not-a-url"})),
            "inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL",
        ),
        (
            "sendMessage",
            json!({"chat_id": 1, "text": "x", "reply_parameters": {"message_id": 99}}),
            "message to be replied not found",
        ),
        (
            "editMessageText",
            json!({"chat_id": 1, "message_id": 99, "text": "x"}),
            "message to edit not found",
        ),
        (
            "editMessageText",
            json!({"chat_id": 1, "text": "x"}),
            "message identifier is not specified",
        ),
        (
            "editMessageText",
            json!({"chat_id": 1, "message_id": 1, "text": "x"}),
            "message can't be edited",
        ),
        (
            "editMessageText",
            json!({"chat_id": 1, "message_id": 2, "text": " hi "}),
            "message is not modified: specified new message content and reply markup are exactly the same as a \
             current content and reply markup of the message",
        ),
        (
            "deleteMessage",
            json!({"chat_id": 1, "message_id": 99}),
            "message to delete not found",
        ),
        (
            "answerCallbackQuery",
            json!({"callback_query_id": "77"}),
            "query is too old and response timeout expired or query ID is invalid",
        ),
        (
            "sendChatAction",
            json!({"chat_id": 1, "action": "dancing"}),
            "wrong parameter action in request",
        ),
        (
            "setMyCommands",
            json!({"commands": [{"command": "Track", "description": "d"}]}),
            "BOT_COMMAND_INVALID",
        ),
        (
            "setMyCommands",
            json!({"commands": [], "language_code": "zh-hans"}),
            "invalid language code specified",
        ),
        (
            "setWebhook",
            json!({"url": "https://a.com/x", "secret_token": "a b"}),
            "secret token contains unallowed characters",
        ),
        (
            "setWebhook",
            json!({"url": "bot.example"}),
            "bad webhook: An HTTPS URL must be provided for webhook",
        ),
    ];
    for (method, params, why) in cases {
        let expected = json!({"ok": false, "error_code": 400, "description": format!("Bad Request: {why}")});
        assert_eq!(
            api.call(method, params.clone()).await,
            (400, expected),
            "{method} {params}"
        );
    }
}

#[tokio::test]
async fn an_unknown_method_and_a_wrong_token_have_their_own_codes() {
    let api = Api::start().await;
    let (status, body) = api.call("sendTelepathy", json!({})).await;
    assert_eq!(
        (status, body),
        (
            404,
            json!({"ok": false, "error_code": 404, "description": "Not Found"})
        )
    );
    let wrong = api.world.http.get(format!("{}/bot1:wrong/getMe", api.origin));
    let unauthorized = json!({"ok": false, "error_code": 401, "description": "Unauthorized"});
    assert_eq!(answer(wrong).await, (401, unauthorized));
    let (status, body) = api.call("getUpdates", json!({})).await;
    assert_eq!((status, &body["error_code"]), (409, &json!(409)), "{body}");
}

#[tokio::test]
async fn an_edit_changes_the_text_and_takes_the_keyboard_away() {
    let api = Api::start().await;
    let sent = api
        .result(
            "sendMessage",
            json!({"chat_id": 1, "text": "a", "reply_markup": buttons("x")}),
        )
        .await;
    let edit = json!({"chat_id": 1, "message_id": sent["message_id"], "text": "b"});
    let edited = api.result("editMessageText", edit.clone()).await;
    assert_eq!(
        (&edited["text"], &edited["edit_date"], edited.get("reply_markup")),
        (&json!("b"), &sent["date"], None)
    );
    assert_eq!(api.call("editMessageText", edit).await.0, 400);
    let edit = json!({"chat_id": 1, "message_id": sent["message_id"], "reply_markup": buttons("y")});
    let edited = api.result("editMessageReplyMarkup", edit).await;
    assert_eq!(
        (&edited["text"], &edited["reply_markup"]),
        (&json!("b"), &buttons("y"))
    );
}

#[tokio::test]
async fn a_press_needs_a_button_that_is_there_and_gets_the_bots_answer() {
    let api = Api::start().await;
    api.result(
        "sendMessage",
        json!({"chat_id": 1, "text": "a", "reply_markup": buttons("go")}),
    )
    .await;
    let press = |message_id: i64, data: &str| {
        let press = serde_json::from_value(json!({"message_id": message_id, "data": data})).unwrap();
        person::press(&api.world, 1, press)
    };
    for (message_id, data, why) in [
        (
            1,
            "stop",
            "message 1 has no button with data \"stop\"; it has the buttons [\"go\"]",
        ),
        (9, "go", "chat 1 has no message 9"),
    ] {
        assert_eq!(
            press(message_id, data).unwrap_err(),
            refusal::Refusal::bad_request(why)
        );
    }
    let pressed = press(1, "go").unwrap();
    let query = &update(&api.world, pressed.update_id)["callback_query"];
    assert_eq!(
        (&query["data"], &query["message"]["reply_markup"]),
        (&json!("go"), &buttons("go"))
    );
    assert_eq!(
        (&query["from"]["id"], &query["id"]),
        (&json!(1), &json!(pressed.callback_query_id))
    );
    assert_eq!(
        view::press_answer(&api.world, &pressed.callback_query_id).unwrap(),
        None
    );
    let answer =
        json!({"callback_query_id": pressed.callback_query_id, "text": "Started", "show_alert": true});
    api.result("answerCallbackQuery", answer).await;
    let second = json!({"callback_query_id": pressed.callback_query_id, "text": "Too late"});
    api.result("answerCallbackQuery", second).await;
    let answer = view::press_answer(&api.world, &pressed.callback_query_id).unwrap();
    let first = json!({"text": "Started", "show_alert": true});
    assert_eq!(answer, Some(first), "the person sees the first answer");
}

#[tokio::test]
async fn a_bot_without_a_webhook_fetches_its_updates() {
    let api = Api::start().await;
    api.result("deleteWebhook", json!({})).await;
    for text in ["one", "two", "three"] {
        written(&api.world, 1, json!({"text": text}));
    }
    let fetch = async |params: Value| {
        let updates = api.result("getUpdates", params).await;
        updates
            .as_array()
            .unwrap()
            .iter()
            .map(|u| u["message"]["text"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(fetch(json!({"limit": 2})).await, ["one", "two"]);
    assert_eq!(fetch(json!({"offset": 2})).await, ["two", "three"]);
    assert_eq!(fetch(json!({"offset": -1})).await, ["three"]);
    assert_eq!(fetch(json!({"offset": 4, "timeout": 0})).await, [""; 0]);
    let long_poll = async { fetch(json!({"timeout": 50, "allowed_updates": ["message"]})).await };
    let (got, ()) = tokio::join!(long_poll, async {
        assert!(
            written(&api.world, 1, json!({"text": "four"}))
                .update_id
                .is_some()
        );
    });
    assert_eq!(got, ["four"]);
}

#[tokio::test]
async fn a_group_and_its_people_are_what_the_message_says() {
    let api = Api::start().await;
    let from = json!({"id": 7, "first_name": "Mei", "language_code": "zh-hans", "username": "mei"});
    let said = written(
        &api.world,
        -5,
        json!({"text": "/list", "from": from, "chat_type": "supergroup"}),
    );
    let message = &update(&api.world, said.update_id)["message"];
    assert_eq!(
        message["chat"],
        json!({"id": -5, "type": "supergroup", "title": "Group -5"})
    );
    assert_eq!(message["from"]["username"], "mei");
    assert_eq!(message["from"]["language_code"], "zh-hans");
    assert_eq!(view::chat_ids(&api.world).unwrap(), [-5, 1]);
    let (status, _) = api
        .call("deleteMessage", json!({"chat_id": -5, "message_id": 1}))
        .await;
    assert_eq!(
        status, 400,
        "a bot that is no administrator cannot delete other people's messages"
    );
}

#[tokio::test]
async fn commands_are_kept_by_scope_and_language() {
    let api = Api::start().await;
    let list = json!([{"command": "track", "description": "Start"}]);
    api.result("setMyCommands", json!({"commands": list, "language_code": "zh"}))
        .await;
    assert_eq!(
        api.result("getMyCommands", json!({"language_code": "zh"})).await,
        list
    );
    assert_eq!(api.result("getMyCommands", json!({})).await, json!([]));
    api.result("deleteMyCommands", json!({"language_code": "zh"}))
        .await;
    assert_eq!(
        api.result("getMyCommands", json!({"language_code": "zh"})).await,
        json!([])
    );
}

#[tokio::test]
async fn the_page_sees_texts_buttons_and_what_the_bot_is_doing() {
    let api = Api::start().await;
    written(&api.world, 1, json!({"text": "hi"}));
    api.result("sendChatAction", json!({"chat_id": 1, "action": "typing"}))
        .await;
    assert_eq!(view::chat(&api.world, 1, None).unwrap()["action"], "typing");
    let markup = json!({"inline_keyboard": [[{"text": "Go", "callback_data": "go"}, {"text": "Web", "url": "https://a.com/"}]]});
    let send = json!({"chat_id": 1, "text": "<b>a</b>", "parse_mode": "HTML", "reply_markup": markup});
    api.result("sendMessage", send).await;
    let expected = json!({
        "action": null,
        "messages": [
            {"message_id": 1, "from": "person", "text": "hi", "date": "2026-02-28T05:30:00Z", "edited": false,
             "buttons": [], "entities": []},
            {"message_id": 2, "from": "bot", "text": "a", "html": "<b>a</b>", "date": "2026-02-28T05:30:00Z",
             "edited": false, "buttons": [[{"text": "Go", "data": "go"}, {"text": "Web", "url": "https://a.com/"}]],
             "entities": [{"type": "bold", "offset": 0, "length": 1}]},
        ],
    });
    assert_eq!(view::chat(&api.world, 1, None).unwrap(), expected);
    assert_eq!(
        view::chat(&api.world, 99, None).unwrap(),
        json!({"action": null, "messages": []})
    );
}

#[tokio::test]
async fn an_editing_ends_what_the_bot_is_doing_as_time_may_stand() {
    let api = Api::start().await;
    written(&api.world, 1, json!({"text": "hi"}));
    let sent = api
        .result("sendMessage", json!({"chat_id": 1, "text": "a"}))
        .await;
    api.result("sendChatAction", json!({"chat_id": 1, "action": "typing"}))
        .await;
    let edit = json!({"chat_id": 1, "message_id": sent["message_id"], "text": "b"});
    api.result("editMessageText", edit).await;
    assert_eq!(view::chat(&api.world, 1, None).unwrap()["action"], Value::Null);
}

fn update(world: &SharedWorld, id: Option<i64>) -> Value {
    serde_json::from_slice(&view::update_body(world, id.unwrap()).unwrap().unwrap()).unwrap()
}

mod groups;
mod photos;
