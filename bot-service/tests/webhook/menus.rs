use serde_json::json;

use crate::stand_in::StandIn;

/// Runs `bot-service menus` with nothing in its environment but what it needs.
async fn set_menus(origin: String) {
    let run = move || {
        let lookup = |name: &str| match name {
            "TELEGRAM_BOT_TOKEN" => Some("123:abc".to_owned()),
            "TELEGRAM_API_URL" => Some(origin.clone()),
            _ => None,
        };
        bot_service::run(Some("menus"), &lookup)
    };
    tls::install();
    tokio::task::spawn_blocking(run).await.unwrap();
}

#[tokio::test]
async fn menus_and_descriptions_are_set_for_everybody_and_for_chinese() {
    let (cloud, origin) = StandIn::start().await;
    set_menus(origin).await;
    let menus = cloud.told("setMyCommands");
    let languages: Vec<_> = menus
        .iter()
        .map(|menu| menu.get("language_code").cloned())
        .collect();
    assert_eq!(languages, [None, Some(json!("zh"))]);
    assert_eq!(
        menus[0]["commands"][0],
        json!({ "command": "track", "description": "Watch a page until a deadline" })
    );
    assert_eq!(menus[1]["commands"][0]["description"], "追蹤頁面直到截止時間");
    assert_eq!(cloud.told("setMyDescription").len(), 2);
    assert_eq!(cloud.told("setMyShortDescription").len(), 2);
}
