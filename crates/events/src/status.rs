//! A gRPC status in the cases that all adapters tell apart.

use std::error::Error;

use gcp::CallError;
use h2::Reason;
use tonic::{Code, Status};

/// Sorts a failed call. Which codes may be repeated is what Pub/Sub's own clients do for `Publish`
/// (`publisher_grpc_service_config.json` in googleapis).
pub(crate) fn call_error(status: &Status) -> CallError {
    let message = words(status);
    match status.code() {
        Code::NotFound => CallError::NotFound(message),
        Code::AlreadyExists => CallError::Conflict(message),
        Code::ResourceExhausted => CallError::Quota { message },
        Code::PermissionDenied => denied("PERMISSION_DENIED", message),
        Code::Unauthenticated => denied("UNAUTHENTICATED", message),
        Code::Unimplemented => CallError::Rejected { status: 501, message },
        Code::InvalidArgument | Code::FailedPrecondition | Code::OutOfRange => {
            CallError::Rejected { status: 400, message }
        }
        code => CallError::Unavailable(format!("{code:?}: {message}")),
    }
}

/// Whether whoever answered took no notice of HTTP/2, as a proxy that knows only HTTP/1 does: read as a frame, the
/// beginning of `HTTP/1.1 400` is one that is too long.
pub(crate) fn is_answered_in_http_1(status: &Status) -> bool {
    let mut source = status.source();
    while let Some(error) = source {
        if let Some(error) = error.downcast_ref::<h2::Error>() {
            return error.is_library() && error.reason() == Some(Reason::FRAME_SIZE_ERROR);
        }
        source = error.source();
    }
    false
}

fn denied(reason: &str, message: String) -> CallError {
    CallError::Denied {
        reason: reason.to_owned(),
        message,
    }
}

/// The status' message with all its sources: tonic's own says only `transport error`.
fn words(status: &Status) -> String {
    match status.source() {
        Some(source) => format!("{}: {}", status.message(), gcp::chain(source)),
        None => status.message().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EventsError;

    #[test]
    fn statuses_are_told_apart_by_what_the_operator_can_do() {
        for (code, words, transient) in [
            (Code::NotFound, "EVENTS_TOPIC", false),
            (Code::PermissionDenied, "roles/pubsub.publisher", false),
            (Code::Unauthenticated, "roles/pubsub.publisher", false),
            (Code::InvalidArgument, "rejected", false),
            (Code::Unimplemented, "rejected", false),
            (Code::ResourceExhausted, "did not answer in time", true),
            (Code::Unavailable, "did not answer in time", true),
            (Code::Internal, "did not answer in time", true),
            (Code::Aborted, "did not answer in time", true),
            (Code::DeadlineExceeded, "did not answer in time", true),
        ] {
            let error = call_error(&Status::new(code, "m"));
            assert_eq!(error.is_transient(), transient, "{code:?}");
            let text = EventsError::from(error).to_string();
            assert!(text.contains(words), "{code:?}: {text}");
        }
    }
}
