//! What came back.

use std::time::Duration;

use reqwest::Response;
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap};
use url::Url;

use super::{FetchError, Limits, body, charset, headers, media_type, retry_after};

/// A page as it came, whatever its status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Where the redirects ended.
    pub final_url: Url,
    /// The HTTP status: whether this is the page, a challenge or a refusal is the reader's to tell.
    pub status: u16,
    /// As the server named it.
    pub content_type: Option<String>,
    /// The page as text, whatever its charset was; empty where an error's page is no text.
    pub text: String,
    /// How long the server wants to be left alone (`Retry-After`), whatever the status; a date is counted from the
    /// server's own clock. A server may ask for days: cap it before waiting.
    pub retry_after: Option<Duration>,
}

impl Page {
    /// Whether the status is a 2xx.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Reads an answer to its end.
pub(super) async fn read(final_url: Url, response: Response, limits: &Limits) -> Result<Page, FetchError> {
    let status = response.status();
    let content_type = headers::text(response.headers(), CONTENT_TYPE);
    let retry_after = retry_after::read(response.headers());
    let text = match unreadable(response.headers(), content_type.as_deref()) {
        _ if matches!(status.as_u16(), 204 | 205 | 304) => String::new(),
        Some(error) if status.is_success() => return Err(error),
        // What an error shows matters less than its status.
        Some(_) => String::new(),
        None => charset::decode(body::read(response, limits).await?, content_type.as_deref()),
    };
    Ok(Page {
        final_url,
        status: status.as_u16(),
        content_type,
        text,
        retry_after,
    })
}

/// Why a body gives no text. The client takes the header away from what it unpacks itself.
fn unreadable(headers: &HeaderMap, content_type: Option<&str>) -> Option<FetchError> {
    let packed = headers::text(headers, CONTENT_ENCODING).filter(|how| !how.eq_ignore_ascii_case("identity"));
    if let Some(how) = packed {
        return Some(FetchError::Encoding(how));
    }
    let kind = media_type::other_than_text(content_type?)?;
    Some(FetchError::NotAPage(kind.to_owned()))
}
