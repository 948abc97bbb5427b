//! What a careless person types: the answer says what was wrong, keeps what was right and asks for the rest, and nothing is
//! created.

use e2e::{Start, System};
use serde_json::json;

#[tokio::test]
async fn a_command_that_cannot_be_followed_says_why_and_creates_nothing() {
    let system = System::start().await.unwrap();
    let long = format!("/track demo {} until 14:00", "a".repeat(500));
    for (text, reason, kept) in [
        ("/track", "What shall I watch?", "/track every 1m"),
        (
            "/track demo ABC",
            "Until when shall I watch demo ABC?",
            "/track demo ABC every 1m",
        ),
        (
            "/track demo ABC until",
            "Until when shall I watch",
            "/track demo ABC every 1m",
        ),
        (
            "/track demo ABC until soon",
            "⚠️ I cannot read the deadline “soon”.",
            "/track demo ABC every 1m",
        ),
        (
            "/track demo ABC until 28 Feb 13:30",
            "⚠️ Sat 28 Feb 13:30 HKT has passed.",
            "/track demo ABC every 1m",
        ),
        (
            "/track demo ABC until in 63d",
            "⚠️ 2026-05-02 13:31 HKT is too distant: at most 62 days ahead are possible.",
            "/track demo ABC every 1m",
        ),
        (
            "/track nope ABC until 14:00",
            "⚠️ I do not know the platform “nope”.",
            "/track until 2026-02-28 14:00 HKT every 1m",
        ),
        (
            "/track demo until 14:00",
            "Which event on demo?",
            "/track demo until 2026-02-28 14:00 HKT every 1m",
        ),
        (
            &long,
            "⚠️ The event's name has 500 characters, I can take 100.",
            "/track demo until 2026-02-28 14:00 HKT every 1m",
        ),
        (
            "/track demo 🎉 until 14:00",
            "⚠️ The event's name contains “🎉”",
            "/track demo until 2026-02-28 14:00 HKT every 1m",
        ),
        (
            "/track demo <b>ABC</b> until 14:00",
            "⚠️ The event's name contains “<”",
            "/track demo until 2026-02-28 14:00 HKT every 1m",
        ),
        (
            "/track demo https://shop.example/a until 14:00",
            "⚠️ That is a link where this platform wants a name",
            "/track demo until 2026-02-28 14:00 HKT every 1m",
        ),
        (
            "/track web ABC until 14:00",
            "⚠️ This platform wants the page's whole link",
            "/track web until 2026-02-28 14:00 HKT every 1m",
        ),
        (
            "/track demo ABC until 14:00 every 7s",
            "⚠️ Every 7 s is not possible",
            "/track demo ABC until 2026-02-28 14:00 HKT every 1m",
        ),
        (
            "/track demo ABC until 14:00 every \"0 9 1 * 1\"",
            "⚠️ I cannot use the cron expression “0 9 1 * 1”",
            "/track demo ABC until 2026-02-28 14:00 HKT every 1m",
        ),
        (
            "/track demo ABC until 14:00 alert stok",
            "⚠️ I do not know the alert “stok”",
            "/track demo ABC until 2026-02-28 14:00 HKT every 1m",
        ),
    ] {
        let replies = system.say(text).await.unwrap();
        let card = &replies[0].text;
        assert!(
            card.starts_with(reason),
            "`{text}` was answered with `{card}`, expected `{reason}`"
        );
        assert!(card.ends_with(&format!("\n{kept}")), "{card}, expected `{kept}`");
    }
    assert!(system.scheduler_jobs().await.unwrap().is_empty());
    assert!(system.executions().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_chat_that_is_not_allowed_gets_one_line_with_its_id_and_nothing_else() {
    let system = System::start().await.unwrap();
    for text in ["/start", "/track demo ABC until 14:00", "/list", "/stop", "hello"] {
        let replies = system.say_in(7, text).await.unwrap();
        assert_eq!(replies.len(), 1, "{text}");
        assert_eq!(
            replies[0].text,
            "Sorry, this bot is private. Its operator can let you in by the id 7 (in ALLOWED_CHAT_IDS)."
        );
    }
    assert!(system.scheduler_jobs().await.unwrap().is_empty());
}

#[tokio::test]
async fn the_webhook_refuses_what_telegram_would_not_send() {
    let system = System::start().await.unwrap();
    // An answer shows that the bot is up, and so where it is.
    system.say("/start").await.unwrap();
    let state = system.state().await.unwrap();
    let url = format!("{}/telegram", state["services"][0]["url"].as_str().unwrap());
    let post = |secret: &str, body: String| {
        let request = system
            .client()
            .post(&url)
            .header("X-Telegram-Bot-Api-Secret-Token", secret);
        request
            .header("content-type", "application/json")
            .body(body)
            .send()
    };
    let wrong = post("wrong", "{}".to_owned()).await.unwrap();
    assert_eq!(
        wrong.status(),
        401,
        "a wrong secret is refused before the body is looked at"
    );
    let missing = system.client().post(&url).body("{}").send().await.unwrap();
    assert_eq!(missing.status(), 401, "so is none");

    for (body, status) in [
        ("{".to_owned(), 400),
        ("[]".to_owned(), 400),
        (json!({ "message": {} }).to_string(), 400),
        (
            json!({ "update_id": 1, "message": { "text": "/track" } }).to_string(),
            400,
        ),
        (json!({ "update_id": 2, "callback_query": 5 }).to_string(), 400),
        (
            json!({ "update_id": 3, "never_heard_of": { "a": 1 } }).to_string(),
            200,
        ),
        (json!({ "update_id": 4 }).to_string(), 200),
    ] {
        let answer = system
            .client()
            .post(system.url("/_local/updates"))
            .body(body.clone())
            .header("content-type", "application/json")
            .send()
            .await
            .unwrap();
        let answer: serde_json::Value = answer.json().await.unwrap();
        assert_eq!(answer["webhook_status"], status, "{body}: {answer}");
    }
}

#[tokio::test]
async fn a_page_that_cannot_be_read_is_a_row_that_says_why() {
    let system = System::start_as(Start::default()).await.unwrap();
    for (event, status) in [("broken-503", "HTTP 503"), ("no-price", "")] {
        system.track(&format!("demo {event} until 14:00")).await.unwrap();
        let tab = system.tab(&format!("demo {event}")).await.unwrap();
        let told = &tab.column("status")[0];
        assert!(
            !told.is_empty() && told != "ok" && told.starts_with(status),
            "{event}: {told}"
        );
        assert_eq!(
            tab.column("availability"),
            [""],
            "what could not be read is never out of stock"
        );
    }
    let executions = system.executions().await.unwrap();
    assert!(
        executions.iter().all(|execution| execution.exit_code == Some(0)),
        "{executions:#?}"
    );
}
