//! Reading an answer's body within its bound.

use reqwest::Response;

use super::{FetchError, Limits};

/// The decompressed body. Reading stops at the bound, so a small answer that unpacks without end costs little.
pub(super) async fn read(mut response: Response, limits: &Limits) -> Result<Vec<u8>, FetchError> {
    let announced = usize::try_from(response.content_length().unwrap_or_default()).unwrap_or(usize::MAX);
    if announced > limits.bytes {
        return Err(FetchError::TooLarge(limits.bytes));
    }
    let mut body = Vec::with_capacity(announced);
    loop {
        let chunk = response
            .chunk()
            .await
            .map_err(|error| FetchError::from_request(&error, limits))?;
        let Some(chunk) = chunk else { return Ok(body) };
        if body.len() + chunk.len() > limits.bytes {
            return Err(FetchError::TooLarge(limits.bytes));
        }
        body.extend_from_slice(&chunk);
    }
}
