//! Short storms; `cargo run -p e2e --bin storm` is the long one.

use e2e::storm::{self, Plan, Strategy};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_storm_nothing_is_lost_doubled_or_overwritten() {
    let fresh = fastrand::u64(..);
    println!("fresh seed: {fresh}");
    let storms = [1, 2, 3, fresh].map(|seed| async move {
        let report = storm::run(&Plan::short_storm(seed), |_| {}).await.unwrap();
        assert!(report.is_whole(), "seed {seed}\n{report}");
        assert!(report.samples > 50, "seed {seed}: too few samples\n{report}");
        assert_eq!(report.jobs_left, 0, "seed {seed}\n{report}");
    });
    futures_util::future::join_all(storms).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_storm_breaks_the_obvious_way() {
    let plan = Plan {
        strategy: Strategy::Append,
        ..Plan::short_storm(1)
    };
    let report = storm::run(&plan, |_| {}).await.unwrap();
    assert!(!report.lost.is_empty() || !report.twice.is_empty(), "{report}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn containers_that_start_late_leave_no_hole_below_a_minute() {
    let report = storm::run(&Plan::late_starts(1, 6), |_| {}).await.unwrap();
    assert!(report.is_whole(), "{report}");
    assert_eq!(report.samples, report.due, "{report}");
}
