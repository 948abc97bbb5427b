//! The page for people, as a person uses it.

use e2e::System;
use fantoccini::Locator;

use crate::browser::Browser;

#[tokio::test]
async fn on_the_page_a_person_types_a_command_presses_start_and_sees_rows() {
    for (width, height) in [(1440, 900), (390, 844)] {
        let system = System::start().await.unwrap();
        let browser = Browser::open(&system.origin, width, height).await;

        let input = browser.see("#chat-input").await;
        input.send_keys("/track demo ABC until in 4m").await.unwrap();
        browser.see("#chat-send").await.click().await.unwrap();
        browser
            .see_text(".bubble.person", "/track demo ABC until in 4m")
            .await;
        browser
            .see_text(".bubble.bot", "until Sat 28 Feb 13:35 HKT")
            .await;
        browser
            .see_text("button.inline", "Start")
            .await
            .click()
            .await
            .unwrap();
        browser.see_text(".bubble.bot", "is tracked until").await;

        system.settle().await.unwrap();
        system.advance(120).await.unwrap();
        show_section(&browser, "sheet").await;
        browser.see_text("#sheet table tr", "2026-02-28 13:32:00").await;
        show_section(&browser, "trackings").await;
        browser.see_text("#trackings .tracking", "demo ABC").await;
        show_section(&browser, "executions").await;
        browser.see_text("#executions .execution", "0").await;

        assert_eq!(browser.console_errors().await, Vec::<String>::new());
        browser.close().await;
    }
}

/// On a phone each section is a view of its own.
async fn show_section(browser: &Browser, section: &str) {
    let link = browser
        .page
        .find(Locator::Css(&format!("nav a[href='#/{section}']")))
        .await
        .unwrap();
    if link.is_displayed().await.unwrap() {
        link.click().await.unwrap();
    }
}
