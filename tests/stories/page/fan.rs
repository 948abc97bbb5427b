//! The fan's questions on the page: what is on sale, how it goes, how it ended; in English and in Chinese.

use e2e::System;

use super::{SCREENS, close, go, say};
use crate::browser::Browser;

/// What the bot says in a language.
struct Words {
    code: &'static str,
    on_sale: &'static str,
    track: &'static str,
    start: &'static str,
    tracked: &'static str,
    total: &'static str,
    ended: &'static str,
}

const ENGLISH: Words = Words {
    code: "en",
    on_sale: "On sale at",
    track: "Track",
    start: "Start",
    tracked: "sold",
    total: "Total",
    ended: "the last backup is written",
};
const CHINESE: Words = Words {
    code: "zh",
    on_sale: "而家賣緊",
    track: "追蹤",
    start: "開始",
    tracked: "已售",
    total: "總數",
    ended: "最後備份已寫好",
};

#[tokio::test]
async fn a_fan_finds_an_event_follows_its_sales_and_reads_how_it_ended() {
    for ((width, height), words) in SCREENS.into_iter().zip([ENGLISH, CHINESE]) {
        let system = System::start_hearing().await.unwrap();
        system.say(&format!("/lang {}", words.code)).await.unwrap();
        let browser = Browser::on_screen(&system.origin, width, height).await;
        say(&browser, "/events demo-ktown4u").await;
        browser.see_text(".bubble.bot", words.on_sale).await;
        browser.see_text(".bubble.bot", "KST").await;
        let track = browser.see_text("button.inline", words.track).await;
        track.click().await.unwrap();
        let start = browser.see_text("button.inline", words.start).await;
        start.click().await.unwrap();
        browser.see_text(".bubble.bot", words.tracked).await;
        system.settle().await.unwrap();
        system.advance(300).await.unwrap();

        say(&browser, "/pace").await;
        browser.see_text(".bubble.bot", words.total).await;
        browser.see(".bubble.bot img").await;
        say(&browser, "/stop all").await;
        browser.see_text(".bubble.bot", words.ended).await;
        go(&browser, "sheet").await;
        browser
            .see_text("#sheet-grid [role=columnheader]", "total sold")
            .await;
        close(browser).await;
    }
}
