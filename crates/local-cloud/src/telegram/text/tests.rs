use serde_json::{Value, json};

use super::entity::Kind;
use super::*;

fn html(source: &str) -> Result<Formatted, Refusal> {
    TEXT.read(&Params::from([("text", source), ("parse_mode", "HTML")]))
}

fn entities(formatted: &Formatted) -> Value {
    json!(formatted.entities)
}

#[test]
fn html_becomes_a_plain_text_with_entities_in_utf16_units() {
    let cases = [
        (
            "<b>bold</b> rest",
            "bold rest",
            json!([{"type":"bold","offset":0,"length":4}]),
        ),
        (
            "😀 <strong>x</strong>",
            "😀 x",
            json!([{"type":"bold","offset":3,"length":1}]),
        ),
        (
            "专辑 <i>价格</i>",
            "专辑 价格",
            json!([{"type":"italic","offset":3,"length":2}]),
        ),
        (
            "<u>a</u><ins>b</ins>",
            "ab",
            json!([{"type":"underline","offset":0,"length":2}]),
        ),
        (
            "<s>a</s> <del>b</del> <strike>c</strike>",
            "a b c",
            json!([
            {"type":"strikethrough","offset":0,"length":1},
            {"type":"strikethrough","offset":2,"length":1},
            {"type":"strikethrough","offset":4,"length":1}]),
        ),
        (
            "<b>out <i>in</i></b>",
            "out in",
            json!([
            {"type":"bold","offset":0,"length":6}, {"type":"italic","offset":4,"length":2}]),
        ),
        (
            "<b>a <code>b</code> c</b>",
            "a b c",
            json!([
            {"type":"bold","offset":0,"length":2},
            {"type":"code","offset":2,"length":1},
            {"type":"bold","offset":3,"length":2}]),
        ),
        (
            "<pre><code class=\"language-rust\">fn</code></pre>",
            "fn",
            json!([{"type":"pre","offset":0,"length":2,"language":"rust"}]),
        ),
        (
            "<pre>plain</pre>",
            "plain",
            json!([{"type":"pre","offset":0,"length":5}]),
        ),
        (
            "<tg-spoiler>a</tg-spoiler> <span class='tg-spoiler'>b</span>",
            "a b",
            json!([
            {"type":"spoiler","offset":0,"length":1}, {"type":"spoiler","offset":2,"length":1}]),
        ),
        (
            "<blockquote>q</blockquote>",
            "q",
            json!([{"type":"blockquote","offset":0,"length":1}]),
        ),
        (
            "<blockquote expandable>q</blockquote>",
            "q",
            json!([{"type":"expandable_blockquote","offset":0,"length":1}]),
        ),
        (
            "<tg-emoji emoji-id=\"5368324170671202286\">👍</tg-emoji>",
            "👍",
            json!([{"type":"custom_emoji","offset":0,"length":2,"custom_emoji_id":"5368324170671202286"}]),
        ),
        (
            "<a href=\"https://example.com/?a=1&amp;b=2\">link</a>",
            "link",
            json!([{"type":"text_link","offset":0,"length":4,"url":"https://example.com/?a=1&b=2"}]),
        ),
        (
            "<a href='http://127.0.0.1:8080/x'>sheet</a>",
            "sheet",
            json!([{"type":"text_link","offset":0,"length":5,"url":"http://127.0.0.1:8080/x"}]),
        ),
        ("<a href='javascript:alert(1)'>link</a>", "link", json!([])),
        (
            "&lt;b&gt; &amp; &quot;&#39;&#x1F600; &copy; & &#0;",
            "<b> & \"'😀 &copy; & &#0;",
            json!([]),
        ),
        ("<B>x</B>", "x", json!([{"type":"bold","offset":0,"length":1}])),
        ("<b></b>x<i></i>", "x", json!([])),
        (
            " \n <b> x </b>y\n\n",
            "x y",
            json!([{"type":"bold","offset":0,"length":2}]),
        ),
        ("a\r\nb\tc", "a\nb c", json!([])),
    ];
    for (source, text, expected) in cases {
        let formatted = html(source).unwrap();
        assert_eq!(
            (formatted.text.as_str(), entities(&formatted)),
            (text, expected),
            "{source}"
        );
    }
}

#[test]
fn bad_html_is_refused_in_telegrams_words() {
    let cases = [
        ("<b>open", "Can't find end tag corresponding to start tag \"b\""),
        ("<h1>x</h1>", "Unsupported start tag \"h1\" at byte offset 0"),
        ("价 <br/>", "Unsupported start tag \"br/\" at byte offset 4"),
        ("5 < 6", "Unsupported start tag \"\" at byte offset 2"),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        (
            "<b>x</i>",
            "Unmatched end tag at byte offset 4, expected \"</b>\", found \"</i>\"",
        ),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        (
            "<span>x</span>",
            "Tag \"span\" must have class \"tg-spoiler\" at byte offset 0",
        ),
        (
            "<a href>x</a>",
            "Expected equal sign in declaration of an attribute of the tag \"a\" at byte offset 0",
        ),
        (
            "<a =x>x</a>",
            "Empty attribute name in the tag \"a\" at byte offset 0",
        ),
        (
            "<a href=http://x>x</a>",
            "Unexpected end of name token at byte offset 8",
        ),
        ("<a href=\"x>x</a>", "Unclosed start tag \"a\" at byte offset 0"),
        (
            "<tg-emoji emoji-id=\"x\">x</tg-emoji>",
            "Invalid custom emoji identifier specified",
        ),
    ];
    for (source, why) in cases {
        let expected = Refusal::bad_request(format!("can't parse entities: {why}"));
        assert_eq!(html(source), Err(expected), "{source}");
    }
}

#[test]
fn telegram_finds_commands_addresses_and_mentions_by_itself() {
    let cases = [
        ("/track demo ABC", json!([["bot_command", "/track"]])),
        (
            "/list@signchronicle_local_bot now",
            json!([["bot_command", "/list@signchronicle_local_bot"]]),
        ),
        (
            "try /help, /stop",
            json!([["bot_command", "/help"], ["bot_command", "/stop"]]),
        ),
        ("and/or 1/2 //x /a/b /", json!([])),
        ("/日本", json!([])),
        (
            "see https://example.com/a?b=1, ok",
            json!([["url", "https://example.com/a?b=1"]]),
        ),
        (
            "(http://127.0.0.1:8080/demo/ABC)",
            json!([["url", "http://127.0.0.1:8080/demo/ABC"]]),
        ),
        (
            "/track web https://shop.example.kr/商品 until 14:00",
            json!([["bot_command", "/track"], ["url", "https://shop.example.kr/商品"]]),
        ),
        (
            "ktown4u.com and 28.2 and 14:00 and file.rs",
            json!([["url", "ktown4u.com"]]),
        ),
        (
            "😀 ask @friend_1 or me@example.com about #价格 #1",
            json!([
                ["mention", "@friend_1"],
                ["email", "me@example.com"],
                ["hashtag", "#价格"]
            ]),
        ),
    ];
    for (source, expected) in cases {
        let formatted = typed(source).unwrap();
        let units: Vec<u16> = formatted.text.encode_utf16().collect();
        let found: Vec<Value> = formatted
            .entities
            .iter()
            .map(|e| json!([e.kind, String::from_utf16_lossy(&units[e.offset..e.end()])]))
            .collect();
        assert_eq!(json!(found), expected, "{source}");
    }
}

#[test]
fn nothing_is_found_in_code_and_links_but_in_bold_text() {
    let formatted = html("<code>/track</code> <a href='https://a.com'>b.com</a> <b>/stop</b>").unwrap();
    let kinds: Vec<Kind> = formatted.entities.iter().map(|entity| entity.kind).collect();
    assert_eq!(kinds, [Kind::Code, Kind::TextLink, Kind::BotCommand, Kind::Bold]);
}

#[test]
fn a_bot_may_name_the_entities_itself() {
    let given = r#"[{"type":"bold","offset":3,"length":2},{"type":"bot_command","offset":0,"length":1}]"#;
    let formatted = TEXT
        .read(&Params::from([("text", "😀 价格"), ("entities", given)]))
        .unwrap();
    assert_eq!(
        entities(&formatted),
        json!([{"type":"bold","offset":3,"length":2}])
    );
}

#[test]
fn wrong_entities_are_refused() {
    let cases = [
        (
            r#"[{"type":"bold","offset":100,"length":1}]"#,
            "entity begins after the end of the text at UTF-16 offset 100",
        ),
        (
            r#"[{"type":"bold","offset":0,"length":100}]"#,
            "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 100",
        ),
        (
            r#"[{"type":"bold","offset":-1,"length":1}]"#,
            "receive an entity with incorrect offset -1",
        ),
        (
            r#"[{"type":"blink","offset":0,"length":1}]"#,
            "can't parse MessageEntity: Unsupported type specified",
        ),
        (
            r#"[{"type":"text_link","offset":0,"length":1,"url":"not-a-url"}]"#,
            "entity URL 'not-a-url' is invalid: Wrong HTTP URL",
        ),
        ("{", "can't parse entities JSON object"),
    ];
    for (given, why) in cases {
        let refused = TEXT.read(&Params::from([("text", "hello"), ("entities", given)]));
        assert_eq!(refused, Err(Refusal::bad_request(why)), "{given}");
    }
}

#[test]
fn a_text_may_have_4096_units_once_its_markup_is_gone() {
    let most = "😀".repeat(2048);
    assert!(html(&format!("<b>{most}</b>")).is_ok());
    assert_eq!(
        html(&format!("<b>{most}</b>x")),
        Err(Refusal::bad_request("message is too long"))
    );
    for empty in ["", " \n ", "<b> </b>"] {
        assert_eq!(
            html(empty),
            Err(Refusal::bad_request("message text is empty")),
            "{empty:?}"
        );
    }
}

#[test]
fn a_browser_is_shown_escaped_html() {
    let cases = [
        ("<b>a &lt;script&gt;</b>", "<b>a &lt;script&gt;</b>"),
        ("<b>x <i>y</i></b> z", "<b>x <i>y</i></b> z"),
        (
            "<a href=\"https://a.com/?q='%22\">l</a>",
            "<a target=\"_blank\" rel=\"noopener noreferrer\" href=\"https://a.com/?q=%27%22\">l</a>",
        ),
        (
            "<blockquote>a <b>b</b></blockquote>",
            "<blockquote>a <b>b</b></blockquote>",
        ),
        ("/list", "<span class=\"tg-command\">/list</span>"),
        ("<pre>a\nb</pre>", "<pre>a\nb</pre>"),
    ];
    for (source, expected) in cases {
        let Formatted { text, entities } = html(source).unwrap();
        assert_eq!(to_html(&text, &entities), expected, "{source}");
    }
}

#[test]
fn overlapping_entities_are_shown_without_crossing_tags() {
    let entities = [Entity::new(Kind::Bold, 0, 4), Entity::new(Kind::Italic, 2, 6)];
    assert_eq!(to_html("abcdefg", &entities), "<b>ab<i>cd</i></b><i>ef</i>g");
}
