//! The pictures of README and docs, always of the same three hours.

use std::path::Path;

use e2e::System;

use super::{go, say, track};
use crate::browser::Browser;

#[tokio::test]
#[ignore = "writes docs/*.png: ./tests/screenshots.sh"]
async fn pictures_of_the_page() {
    let system = System::start_hearing().await.unwrap();
    let browser = Browser::on_screen(&system.origin, 1440, 900).await;
    let link = format!("{}/demo/ktown4u/eventsub?eve_no=44469917", system.origin);
    for arguments in [
        "demo Yujin until tomorrow 14:00",
        &format!("{link} until 20:00"),
        "demo ABC until 18:00 every 5m",
    ] {
        track(&system, &browser, arguments).await;
    }
    system.advance(3 * 3600).await.unwrap();
    browser.page.refresh().await.unwrap();
    browser
        .see_text(".tabs a", "demo Yujin")
        .await
        .click()
        .await
        .unwrap();
    browser.see("#chart .line-price").await;
    say(&browser, "/chart demo Yujin").await;
    browser.see_text(".bubble.person", "/chart").await;
    system.settle().await.unwrap();
    browser.see(".bubble .photo[src]").await;
    settled(&browser).await;
    browser.hover(".plot").await;
    save(&browser, "page.png").await;

    browser.scheme("dark").await;
    go(&browser, "faults").await;
    browser.click("#fault-sheets-down").await;
    system.advance(600).await.unwrap();
    go(&browser, "executions").await;
    browser.see(".timeline .mark").await;
    browser.click(".execution > summary").await;
    browser.see(".log-lines li").await;
    settled(&browser).await;
    save(&browser, "page-dark.png").await;
    browser.click("nav a[href='#/faults']").await;
    browser.click("#faults-clear").await;
    browser.see("#fault-sheets-down[aria-checked=false]").await;
    browser.close().await;

    system.advance(120).await.unwrap();
    let phone = Browser::on_screen(&format!("{}/#/trackings", system.origin), 390, 844).await;
    phone.see(".spark path").await;
    settled(&phone).await;
    save(&phone, "page-phone.png").await;
    phone.close().await;
}

/// Nothing is fetched or drawn any more: two looks half a second apart see the same.
async fn settled(browser: &Browser) {
    let same = "const done = arguments[0], look = () => document.body.innerText; const before = look(); \
                setTimeout(() => done(look() === before), 500)";
    while !browser.ask_later(same).await.as_bool().unwrap_or_default() {}
}

async fn save(browser: &Browser, name: &str) {
    let picture = browser.page.screenshot().await.unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(name);
    std::fs::write(path, picture).unwrap();
}
