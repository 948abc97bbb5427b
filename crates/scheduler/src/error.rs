//! What went wrong, each with what the operator can do about it.

use gcp::CallError;
use thiserror::Error;

/// A call to Cloud Scheduler that failed.
#[derive(Debug, Error)]
pub enum SchedulerError {
    /// A role is missing.
    #[error(
        "Cloud Scheduler refused: our service account needs the permissions cloudscheduler.jobs.create, get, list, \
         update, pause, enable, run and delete on the project, and iam.serviceAccounts.actAs (roles/iam.serviceAccountUser) on \
         TRIGGER_SERVICE_ACCOUNT"
    )]
    Denied(#[source] CallError),
    /// There is no such job, or no such location at all.
    #[error("Cloud Scheduler knows no such job or location: check PROJECT_ID and REGION")]
    NotFound(#[source] CallError),
    /// The request itself is wrong.
    #[error(
        "Cloud Scheduler rejected the request: check that the API is enabled and the settings are those of the project"
    )]
    Rejected(#[source] CallError),
    /// No answer, no quota or no token; whether the call had an effect is unknown.
    #[error("Cloud Scheduler did not answer in time: try again")]
    Unavailable(#[source] CallError),
}

impl From<CallError> for SchedulerError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Denied { .. } => Self::Denied(error),
            CallError::NotFound(_) => Self::NotFound(error),
            _ if error.is_transient() => Self::Unavailable(error),
            _ => Self::Rejected(error),
        }
    }
}

/// A call to the Cloud Run Admin API that failed.
#[derive(Debug, Error)]
pub enum RunError {
    /// A role is missing.
    #[error(
        "Cloud Run refused: our service account needs roles/run.jobsExecutorWithOverrides on the job TRACKER_JOB; \
         roles/run.invoker is not enough"
    )]
    Denied(#[source] CallError),
    /// There is no such job.
    #[error("Cloud Run knows no such job: check PROJECT_ID, REGION and TRACKER_JOB")]
    NotFound(#[source] CallError),
    /// The request itself is wrong.
    #[error("Cloud Run rejected the request: the overrides do not fit the job TRACKER_JOB")]
    Rejected(#[source] CallError),
    /// No answer, no quota or no token; an execution may have been started nevertheless.
    #[error("Cloud Run did not answer in time: try again")]
    Unavailable(#[source] CallError),
    /// The body is no run request.
    #[error("the body is no run request")]
    Body(#[from] serde_json::Error),
}

impl From<CallError> for RunError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Denied { .. } => Self::Denied(error),
            CallError::NotFound(_) => Self::NotFound(error),
            _ if error.is_transient() => Self::Unavailable(error),
            _ => Self::Rejected(error),
        }
    }
}
