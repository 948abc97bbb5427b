//! How long Google may take: a person who waits has to be told before Telegram loses its patience.

use std::future::Future;
use std::time::Duration;

use gcp::CallError;
use tokio::time::timeout;

/// One call, with all its attempts, takes no longer than this.
const PATIENCE: Duration = Duration::from_secs(15);

/// A call's answer, or that there was none in time. Whether the call had an effect is then unknown.
pub(crate) async fn patiently<T, E: From<CallError>>(
    call: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    timeout(PATIENCE, call).await.unwrap_or_else(|_| {
        let late = format!("no answer within {} s", PATIENCE.as_secs());
        Err(CallError::Unavailable(late).into())
    })
}

#[cfg(test)]
mod tests {
    use scheduler::SchedulerError;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_call_that_never_answers_is_given_up() {
        let never = std::future::pending::<Result<(), SchedulerError>>();
        assert!(matches!(
            patiently(never).await,
            Err(SchedulerError::Unavailable(_))
        ));
        assert!(matches!(
            patiently(async { Ok::<_, SchedulerError>(1) }).await,
            Ok(1)
        ));
    }
}
