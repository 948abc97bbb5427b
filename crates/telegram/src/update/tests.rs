use serde_json::{Value, json};

use super::*;

fn read(update: &Value) -> Result<Event, Malformed> {
    read_update(update.to_string().as_bytes())
}

fn message(extra: &Value) -> Value {
    let mut message =
        json!({ "message_id": 7, "date": 1_772_000_000, "chat": { "id": 1, "type": "private" } });
    message
        .as_object_mut()
        .unwrap()
        .extend(extra.as_object().unwrap().clone());
    message
}

#[test]
fn a_text_is_read_with_who_wrote_it() {
    let from = json!({ "id": 5, "is_bot": false, "first_name": "A", "language_code": "zh-hant" });
    let update = json!({ "update_id": 1, "message": message(&json!({ "text": "/list", "from": from })) });
    let expected = Text {
        chat: 1,
        chat_kind: ChatKind::Private,
        message_id: 7,
        from: Some(Person {
            id: 5,
            language_code: Some("zh-hant".to_owned()),
        }),
        date: 1_772_000_000,
        text: "/list".to_owned(),
        reply_to: None,
    };
    assert_eq!(read(&update).unwrap(), Event::Text(expected));
}

#[test]
fn a_press_carries_the_code_of_its_message_whatever_stands_before_it() {
    let text = "😀 안유진\n/track demo 안 until x";
    let offset = text.split_once('\n').unwrap().0.encode_utf16().count() + 1;
    let entities = json!([
        { "type": "bold", "offset": 0, "length": 2 },
        { "type": "of_tomorrow", "offset": 0, "length": 2, "unknown": {} },
        { "type": "code", "offset": offset, "length": 20 },
        { "type": "code", "offset": 9_000, "length": usize::MAX },
    ]);
    let query = json!({
        "id": "q", "from": { "id": 5 }, "data": "start:7", "chat_instance": "i",
        "message": message(&json!({ "text": text, "entities": entities })),
    });
    let Event::Press(press) = read(&json!({ "update_id": 1, "callback_query": query })).unwrap() else {
        panic!("a press")
    };
    assert_eq!(press.codes, ["/track demo 안 until "]);
    assert_eq!((press.data.as_str(), press.message_id), ("start:7", 7));
}

#[test]
fn a_reply_tells_which_message_it_replies_to() {
    let entities = json!([
        { "type": "text_mention", "offset": 0, "length": 1, "user": { "id": 5, "is_bot": false, "first_name": "A" } },
        { "type": "code", "offset": 2, "length": 3 },
    ]);
    let original = json!({
        "message_id": 6, "date": 1, "chat": { "id": -1, "type": "supergroup" }, "caption": "A abc",
        "from": { "id": 9, "is_bot": true, "first_name": "Bot" }, "caption_entities": entities, "photo": [],
    });
    let extra = json!({ "text": "14:00", "reply_to_message": original, "sender_chat": { "id": -1, "type": "supergroup" } });
    let Event::Text(text) = read(&json!({ "update_id": 1, "message": message(&extra) })).unwrap() else {
        panic!("a text")
    };
    let expected = Quoted {
        message_id: 6,
        from_bot: true,
        from: Some(9),
        text: "A abc".to_owned(),
        codes: vec!["abc".to_owned()],
    };
    assert_eq!(text.reply_to, Some(expected));
}

#[test]
fn a_press_tells_who_pressed_and_who_had_asked() {
    let asked = message(&json!({ "text": "/track", "from": { "id": 5, "first_name": "A" } }));
    let code = json!([{ "type": "code", "offset": 9, "length": 4 }]);
    let photo = json!({ "caption": "a chart, /now", "caption_entities": code, "edit_date": 1_772_000_009, "reply_to_message": asked });
    let query = |message: Value| {
        let query = json!({
            "id": "q", "from": { "id": 6, "first_name": "B", "language_code": "ko" }, "data": "x", "message": message,
        });
        match read(&json!({ "update_id": 1, "callback_query": query })).unwrap() {
            Event::Press(press) => press,
            other => panic!("a press, not {other:?}"),
        }
    };
    let press = query(message(&photo));
    assert_eq!(
        (press.from.id, press.from.language_code.as_deref()),
        (6, Some("ko"))
    );
    assert_eq!(
        (press.asked_by, &press.codes[..]),
        (Some(5), &["/now".to_owned()][..])
    );
    assert_eq!(
        (press.message_at, press.chat_kind),
        (1_772_000_009, ChatKind::Private)
    );
    let old = query(json!({ "message_id": 7, "date": 0, "chat": { "id": -1, "type": "group" } }));
    assert_eq!((old.message_at, old.codes.len(), old.asked_by), (0, 0, None));
    assert_eq!(old.chat_kind, ChatKind::Group);
}

#[test]
fn a_chat_that_is_lost_or_moves_is_told() {
    let member = |status: &str| {
        let update = json!({ "update_id": 1, "my_chat_member": {
            "chat": { "id": 5, "type": "private" }, "from": { "id": 5 }, "date": 1,
            "old_chat_member": { "status": "member" }, "new_chat_member": { "status": status, "user": { "id": 9 } },
        } });
        read(&update).unwrap()
    };
    for status in ["kicked", "left"] {
        assert_eq!(member(status), Event::Left { chat: 5 }, "{status}");
    }
    for status in ["member", "administrator", "restricted"] {
        assert_eq!(member(status), Event::Ignored, "{status}");
    }
    let moved = json!({ "update_id": 1, "message": message(&json!({ "migrate_to_chat_id": -100 })) });
    assert_eq!(read(&moved).unwrap(), Event::Migrated { from: 1, to: -100 });
}

#[test]
fn what_does_not_concern_the_bot_is_ignored() {
    for update in [
        json!({ "update_id": 1 }),
        json!({ "update_id": 1, "edited_message": message(&json!({ "text": "/list" })) }),
        json!({ "update_id": 1, "channel_post": message(&json!({ "text": "/list" })) }),
        json!({ "update_id": 1, "kind_of_tomorrow": [1] }),
        json!({ "update_id": 1, "message": message(&json!({ "dice": { "emoji": "x", "value": 1 } })) }),
        json!({ "update_id": 1, "callback_query": { "id": "q", "from": { "id": 5 }, "game_short_name": "g" } }),
    ] {
        assert_eq!(read(&update).unwrap(), Event::Ignored, "{update}");
    }
}

#[test]
fn what_lacks_its_basic_shape_is_malformed() {
    for update in [
        json!(null),
        json!([]),
        json!("x"),
        json!({}),
        json!({ "update_id": "1" }),
        json!({ "message": message(&json!({ "text": "/list" })) }),
        json!({ "update_id": 1, "message": {} }),
        json!({ "update_id": 1, "message": "hello" }),
        json!({ "update_id": 1, "message": { "message_id": 1, "date": 1 } }),
        json!({ "update_id": 1, "message": message(&json!({ "text": 5 })) }),
        json!({ "update_id": 1, "callback_query": { "data": "x" } }),
    ] {
        assert!(read(&update).is_err(), "{update}");
    }
    for body in ["", "{", "\u{0}", "{\"update_id\":1}x"] {
        assert!(read_update(body.as_bytes()).is_err(), "{body}");
    }
}
