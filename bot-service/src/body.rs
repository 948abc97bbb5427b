//! A request's body, up to a limit.

use std::time::Duration;

use axum::body::Body;
use axum::http::StatusCode;
use http_body_util::BodyExt;
use tokio::time::timeout;

/// The longest body that is taken.
pub(crate) const LONGEST: usize = 1024 * 1024;
/// Up to here a longer one is read and thrown away, since a client that is cut off while it writes may never see why.
const DRAINED: usize = 16 * LONGEST;
/// A body arrives within this time or not at all.
const READ_TIMEOUT: Duration = Duration::from_secs(10);

/// The body, or the status that its sender gets.
pub(crate) async fn read(body: Body) -> Result<Vec<u8>, StatusCode> {
    timeout(READ_TIMEOUT, collect(body))
        .await
        .unwrap_or(Err(StatusCode::REQUEST_TIMEOUT))
}

async fn collect(mut body: Body) -> Result<Vec<u8>, StatusCode> {
    let mut bytes = Vec::new();
    let mut length = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| StatusCode::BAD_REQUEST)?;
        let Ok(data) = frame.into_data() else { continue };
        length += data.len();
        if length > DRAINED {
            break;
        }
        if length <= LONGEST {
            bytes.extend_from_slice(&data);
        }
    }
    if length > LONGEST {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    Ok(bytes)
}
