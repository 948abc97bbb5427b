//! Bounded retries with jitter, on 429, 5xx and broken connections only.

use std::future::Future;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use tokio::time::{sleep, timeout};

use crate::error::CallError;

/// How often and how far apart a call is repeated. Waits are real time even where time is told: they belong to the
/// connection, not to the schedule.
#[derive(Debug, Clone)]
pub(crate) struct Retries {
    backoff: ExponentialBuilder,
}

impl Default for Retries {
    /// Four attempts within about three seconds: an execution is paid by the second, and the next minute brings the
    /// next one.
    fn default() -> Self {
        let backoff = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(250))
            .with_factor(2.5)
            .with_max_delay(Duration::from_secs(2))
            .with_max_times(3)
            .with_jitter();
        Self { backoff }
    }
}

impl Retries {
    /// As often, but hardly waiting.
    pub(crate) fn hurried() -> Self {
        Self {
            backoff: Self::default()
                .backoff
                .with_min_delay(Duration::from_millis(1))
                .with_max_delay(Duration::from_millis(5)),
        }
    }

    pub(crate) async fn run<T, E, F, A>(
        &self,
        name: &str,
        limit: Duration,
        mut attempt: A,
    ) -> Result<T, CallError>
    where
        A: FnMut() -> F,
        F: Future<Output = Result<T, E>>,
        CallError: From<E>,
    {
        let mut delays = self.backoff.build();
        loop {
            let error = match timeout(limit, attempt()).await {
                Ok(Ok(value)) => return Ok(value),
                Ok(Err(error)) => CallError::from(error),
                Err(_) => CallError::timed_out(limit),
            };
            let delay = if error.is_transient() { delays.next() } else { None };
            let Some(delay) = delay else { return Err(error) };
            tracing::debug!(call = name, %error, delay_ms = delay.as_millis(), "{name} failed, trying again");
            sleep(delay).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use google_apis_common::Error;
    use serde_json::json;

    use super::*;

    fn quick() -> Retries {
        let backoff = ExponentialBuilder::default()
            .with_min_delay(Duration::ZERO)
            .with_max_times(3);
        Retries {
            backoff: backoff.with_max_delay(Duration::ZERO),
        }
    }

    fn refused(code: u16) -> Error {
        Error::BadRequest(json!({ "error": { "code": code, "message": "no" } }))
    }

    async fn attempts_on(code: u16) -> u32 {
        let attempts = Cell::new(0);
        let call = || {
            attempts.set(attempts.get() + 1);
            async { Err::<(), _>(refused(code)) }
        };
        assert!(
            quick()
                .run("test.call", Duration::from_secs(5), call)
                .await
                .is_err()
        );
        attempts.get()
    }

    #[tokio::test]
    async fn only_quota_and_server_errors_are_tried_again() {
        for (code, attempts) in [
            (400, 1),
            (401, 1),
            (403, 1),
            (404, 1),
            (409, 1),
            (429, 4),
            (500, 4),
            (503, 4),
        ] {
            assert_eq!(attempts_on(code).await, attempts, "HTTP {code}");
        }
    }

    #[tokio::test]
    async fn a_later_attempt_may_succeed() {
        let attempts = Cell::new(0);
        let call = || {
            attempts.set(attempts.get() + 1);
            let attempt = attempts.get();
            async move {
                if attempt < 3 {
                    Err(refused(503))
                } else {
                    Ok(attempt)
                }
            }
        };
        assert_eq!(
            quick()
                .run("test.call", Duration::from_secs(5), call)
                .await
                .unwrap(),
            3
        );
    }
}
