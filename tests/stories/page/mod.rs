//! The page for people, as people use it: on a phone and on a wide screen, without an error in the console.

mod big_sheet;
mod fan;
mod faults;
mod figures;
mod habits;
mod pictures;
mod track;

use e2e::System;
use fantoccini::Locator;

use crate::browser::Browser;

/// A phone's screen and a laptop's.
const SCREENS: [(u32, u32); 2] = [(390, 844), (1440, 900)];

/// Goes to a section by its link, where it is not on the screen anyway.
async fn go(browser: &Browser, view: &str) {
    let link = browser
        .page
        .find(Locator::Css(&format!("nav a[href='#/{view}']")))
        .await
        .unwrap();
    if link.is_displayed().await.unwrap() {
        link.click().await.unwrap();
    }
}

/// Types a message and sends it.
async fn say(browser: &Browser, text: &str) {
    go(browser, "chat").await;
    browser.see("#chat-input").await.send_keys(text).await.unwrap();
    browser.click("#chat-send").await;
}

/// Begins a tracking as a person does; its first execution has ended.
async fn track(system: &System, browser: &Browser, arguments: &str) {
    say(browser, &format!("/track {arguments}")).await;
    let start = browser.see_text("button.inline", "Start").await;
    start.click().await.unwrap();
    // The question becomes the tracking's card, which the first reading changes again.
    browser
        .until(
            "the button Start is gone",
            "return ![...document.querySelectorAll('button.inline')].some((button) => button.textContent.includes('Start'))",
        )
        .await;
    system.settle().await.unwrap();
}

/// Closes the window, which must not have written an error to its console.
async fn close(browser: Browser) {
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    browser.close().await;
}
