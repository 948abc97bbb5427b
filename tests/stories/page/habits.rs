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
    browser.see_text("#chart .toggle", "Price").await;
    browser.click("#language").await;
    for reloaded in [false, true] {
        browser.see_text("#chat-title", "與機械人對話").await;
        browser.see_text(".tracking .chip", "追蹤中").await;
        browser.see_text("#chart .toggle", "價格").await;
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
    browser.page.refresh().await.unwrap();
    browser.see("#clock-pause[data-state=stands]").await;
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

#[tokio::test]
async fn an_address_that_names_what_is_not_there_says_so() {
    let system = System::start().await.unwrap();
    let browser = Browser::on_screen(&system.origin, 1440, 900).await;
    track(&system, &browser, "demo ABC until in 20m").await;
    for (view, words) in [
        ("executions", "There is no such run"),
        ("sheet", "There is no such tab"),
    ] {
        let url = format!("{}/#/{view}/404404", system.origin);
        browser.page.goto(&url).await.unwrap();
        browser.see_text(&format!("#{view} .missing"), words).await;
        go(&browser, "faults").await;
        go(&browser, view).await;
        browser
            .until(
                "an address without it says nothing of it",
                &format!("return document.querySelector('#{view} .missing').hidden"),
            )
            .await;
    }
    close(browser).await;
}

#[tokio::test]
async fn what_was_said_of_a_lost_connection_goes_when_it_is_back() {
    let system = System::start().await.unwrap();
    let browser = Browser::on_screen(&system.origin, 390, 844).await;
    browser.see("#connection[data-state=live]").await;
    browser.offline(true).await;
    say(&browser, "/help").await;
    browser.see_text("#chat-error", "does not answer").await;
    browser.offline(false).await;
    system.say("/list").await.unwrap();
    browser
        .until(
            "the error is gone once the local cloud answers",
            "return document.getElementById('chat-error').hidden",
        )
        .await;
    let draft = browser
        .ask("return document.getElementById('chat-input').value")
        .await;
    assert_eq!(draft, "/help", "what was not sent can be sent again");
    browser.close().await;
}

#[tokio::test]
async fn a_phone_held_sideways_shows_chart_grid_and_tabs_apart() {
    let system = System::start().await.unwrap();
    let browser = Browser::on_screen(&system.origin, 780, 360).await;
    track(&system, &browser, "demo ABC until in 20m").await;
    go(&browser, "sheet").await;
    browser.see("#chart .point.line-price").await;
    browser
        .until(
            "the chart, the grid below it and the tabs below that have room and do not overlap",
            "const of = (selector) => document.querySelector(selector).getBoundingClientRect();
             const [chart, grid, tabs] = [of('#chart'), of('#sheet-grid'), of('.tabs')];
             return chart.height >= 200 && grid.height >= 200 && grid.top >= chart.bottom - 1 && tabs.top >= grid.bottom - 1",
        )
        .await;
    close(browser).await;
}

#[tokio::test]
async fn a_long_name_stays_in_its_card() {
    let system = System::start().await.unwrap();
    let browser = Browser::on_screen(&system.origin, 390, 844).await;
    let name = "ABCDEFGHIJ".repeat(5);
    track(&system, &browser, &format!("demo {name} until in 20m")).await;
    go(&browser, "trackings").await;
    browser.see_text(".tracking h3", &name).await;
    browser
        .until(
            "nothing is wider than its card",
            "const card = document.querySelector('.tracking'); return card.scrollWidth <= card.clientWidth && card.clientWidth < 390",
        )
        .await;
    close(browser).await;
}
