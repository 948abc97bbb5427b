use super::*;

fn change(world: &SharedWorld, chat_id: i64, status: &str) -> Value {
    let change = serde_json::from_value(json!({"status": status})).unwrap();
    update(world, standing::change(world, chat_id, change).unwrap())["my_chat_member"].clone()
}

#[tokio::test]
async fn a_bot_that_is_blocked_or_removed_hears_of_it_and_cannot_write() {
    let api = Api::start().await;
    written(&api.world, -5, json!({"text": "/list"}));
    written(&api.world, -1_000_000_000_005, json!({"text": "/list"}));
    for (chat, status, why) in [
        (1, "kicked", "Forbidden: bot was blocked by the user"),
        (-5, "kicked", "Forbidden: bot was kicked from the group chat"),
        (-5, "left", "Forbidden: bot is not a member of the group chat"),
        (
            -1_000_000_000_005,
            "kicked",
            "Forbidden: bot was kicked from the supergroup chat",
        ),
        (
            -5,
            "restricted",
            "Bad Request: not enough rights to send text messages to the chat",
        ),
    ] {
        let told = change(&api.world, chat, status);
        assert_eq!(
            (
                &told["new_chat_member"]["status"],
                &told["new_chat_member"]["user"]["is_bot"],
                &told["chat"]["id"]
            ),
            (&json!(status), &json!(true), &json!(chat))
        );
        for method in ["sendMessage", "editMessageText", "sendChatAction"] {
            let params = json!({"chat_id": chat, "text": "x", "message_id": 1, "action": "typing"});
            let (code, body) = api.call(method, params).await;
            assert_eq!(
                (code == 403, &body["description"]),
                (why.starts_with("F"), &json!(why)),
                "{method}"
            );
        }
    }
    let unheard: person::Writing = serde_json::from_value(json!({"text": "hello?"})).unwrap();
    assert!(
        person::write(&api.world, 1, unheard).is_err(),
        "who blocks the bot does not reach it"
    );
    assert_eq!(view::chat(&api.world, 1, None).unwrap()["bot"], "kicked");
    assert_eq!(
        change(&api.world, 1, "member")["old_chat_member"]["status"],
        "kicked"
    );
    api.result("sendMessage", json!({"chat_id": 1, "text": "back"}))
        .await;
}

#[tokio::test]
async fn a_groups_members_have_the_rights_that_were_given() {
    let api = Api::start().await;
    let member = |user: Value, status: &str| {
        let given = serde_json::from_value(json!({"user": user, "status": status})).unwrap();
        standing::set_member(&api.world, -5, given).unwrap()
    };
    member(json!({"id": 7, "first_name": "Mei"}), "creator");
    member(json!({"id": 8, "first_name": "Jin"}), "administrator");
    written(
        &api.world,
        -5,
        json!({"text": "hi", "from": {"id": 9, "first_name": "Kim"}}),
    );
    let status = async |id: i64| {
        let member = api
            .result("getChatMember", json!({"chat_id": -5, "user_id": id}))
            .await;
        member["status"].as_str().unwrap().to_owned()
    };
    for (id, expected) in [(7, "creator"), (8, "administrator"), (9, "member"), (1, "left")] {
        assert_eq!(status(id).await, expected, "{id}");
    }
    let list = api.result("getChatAdministrators", json!({"chat_id": -5})).await;
    let names: Vec<&Value> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|member| &member["user"]["first_name"])
        .collect();
    assert_eq!(names, ["Mei", "Jin"]);
    assert_eq!(list[1]["can_delete_messages"], true);
    let (code, body) = api
        .call("getChatMember", json!({"chat_id": -5, "user_id": 77}))
        .await;
    assert_eq!(
        (code, &body["description"]),
        (400, &json!("Bad Request: user not found"))
    );
    assert_eq!(
        api.call("getChatAdministrators", json!({"chat_id": 1})).await.0,
        400
    );
}

#[tokio::test]
async fn a_group_that_becomes_a_supergroup_tells_its_new_id() {
    let api = Api::start().await;
    written(&api.world, -5, json!({"text": "/list", "from": {"id": 9}}));
    let to = -1_000_000_000_006_i64;
    let migration = serde_json::from_value(json!({"to": to})).unwrap();
    let updates = standing::migrate(&api.world, -5, &migration).unwrap();
    let told = update(&api.world, updates.first().copied())["message"].clone();
    assert_eq!(
        (&told["chat"]["id"], &told["migrate_to_chat_id"]),
        (&json!(-5), &json!(to))
    );
    let (code, body) = api.call("sendMessage", json!({"chat_id": -5, "text": "x"})).await;
    assert_eq!(
        (code, &body["parameters"]),
        (400, &json!({"migrate_to_chat_id": to})),
        "{body}"
    );
    let sent = api
        .result("sendMessage", json!({"chat_id": to, "text": "x"}))
        .await;
    assert_eq!(sent["chat"]["type"], "supergroup");
    let member = api
        .result("getChatMember", json!({"chat_id": to, "user_id": 9}))
        .await;
    assert_eq!(member["status"], "member");
}

#[tokio::test]
async fn a_mention_of_somebody_whom_the_bot_has_met_tells_who_it_is() {
    let api = Api::start().await;
    written(
        &api.world,
        -5,
        json!({"text": "/list", "from": {"id": 9, "first_name": "Kim"}}),
    );
    let text = "<a href=\"tg://user?id=9\">Kim</a>, <a href=\"tg://user?id=77\">nobody</a>";
    let send = json!({"chat_id": -5, "text": text, "parse_mode": "HTML"});
    let sent = api.result("sendMessage", send).await;
    let user = json!({"id": 9, "is_bot": false, "first_name": "Kim", "language_code": "en"});
    assert_eq!(
        (&sent["text"], &sent["entities"]),
        (
            &json!("Kim, nobody"),
            &json!([{"type": "text_mention", "offset": 0, "length": 3, "user": user}])
        )
    );
}

#[tokio::test]
async fn who_is_asked_replies_to_the_question() {
    let api = Api::start().await;
    let markup = json!({"force_reply": true, "selective": true, "input_field_placeholder": "14:00"});
    let sent = api
        .result(
            "sendMessage",
            json!({"chat_id": 1, "text": "Until when?", "reply_markup": markup}),
        )
        .await;
    assert_eq!(sent.get("reply_markup"), None, "it is not given back");
    let shown = view::chat(&api.world, 1, None).unwrap()["messages"][0]["asks"].clone();
    assert_eq!(shown, json!({"placeholder": "14:00", "selective": true}));
    let reply = written(
        &api.world,
        1,
        json!({"text": "15:00", "reply_to_message_id": sent["message_id"]}),
    );
    let message = update(&api.world, reply.update_id)["message"].clone();
    assert_eq!(message["reply_to_message"]["text"], "Until when?");
    assert_eq!(message["reply_to_message"].get("reply_to_message"), None);
}

#[tokio::test]
async fn an_anonymous_administrator_writes_in_the_groups_name() {
    let api = Api::start().await;
    let said = written(&api.world, -5, json!({"text": "/list", "as_group": true}));
    let message = update(&api.world, said.update_id)["message"].clone();
    assert_eq!(
        (&message["from"]["id"], &message["sender_chat"]["id"]),
        (&json!(1_087_968_824), &json!(-5))
    );
    assert_eq!(
        view::chat(&api.world, -5, None).unwrap()["messages"][0]["from"],
        "person"
    );
}

#[tokio::test]
async fn limits_in_force_refuse_a_bot_that_sends_too_fast() {
    let api = Api::start().await;
    api.world.limits.set(true);
    let mut refused = None;
    for number in 0..10 {
        let (code, body) = api
            .call("sendMessage", json!({"chat_id": 1, "text": number.to_string()}))
            .await;
        refused = refused.or((code == 429).then_some(body));
    }
    let body = refused.expect("the burst has an end");
    assert_eq!(body["parameters"], json!({"retry_after": 1}));
    assert_eq!(body["description"], "Too Many Requests: retry after 1");
}
