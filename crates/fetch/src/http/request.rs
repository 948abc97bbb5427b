//! What is asked for.

use std::fmt;

use thiserror::Error;
use url::Url;

/// One request. Its headers are the platform's own, such as `Origin`; they and the body are sent as they are as long as
/// redirects stay on the URL's origin.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// GET or POST.
    pub method: Method,
    /// Where to.
    pub url: Url,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// Of a POST; it is JSON where the headers name no content type.
    pub body: Option<String>,
}

/// How a page is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Without a body.
    Get,
    /// With or without a body.
    Post,
}

/// Why a request cannot be sent at all. No value of a header is told: it may be a secret.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RequestError {
    /// A header's name has other than letters, digits and `-`.
    #[error("{0:?} is no header name")]
    HeaderName(String),
    /// A header's value has line breaks or other than printable ASCII.
    #[error("header {0}: its value may hold printable ASCII only")]
    HeaderValue(String),
    /// A header that says how the request itself is sent.
    #[error("header {0} cannot be set: it is set for every request as it has to be")]
    Reserved(String),
    /// A user agent that is empty, or has line breaks or other than printable ASCII.
    #[error("the user agent has to be printable ASCII on one line, and not empty")]
    UserAgent,
    /// A GET with a body.
    #[error("a GET has no body: use POST")]
    BodyOfGet,
}

impl Request {
    /// A plain GET.
    pub fn get(url: Url) -> Self {
        Self {
            method: Method::Get,
            url,
            headers: Vec::new(),
            body: None,
        }
    }
}

/// Neither the headers' values nor the query nor the body, which may hold secrets.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("host", &self.url.host_str())
            .field("path", &self.url.path())
            .field("headers", &names)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_tells_no_secret() {
        let request = Request {
            method: Method::Post,
            url: Url::parse("https://me:secret@shop.example/p?key=secret").unwrap(),
            headers: vec![("Authorization".to_owned(), "secret".to_owned())],
            body: Some("secret".to_owned()),
        };
        let shown = format!("{request:?}");
        assert!(
            shown.contains("shop.example") && shown.contains("Authorization"),
            "{shown}"
        );
        assert!(!shown.contains("secret"), "{shown}");
    }
}
