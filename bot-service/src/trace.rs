//! Log lines are shown below the request that they belong to, where Cloud Logging knows its trace.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;
use tracing::{Instrument, info_span};

/// Cloud Run sets it on each request: `TRACE/SPAN;o=OPTIONS` (<https://cloud.google.com/trace/docs/trace-context>).
const HEADER: &str = "X-Cloud-Trace-Context";

/// Gives all that is logged while a request is answered its trace, under the name that Cloud Logging reads
/// (<https://cloud.google.com/logging/docs/structured-logging#special-payload-fields>).
pub(crate) async fn join(State(project): State<Arc<str>>, request: Request, next: Next) -> Response {
    let Some(trace) = trace_of(request.headers()) else {
        return next.run(request).await;
    };
    let trace = format!("projects/{project}/traces/{trace}");
    let span = info_span!("request", "logging.googleapis.com/trace" = trace);
    next.run(request).instrument(span).await
}

/// 32 hexadecimal digits; whoever sends something else has no trace.
fn trace_of(headers: &HeaderMap) -> Option<&str> {
    let context = headers.get(HEADER)?.to_str().ok()?;
    let trace = context.split('/').next()?;
    let is_trace = trace.len() == 32 && trace.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_trace.then_some(trace)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn a_trace_is_what_stands_before_the_span_and_nothing_else_is_taken_for_one() {
        let id = "105445aa7843bc8bf206b12000100000";
        for (header, trace) in [
            ("105445aa7843bc8bf206b12000100000/1;o=1", Some(id)),
            (id, Some(id)),
            ("105445aa7843bc8bf206b1200010000/1", None),
            ("projects/../secrets/0123456789abc/1", None),
            ("", None),
        ] {
            let headers = HeaderMap::from_iter([(
                "x-cloud-trace-context".parse().unwrap(),
                HeaderValue::from_static(header),
            )]);
            assert_eq!(trace_of(&headers), trace, "{header}");
        }
        assert_eq!(trace_of(&HeaderMap::new()), None);
    }
}
