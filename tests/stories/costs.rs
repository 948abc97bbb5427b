//! What a tick costs in calls.

use e2e::System;

#[tokio::test]
async fn a_healthy_tick_asks_for_one_token_one_page_and_two_sheets_calls() {
    for interval in ["1m", "auto"] {
        let system = System::start().await.unwrap();
        let words = format!("demo ABC until 15:00 every {interval}");
        system.track(&words).await.unwrap();
        system.advance(150).await.unwrap();
        assert_costs(&system).await;
    }
}

/// The first execution also tells that the tracking has started.
async fn assert_costs(system: &System) {
    for execution in system.executions().await.unwrap().into_iter().skip(1) {
        let calls = system.calls_of(&execution.name).await.unwrap();
        let of = |service: &str| calls.iter().filter(|call| call.service == service).count();
        let counts = (
            of("metadata"),
            of("demo"),
            of("sheets"),
            of("drive"),
            of("scheduler"),
            of("pubsub"),
        );
        let signs_of_life = usize::from(execution.log.contains("report@"));
        assert_eq!(
            counts,
            (1, 1, 2, 0, 0, signs_of_life),
            "token, page, Sheets, Drive, Scheduler, Pub/Sub: {calls:#?}"
        );
    }
}
