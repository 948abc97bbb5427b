//! Nothing is kept in a process: everything may be killed between any two updates.

use e2e::System;
use e2e::kills::{self, Kills};

#[tokio::test]
async fn the_bot_may_be_killed_between_any_two_updates() {
    let system = System::start().await.unwrap();
    let card = system.say("/track demo ABC until 14:00").await.unwrap();
    system.kill_bot().await.unwrap();
    let started = system.press(&card[0], "Start").await.unwrap();
    assert!(
        started.text.starts_with("✅ demo ABC is tracked"),
        "{}",
        started.text
    );
    system.settle().await.unwrap();
    system.kill_bot().await.unwrap();
    let list = system.say("/list").await.unwrap();
    assert!(list[0].text.starts_with("demo ABC\n"), "{}", list[0].text);
    let choices = system.say("/stop").await.unwrap();
    system.kill_bot().await.unwrap();
    let stopped = system.press(&choices[0], "demo ABC").await.unwrap();
    assert!(
        stopped.text.starts_with("⏹ demo ABC is stopped."),
        "{}",
        stopped.text
    );
    assert!(system.scheduler_jobs().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_killed_local_cloud_goes_on_where_it_was() {
    let mut system = System::start().await.unwrap();
    system.track("demo ABC until in 4m").await.unwrap();
    system.advance(100).await.unwrap();
    let before = system.tab("demo ABC").await.unwrap().rows().to_vec();
    system.restart().await.unwrap();
    assert_eq!(
        system.tab("demo ABC").await.unwrap().rows(),
        before,
        "no row is lost"
    );
    assert!(system.messages(1).await.unwrap().len() >= 2, "the chat is there");
    system.advance(300).await.unwrap();
    assert_eq!(system.tab("demo ABC").await.unwrap().rows().len(), 6);
    assert!(system.scheduler_jobs().await.unwrap().is_empty());
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_everything_was_killed() {
    let report = kills::run(Kills { moments: 4, seed: 7 }, |_| {}).await.unwrap();
    assert!(
        report.rows > 4 && report.files > 4,
        "the kills had something to destroy: {report}"
    );
}
