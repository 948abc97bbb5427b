use super::*;

#[test]
fn answers_become_the_codes_that_a_jobs_status_shows() {
    for (status, code) in [
        (200, 0),
        (204, 0),
        (302, 2),
        (400, 3),
        (401, 16),
        (403, 7),
        (404, 5),
        (409, 10),
        (418, 9),
        (429, 8),
    ] {
        assert_eq!(code_of(status), code, "{status}");
    }
    for (status, code) in [(500, 13), (502, 13), (503, 14), (504, 4)] {
        assert_eq!(code_of(status), code, "{status}");
    }
}

#[test]
fn pauses_double_then_grow_evenly_up_to_the_longest() {
    let config = json!({ "retryConfig": { "retryCount": 5, "maxDoublings": 2, "minBackoffDuration": "10s",
        "maxBackoffDuration": "110s" } });
    let Value::Object(object) = config else {
        panic!("an object")
    };
    let job = Job::with_defaults(object);
    let pauses = |attempt| {
        pause_before_retry(&job, INTERNAL, attempt, TimeDelta::zero()).map(|pause| pause.num_seconds())
    };
    assert_eq!(
        (0..6).map(pauses).collect::<Vec<_>>(),
        [Some(10), Some(20), Some(40), Some(80), Some(110), None]
    );
    assert_eq!(pause_before_retry(&job, OK, 0, TimeDelta::zero()), None);
}
