//! A request's body, up to a limit.

use std::time::Duration;

use axum::body::Body;
use axum::http::StatusCode;
use http_body_util::BodyExt;
use tokio::time::timeout;

/// Up to here a longer one is read and thrown away, since a client that is cut off while it writes may never see why.
const DRAINED: usize = 16 * 1024 * 1024;
/// A body arrives within this time or not at all.
const READ_TIMEOUT: Duration = Duration::from_secs(10);

/// The body of at most `longest` bytes, or the status that its sender gets.
pub(crate) async fn read_up_to(longest: usize, body: Body) -> Result<Vec<u8>, StatusCode> {
    timeout(READ_TIMEOUT, collect(longest, body))
        .await
        .unwrap_or(Err(StatusCode::REQUEST_TIMEOUT))
}

async fn collect(longest: usize, mut body: Body) -> Result<Vec<u8>, StatusCode> {
    let mut bytes = Vec::new();
    let mut length = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| StatusCode::BAD_REQUEST)?;
        let Ok(data) = frame.into_data() else { continue };
        length += data.len();
        if length > DRAINED {
            break;
        }
        if length <= longest {
            bytes.extend_from_slice(&data);
        }
    }
    if length > longest {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    Ok(bytes)
}
