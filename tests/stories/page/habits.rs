//! What people expect of any page: reload, back, the keyboard alone, their language.

use e2e::System;
use fantoccini::key::Key;

use super::{SCREENS, close, go, say, track};
use crate::browser::Browser;

#[tokio::test]
async fn a_reload_keeps_the_view_and_the_draft_and_back_leads_back() {
    for (width, height) in SCREENS {
        let system = System::start().await.unwrap();
        let browser = Browser::on_screen(&system.origin, width, height).await;
        go(&browser, "chat").await;
        let input = browser.see("#chat-input").await;
        input.send_keys("/track demo half a com").await.unwrap();
        go(&browser, "faults").await;
        browser.see("#faults.active").await;
        go(&browser, "calls").await;
        browser.see("#calls.active").await;
        browser.page.refresh().await.unwrap();
        browser.see("#calls.active").await;
        browser.page.back().await.unwrap();
        browser.see("#faults.active").await;
        let draft = browser
            .ask("return document.getElementById('chat-input').value")
            .await;
        assert_eq!(draft, "/track demo half a com");
        close(browser).await;
    }
}

#[tokio::test]
async fn the_page_speaks_chinese_and_remembers_it() {
    let system = System::start().await.unwrap();
    let browser = Browser::on_screen(&system.origin, 1440, 900).await;
    track(&system, &browser, "demo ABC until in 4m").await;
    browser.click("#language").await;
    for reloaded in [false, true] {
        browser.see_text("#chat-title", "與機械人對話").await;
        browser.see_text(".tracking .chip", "追蹤中").await;
        browser.see_text("#connection", "即時").await;
        assert_eq!(
            browser.ask("return document.documentElement.lang").await,
            "zh-HK",
            "reloaded: {reloaded}"
        );
        browser.page.refresh().await.unwrap();
    }
    close(browser).await;
}

#[tokio::test]
async fn the_speed_of_time_can_be_changed_and_stopped() {
    let start = e2e::Start {
        clock: None,
        ..e2e::Start::default()
    };
    let system = System::start_as(start).await.unwrap();
    let browser = Browser::on_screen(&system.origin, 1440, 900).await;
    // Until the page knows the pace the choice is hidden.
    browser.see("#clock-pause[data-state=runs]").await;
    let option = browser.see("#clock-speed option[value='300']").await;
    option.click().await.unwrap();
    let told = async || system.get("/_local/clock").await.unwrap();
    browser
        .until(
            "time runs 300 times as fast",
            "return document.getElementById('clock-speed').value === '300'",
        )
        .await;
    while told().await["speed"] != 300.0 {}
    browser.click("#clock-pause").await;
    browser.see("#clock-pause[data-state=stands]").await;
    let stands = told().await["now"].clone();
    assert_eq!(told().await["now"], stands, "time stands");
    browser.click("#clock-pause").await;
    browser.see("#clock-pause[data-state=runs]").await;
    assert_eq!(told().await["speed"], 300.0, "and goes on as fast as before");
    close(browser).await;
}

#[tokio::test]
async fn the_keyboard_alone_reaches_and_works_everything() {
    let system = System::start().await.unwrap();
    let browser = Browser::on_screen(&system.origin, 1440, 900).await;
    track(&system, &browser, "demo ABC until in 20m").await;
    system.advance(300).await.unwrap();
    browser.see_text("#sheet-grid [role=gridcell]", "13:35:00").await;
    let body = browser.see("body").await;
    let tab = || async { body.send_keys(&Key::Tab.to_string()).await.unwrap() };
    let mut reached = Vec::new();
    browser.ask("document.activeElement.blur()").await;
    for _ in 0..60 {
        tab().await;
        let name = browser
            .ask("const e = document.activeElement; return e.id || e.className || e.tagName")
            .await;
        reached.push(name.as_str().unwrap_or_default().to_owned());
    }
    for stop in [
        "skip",
        "language",
        "chat-log",
        "chat-input",
        "plot",
        "sheet-grid",
        "sheet-csv",
    ] {
        assert!(
            reached.iter().any(|name| name == stop),
            "the Tab key reaches {stop}: {reached:?}"
        );
    }
    say(&browser, "/help").await;
    let plot = browser.see(".plot").await;
    plot.send_keys(&Key::Left.to_string()).await.unwrap();
    plot.send_keys(&Key::Left.to_string()).await.unwrap();
    browser
        .until(
            "the chart reads the value under its cursor",
            "return /13:34: price \\d+/.test(document.querySelector('.plot').getAttribute('aria-valuetext'))",
        )
        .await;
    close(browser).await;
}
