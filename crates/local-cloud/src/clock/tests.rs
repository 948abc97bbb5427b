use std::sync::Mutex;

use chrono::TimeDelta;

use super::*;

const PATIENCE: Duration = Duration::from_secs(20);

fn start() -> DateTime<Utc> {
    "2026-02-28T05:30:00Z".parse().unwrap()
}

fn after(seconds: i64) -> DateTime<Utc> {
    start() + TimeDelta::seconds(seconds)
}

fn manual() -> Clock {
    Clock::manual(start(), |_| ())
}

async fn advance(clock: &Clock, seconds: i64) -> DateTime<Utc> {
    clock
        .advance(TimeDelta::seconds(seconds), PATIENCE)
        .await
        .unwrap()
}

#[tokio::test]
async fn time_stands_still_until_it_is_told() {
    let clock = manual();
    assert_eq!(clock.now(), start());
    assert_eq!(advance(&clock, 0).await, start());
    assert_eq!(advance(&clock, 60).await, after(60));
    assert_eq!(clock.now(), after(60));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_waiter_sees_its_own_instant_and_what_it_begins_is_awaited() {
    let clock = manual();
    let seen = Arc::new(Mutex::new(Vec::new()));
    for second in [30, 10, 20, 90] {
        let (wait, clock, seen) = (clock.wait_until(after(second)), clock.clone(), seen.clone());
        tokio::spawn(async move {
            let _busy = wait.await;
            for _ in 0..20 {
                tokio::task::yield_now().await;
            }
            seen.lock().unwrap().push(clock.now());
        });
    }
    advance(&clock, 60).await;
    assert_eq!(*seen.lock().unwrap(), [after(10), after(20), after(30)]);
    advance(&clock, 60).await;
    assert_eq!(seen.lock().unwrap().last(), Some(&after(90)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_wait_that_a_woken_task_begins_is_an_event_of_the_same_advance() {
    let clock = manual();
    let (task_clock, wait) = (clock.clone(), clock.wait_until(after(1)));
    let ticks = tokio::spawn(async move {
        let mut busy = wait.await;
        let mut ticks = 1;
        while task_clock.now() < after(600) {
            let next = task_clock.wait_until(task_clock.now() + TimeDelta::seconds(1));
            drop(busy);
            busy = next.await;
            ticks += 1;
        }
        ticks
    });
    advance(&clock, 600).await;
    assert_eq!(ticks.await.unwrap(), 600);
}

#[tokio::test]
async fn a_wait_for_the_past_ends_at_once_and_one_that_is_given_up_is_no_event() {
    let clock = manual();
    drop(clock.wait_until(after(-5)).await);
    drop(clock.wait_until(start()).await);
    drop(clock.wait_until(after(10)));
    assert!(clock.inner.lock().waiters.is_empty());
    assert_eq!(advance(&clock, 60).await, after(60));
}

#[tokio::test]
async fn time_does_not_pass_a_program_that_neither_waits_nor_ends() {
    let clock = manual();
    let program = clock.process("tracker-abcde");
    let error = clock
        .advance(TimeDelta::seconds(60), Duration::from_millis(20))
        .await
        .unwrap_err();
    assert!(
        matches!(&error, AdvanceError::NotSettled { now, busy } if *now == start() && busy == "tracker-abcde")
    );

    let wait = clock.wait_as("tracker-abcde", after(30));
    let waiting = tokio::spawn(wait);
    let error = clock
        .advance(TimeDelta::seconds(60), Duration::from_millis(20))
        .await
        .unwrap_err();
    assert!(error.to_string().contains("tracker-abcde"), "{error}");
    assert_eq!(clock.now(), after(30), "time stops where the program was woken");

    drop(waiting.await.unwrap());
    drop(program);
    assert_eq!(advance(&clock, 30).await, after(60));
}

#[tokio::test]
async fn work_in_progress_is_awaited_and_named() {
    let clock = manual();
    let busy = clock.busy("a delivery");
    let error = clock
        .advance(TimeDelta::zero(), Duration::from_millis(20))
        .await
        .unwrap_err();
    assert!(
        error.to_string().ends_with("still busy with a delivery"),
        "{error}"
    );
    let advancing = tokio::spawn({
        let clock = clock.clone();
        async move { advance(&clock, 0).await }
    });
    tokio::task::yield_now().await;
    drop(busy);
    assert_eq!(advancing.await.unwrap(), start());
}

#[tokio::test]
async fn told_time_is_stored_before_anybody_hears_of_it() {
    let kept = Arc::new(Mutex::new(Vec::new()));
    let keep = kept.clone();
    let clock = Clock::manual(start(), move |now| keep.lock().unwrap().push(now));
    let (wait, seen) = (clock.wait_until(after(10)), kept.clone());
    let heard = tokio::spawn(async move {
        let _busy = wait.await;
        seen.lock().unwrap().clone()
    });
    advance(&clock, 20).await;
    assert_eq!(heard.await.unwrap(), [after(10)]);
    assert_eq!(*kept.lock().unwrap(), [after(10), after(20)]);
}

#[tokio::test]
async fn fast_time_passes_by_itself_and_cannot_be_told() {
    let clock = Clock::running(start(), 36_000.0);
    let busy = clock.wait_until(after(1800)).await;
    assert!(clock.now() >= after(1800));
    drop(busy);
    assert!(matches!(
        clock.advance(TimeDelta::zero(), PATIENCE).await,
        Err(AdvanceError::NotManual)
    ));
}

#[tokio::test]
async fn a_change_of_speed_goes_on_from_the_present_and_reaches_those_who_wait() {
    let clock = Clock::running(start(), 0.001);
    let wait = tokio::spawn(clock.wait_until(after(3600)));
    assert!(clock.set_speed(0.0));
    let stands = clock.now();
    assert!(stands >= start() && stands < after(60), "{stands}");
    assert_eq!(clock.now(), stands, "at speed 0 time stands");
    assert!(clock.set_speed(100_000.0));
    let _busy = wait.await.unwrap();
    assert!(clock.now() >= after(3600));
    assert!(!manual().set_speed(2.0), "told time has no speed");
}
