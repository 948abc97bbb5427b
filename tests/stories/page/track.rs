//! From a command to the end where everything takes itself down, all of it seen on the page.

use e2e::System;

use super::{SCREENS, close, go, track};
use crate::browser::Browser;

#[tokio::test]
async fn on_the_page_a_person_tracks_an_event_to_its_end() {
    for (width, height) in SCREENS {
        let system = System::start().await.unwrap();
        let browser = Browser::on_screen(&system.origin, width, height).await;
        track(&system, &browser, "demo ABC until in 4m").await;
        system.advance(120).await.unwrap();

        go(&browser, "trackings").await;
        browser.see_text(".tracking h3", "demo ABC").await;
        browser.see_text(".tracking .next", "next reading in").await;
        browser.see_text(".figure", "Price").await;
        browser
            .until(
                "a line of the last prices",
                "return (document.querySelector('.spark path')?.getAttribute('d') ?? '').length > 5",
            )
            .await;

        go(&browser, "sheet").await;
        browser
            .see_text("#sheet-grid [role=gridcell]", "2026-02-28 13:32:00")
            .await;
        browser.see("#chart .line-price").await;

        go(&browser, "executions").await;
        browser.see_text(".execution > summary", "exit 0").await;
        browser.click(".execution > summary").await;
        browser.see_text(".log-lines li", "stored").await;
        browser.see(".timeline .mark.good").await;

        system.advance(180).await.unwrap();
        go(&browser, "trackings").await;
        browser.see_text("#trackings .empty", "Nothing is tracked").await;
        go(&browser, "files").await;
        browser.see_text(".file > summary", "demo ABC.csv").await;
        browser
            .click(".file:first-child > summary, .file > summary")
            .await;
        go(&browser, "chat").await;
        browser.see_text(".bubble.bot", "demo ABC").await;
        close(browser).await;
    }
}
