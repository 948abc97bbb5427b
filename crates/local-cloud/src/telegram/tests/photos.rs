use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::*;

/// A PNG picture of 3 by 2 pixels.
const PNG: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR4nGP4z8AAQQxwFgBB0gX7h/C5SAAAAABJRU5ErkJggg==";

fn png() -> Vec<u8> {
    STANDARD.decode(PNG).unwrap()
}

/// A multipart body with fields and a picture.
fn form(fields: &[(&str, &str)], name: &str, picture: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part = format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend(part.into_bytes());
    }
    let head = format!(
        "--b\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"c.png\"\r\nContent-Type: image/png\r\n\r\n"
    );
    body.extend(head.into_bytes());
    body.extend(picture);
    body.extend(b"\r\n--b--\r\n");
    body
}

async fn upload(api: &Api, fields: &[(&str, &str)], name: &str, picture: &[u8]) -> (u16, Value) {
    let request = api
        .post("sendPhoto")
        .header(CONTENT_TYPE, "multipart/form-data; boundary=b");
    answer(request.body(form(fields, name, picture))).await
}

#[tokio::test]
async fn a_picture_is_sent_fetched_again_and_shown_with_its_caption() {
    let api = Api::start().await;
    let fields = [
        ("chat_id", "1"),
        ("caption", "a <b>chart</b>"),
        ("parse_mode", "HTML"),
    ];
    let (status, sent) = upload(&api, &fields, "photo", &png()).await;
    assert_eq!(status, 200, "{sent}");
    let sent = &sent["result"];
    assert_eq!(
        (&sent["caption"], &sent["caption_entities"]),
        (
            &json!("a chart"),
            &json!([{"type": "bold", "offset": 2, "length": 5}])
        )
    );
    assert_eq!((sent.get("text"), sent.get("entities")), (None, None));
    let size = &sent["photo"][0];
    assert_eq!((&size["width"], &size["height"]), (&json!(3), &json!(2)));
    let file = api.result("getFile", json!({"file_id": size["file_id"]})).await;
    let path = file["file_path"].as_str().unwrap();
    let address = format!("{}/file/bot{}/{path}", api.origin, api.world.settings.bot_token);
    let fetched = api.world.http.get(address).send().await.unwrap();
    assert_eq!(fetched.bytes().await.unwrap(), png());
    let shown = view::chat(&api.world, 1, None).unwrap()["messages"][0].clone();
    assert_eq!(
        (&shown["text"], &shown["photo"]["width"]),
        (&json!("a chart"), &json!(3))
    );
    let again = json!({"chat_id": 1, "photo": size["file_id"]});
    let again = api.result("sendPhoto", again).await;
    assert_eq!((&again["photo"][0], again.get("caption")), (size, None));
}

#[tokio::test]
async fn a_file_may_be_attached_under_another_name() {
    let api = Api::start().await;
    let fields = [("chat_id", "1"), ("photo", "attach://x")];
    let (status, sent) = upload(&api, &fields, "x", &png()).await;
    assert_eq!(
        (status, &sent["result"]["photo"][0]["width"]),
        (200, &json!(3)),
        "{sent}"
    );
}

#[tokio::test]
async fn what_is_no_picture_or_too_much_of_a_caption_is_refused() {
    let api = Api::start().await;
    let long = "x".repeat(1025);
    for (fields, name, picture, why) in [
        (
            vec![("chat_id", "1")],
            "photo",
            &b"GIF89a"[..],
            "IMAGE_PROCESS_FAILED",
        ),
        (
            vec![("chat_id", "1")],
            "photo",
            &b""[..],
            "file must be non-empty",
        ),
        (
            vec![("chat_id", "1")],
            "other",
            &b"x"[..],
            "there is no photo in the request",
        ),
        (
            vec![("chat_id", "1"), ("caption", &long)],
            "photo",
            &png(),
            "message caption is too long",
        ),
        (vec![("chat_id", "9")], "photo", &png(), "chat not found"),
    ] {
        let (status, body) = upload(&api, &fields, name, picture).await;
        assert_eq!(
            (status, &body["description"]),
            (400, &json!(format!("Bad Request: {why}")))
        );
    }
    assert_eq!(api.call("getFile", json!({"file_id": "x"})).await.0, 400);
}

#[tokio::test]
async fn a_caption_is_edited_as_a_caption_and_a_text_as_a_text() {
    let api = Api::start().await;
    upload(&api, &[("chat_id", "1"), ("caption", "a")], "photo", &png()).await;
    api.result("sendMessage", json!({"chat_id": 1, "text": "b"}))
        .await;
    let edit = json!({"chat_id": 1, "message_id": 1, "caption": "c", "reply_markup": buttons("x")});
    let edited = api.result("editMessageCaption", edit.clone()).await;
    assert_eq!(
        (&edited["caption"], &edited["reply_markup"]),
        (&json!("c"), &buttons("x"))
    );
    for (method, edit, why) in [
        ("editMessageCaption", edit, "message is not modified"),
        (
            "editMessageText",
            json!({"chat_id": 1, "message_id": 1, "text": "c"}),
            "there is no text in the message",
        ),
        (
            "editMessageCaption",
            json!({"chat_id": 1, "message_id": 2, "caption": "c"}),
            "there is no caption in the",
        ),
        (
            "editMessageReplyMarkup",
            json!({"chat_id": 1, "message_id": 2, "reply_markup": {"force_reply": true}}),
            "inline keyboard expected",
        ),
    ] {
        let (status, body) = api.call(method, edit).await;
        let description = body["description"].as_str().unwrap();
        assert!(
            status == 400 && description.contains(why),
            "{method}: {why} in {description}"
        );
    }
}
