//! The figures of a tab as a person reads them: the first one, and those of several members.

use e2e::System;

use super::{SCREENS, close, go, track};
use crate::browser::Browser;

#[tokio::test]
async fn the_very_first_reading_is_seen_as_a_point() {
    let system = System::start().await.unwrap();
    let browser = Browser::on_screen(&system.origin, 1440, 900).await;
    track(&system, &browser, "demo ABC until in 20m").await;
    browser.see("#chart circle.point.line-price").await;
    browser
        .until(
            "the card's line has a point as well",
            "return (document.querySelector('.tracking .spark .points')?.getAttribute('d') ?? '') !== ''",
        )
        .await;
    system.advance(60).await.unwrap();
    browser
        .until(
            "two readings are a line without points",
            "return document.querySelectorAll('#chart circle.point.line-price').length === 0",
        )
        .await;
    close(browser).await;
}

#[tokio::test]
async fn each_member_has_a_colour_that_names_it_and_the_reading_stays_on_the_screen() {
    for (width, height) in SCREENS {
        let system = System::start().await.unwrap();
        let browser = Browser::on_screen(&system.origin, width, height).await;
        let link = format!(
            "{}/demo/ktown4u/eventsub?eve_no=44469917 until in 2h",
            system.origin
        );
        track(&system, &browser, &link).await;
        system.advance(300).await.unwrap();
        go(&browser, "sheet").await;
        browser.see("#chart .line-0").await;
        let named = "const of = (element, what) => getComputedStyle(element)[what];
             const names = [...document.querySelectorAll('#chart .names span')];
             const lines = [...document.querySelectorAll('#chart path.line')];
             return names.length > 1 && names.every((name) => lines.some((line) =>
               of(line, 'stroke') === of(name.querySelector('.key'), 'backgroundColor')))
               && new Set(names.map((name) => of(name.querySelector('.key'), 'backgroundColor'))).size === names.length";
        browser
            .until("each name has the colour of a line, and no other's", named)
            .await;
        browser.hover("#chart .plot").await;
        browser.see("#chart .tip .key.line-0").await;
        let whole = "const [tip, chart] = [document.querySelector('#chart .tip'), document.getElementById('chart')].map((e) => e.getBoundingClientRect());
             return tip.top >= chart.top && tip.bottom <= chart.bottom && tip.left >= chart.left && tip.right <= chart.right";
        browser
            .until("the reading beside the cursor is whole", whole)
            .await;
        close(browser).await;
    }
}
