//! A person switches a fault on, sees what it does, and sees the system recover.

use e2e::System;

use super::{SCREENS, close, go, track};
use crate::browser::Browser;
use crate::shared::minutes;

#[tokio::test]
async fn on_the_page_sheets_goes_down_and_no_reading_is_lost() {
    for (width, height) in SCREENS {
        let system = System::start().await.unwrap();
        let browser = Browser::on_screen(&system.origin, width, height).await;
        track(&system, &browser, "demo ABC until 15:00").await;

        go(&browser, "faults").await;
        browser.click("#fault-sheets-down").await;
        browser.see("#fault-sheets-down[aria-checked=true]").await;
        browser.see_text("#faults-in-force", "1 fault on").await;
        system.advance(120).await.unwrap();
        browser
            .until(
                "the switch tells how often the fault has struck",
                "return /has struck ([2-9]|once|[1-9]\\d+)/.test(document.querySelector('.switch.on .struck').textContent)",
            )
            .await;
        assert_eq!(
            system.tab("demo ABC").await.unwrap().rows().len(),
            1,
            "nothing is written while Sheets is down"
        );

        go(&browser, "calls").await;
        browser.click("#calls-failed").await;
        browser.see_text(".call > summary", "503").await;
        browser.click(".call > summary").await;
        browser.see_text(".call pre", "UNAVAILABLE").await;
        let everything = browser
            .ask("return document.getElementById('calls').textContent")
            .await;
        assert!(
            !everything.as_str().unwrap().contains("Bearer "),
            "a call shows no token"
        );

        go(&browser, "faults").await;
        browser.click("#faults-clear").await;
        browser.see("#fault-sheets-down[aria-checked=false]").await;
        system.advance(120).await.unwrap();
        go(&browser, "sheet").await;
        for time in minutes("2026-02-28 13:", 30..=34) {
            browser.see_text("#sheet-grid [role=gridcell]", &time).await;
        }
        close(browser).await;
    }
}

#[tokio::test]
async fn a_card_says_since_when_no_row_has_come() {
    let system = System::start().await.unwrap();
    let browser = Browser::on_screen(&system.origin, 1440, 900).await;
    track(&system, &browser, "demo ABC until 15:00").await;
    browser.see_text(".tracking .chip", "tracking").await;
    go(&browser, "faults").await;
    browser.click("#fault-sheets-down").await;
    browser.see("#fault-sheets-down[aria-checked=true]").await;
    system.advance(600).await.unwrap();
    browser.see_text(".tracking .chip", "no rows").await;
    browser
        .see_text(".tracking .silent", "No new row since 28 Feb, 13:30")
        .await;
    browser.click("#faults-clear").await;
    browser.see("#fault-sheets-down[aria-checked=false]").await;
    system.advance(120).await.unwrap();
    browser.see_text(".tracking .chip", "tracking").await;
    browser
        .until(
            "the card says nothing of missing rows any more",
            "return document.querySelector('.tracking .silent').hidden",
        )
        .await;
    close(browser).await;
}
