//! From a message to rows in a sheet, to the end where everything takes itself down.

use e2e::{Start, System};

use crate::shared::{minutes, titles};

#[tokio::test]
async fn a_message_becomes_rows_and_at_the_deadline_everything_takes_itself_down() {
    let system = System::start().await.unwrap();

    let replies = system.say("/track demo ABC until in 4m").await.unwrap();
    assert_eq!(replies.len(), 1);
    let card = &replies[0];
    assert!(
        card.text
            .starts_with("demo ABC\nuntil Sat 28 Feb 13:35 HKT, in 4 min\na reading every minute"),
        "{}",
        card.text
    );
    assert_eq!(titles(card), ["▶️ Start", "✏️ Edit", "Cancel"]);
    assert!(
        system.scheduler_jobs().await.unwrap().is_empty(),
        "nothing is started before Start is pressed"
    );

    let started = system.press(card, "Start").await.unwrap();
    assert!(
        started
            .text
            .starts_with("✅ demo ABC is tracked until Sat 28 Feb 13:35 HKT"),
        "{}",
        started.text
    );
    assert_eq!(
        titles(&started),
        ["🔄 Now", "📈 Chart", "⏹ Stop", "+1 h", "⏸ Pause", "🔔 Alerts"],
        "the question has become the tracking's card"
    );
    system.settle().await.unwrap();
    assert_eq!(
        system.tab("demo ABC").await.unwrap().column("time"),
        ["2026-02-28 13:30:00"],
        "the first row does not wait"
    );

    let job = &system.scheduler_jobs().await.unwrap()[0];
    assert_eq!(job["timeZone"], "Asia/Hong_Kong");
    assert_eq!(job["schedule"], "* * 1,28 2-3 *");

    system.advance(300).await.unwrap();
    let tab = system.tab("demo ABC").await.unwrap();
    assert_eq!(
        tab.column("time"),
        minutes("2026-02-28 13:", 30..=35),
        "one row a minute, the deadline's included"
    );
    assert!(
        tab.column("status").iter().all(|status| status == "ok"),
        "{:?}",
        tab.column("status")
    );
    assert!(
        tab.column("price").iter().all(|price| !price.is_empty()),
        "{:?}",
        tab.column("price")
    );
    assert!(
        tab.raw[1][0].is_number() && tab.raw[1][3].is_number(),
        "times and prices are numbers: {:?}",
        tab.raw[1]
    );

    assert!(
        system.scheduler_jobs().await.unwrap().is_empty(),
        "the Scheduler job has deleted itself"
    );
    let files = system.csv_files().await.unwrap();
    assert_eq!(files.len(), 1, "{files:?}");
    assert_eq!(files[0].0, "demo ABC.csv");
    assert_eq!(
        crate::shared::csv_rows(&files[0].1),
        tab.values,
        "the CSV equals the tab"
    );

    let executions = system.executions().await.unwrap();
    assert!(
        executions.iter().all(|execution| execution.exit_code == Some(0)),
        "{executions:#?}"
    );
    system.advance(600).await.unwrap();
    assert_eq!(
        system.executions().await.unwrap().len(),
        executions.len(),
        "nothing runs after the end"
    );
}

#[tokio::test]
async fn the_same_holds_for_any_page_that_the_operator_allows() {
    let page = crate::shared::serve(
        r#"<html><head><title>Album</title><script type="application/ld+json">{"@context":"https://schema.org",
        "@type":"Product","name":"Album 1","offers":{"@type":"Offer","price":"1280","priceCurrency":"TWD",
        "availability":"https://schema.org/OutOfStock"}}</script></head><body>Album 1</body></html>"#,
    )
    .await;
    let env = vec![("ALLOWED_PRIVATE_ADDRESSES".to_owned(), page.address.clone())];
    let system = System::start_as(Start {
        env,
        ..Start::default()
    })
    .await
    .unwrap();
    let started = system
        .track(&format!("web http://{}/shop/album-1 until 14:00", page.address))
        .await
        .unwrap();
    assert!(started.text.starts_with("✅ web "), "{}", started.text);
    let tab = system
        .tab(&format!("web {} album-1", page.address))
        .await
        .unwrap();
    let row: Vec<&str> = tab.rows()[0].iter().map(String::as_str).collect();
    assert_eq!(
        row,
        [
            "2026-02-28 13:30:00",
            "ok",
            "Album 1",
            "1280",
            "TWD",
            "OutOfStock"
        ]
    );
}

#[tokio::test]
async fn a_page_on_a_private_address_is_not_read_unless_it_is_allowed() {
    let page = crate::shared::serve("<p>secret</p>").await;
    let system = System::start().await.unwrap();
    system
        .track(&format!("web http://{}/x until 14:00", page.address))
        .await
        .unwrap();
    let tab = system.tab(&format!("web {} x", page.address)).await.unwrap();
    assert!(
        tab.column("status")[0].starts_with("address not allowed"),
        "{:?}",
        tab.rows()
    );
    assert_eq!(page.requests(), 0, "the server was not reached");
}
