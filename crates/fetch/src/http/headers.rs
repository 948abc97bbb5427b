//! The headers that a platform may set, and those that every request has.

use reqwest::header::{ACCEPT, HeaderMap, HeaderName, HeaderValue};

use super::RequestError;

const WANTED: HeaderValue = HeaderValue::from_static(
    "text/html,application/xhtml+xml,application/json;q=0.9,application/xml;q=0.9,*/*;q=0.1",
);

/// How a request is delivered, packed and remembered is the client's; who asks is the operator's setting.
const RESERVED: &[&str] = &[
    "accept-encoding",
    "connection",
    "content-encoding",
    "content-length",
    "expect",
    "host",
    "http2-settings",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "keep-alive",
    "range",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
];

/// Whether a text can be sent as the user agent.
pub fn check_user_agent(text: &str) -> Result<(), RequestError> {
    let sendable = value(text).filter(|_| !text.trim().is_empty());
    sendable.map(drop).ok_or(RequestError::UserAgent)
}

/// What every request says.
pub(super) fn common() -> HeaderMap {
    HeaderMap::from_iter([(ACCEPT, WANTED)])
}

/// A platform's headers over the common ones.
pub(super) fn over_common(headers: &[(String, String)]) -> Result<HeaderMap, RequestError> {
    let mut own = HeaderMap::new();
    for (name, value) in headers {
        let (name, value) = header(name, value)?;
        own.append(name, value);
    }
    let mut all = common();
    all.extend(own);
    Ok(all)
}

/// A header's first value as text.
pub(super) fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    let value = headers.get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}

fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), RequestError> {
    let parsed =
        HeaderName::from_bytes(name.as_bytes()).map_err(|_| RequestError::HeaderName(name.to_owned()))?;
    if RESERVED.contains(&parsed.as_str()) || parsed.as_str().starts_with("proxy-") {
        return Err(RequestError::Reserved(name.to_owned()));
    }
    let value = self::value(value).ok_or_else(|| RequestError::HeaderValue(name.to_owned()))?;
    Ok((parsed, value))
}

/// Other than ASCII is read by every server in its own way.
fn value(text: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(text).ok().filter(|_| text.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_platform_sets_its_own_headers_but_not_how_a_request_is_sent() {
        for (name, value, complaint) in [
            ("Origin", "https://www.shop.example", None),
            ("Referer", "https://www.shop.example/event/1?a=b", None),
            ("X-Empty", "", None),
            ("X-Tab", "a\tb", None),
            ("accept", "application/json", None),
            ("Cookie", "currency=HKD", None),
            ("", "x", Some("\"\" is no header name")),
            ("X Y", "x", Some("\"X Y\" is no header name")),
            ("X:", "x", Some("\"X:\" is no header name")),
            ("X\r\nHost", "x", Some("\"X\\r\\nHost\" is no header name")),
            ("Händler", "x", Some("\"Händler\" is no header name")),
            (
                "X-Cut",
                "a\r\nHost: b",
                Some("header X-Cut: its value may hold printable ASCII only"),
            ),
            (
                "X-Nul",
                "a\0",
                Some("header X-Nul: its value may hold printable ASCII only"),
            ),
            (
                "X-Name",
                "사인",
                Some("header X-Name: its value may hold printable ASCII only"),
            ),
            (
                "HOST",
                "x",
                Some("header HOST cannot be set: it is set for every request as it has to be"),
            ),
            (
                "Proxy-Authorization",
                "x",
                Some("header Proxy-Authorization cannot be set: it is set for every request as it has to be"),
            ),
        ] {
            let answer = header(name, value).err().map(|error| error.to_string());
            assert_eq!(answer.as_deref(), complaint, "{name}");
        }
        for name in RESERVED {
            assert_eq!(header(name, "1"), Err(RequestError::Reserved((*name).to_owned())));
        }
    }

    #[test]
    fn a_user_agent_is_one_printable_line() {
        assert_eq!(check_user_agent(crate::USER_AGENT), Ok(()));
        for text in ["", "  ", "a\r\nHost: b", "a\nb", "a\0b", "a\u{7f}", "팬 1.0"] {
            assert_eq!(check_user_agent(text), Err(RequestError::UserAgent), "{text:?}");
        }
    }

    #[test]
    fn a_platforms_header_replaces_the_common_one_and_may_come_twice() {
        let own = [("Accept", "application/json"), ("X-Shop", "1"), ("x-shop", "2")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let all = over_common(&own).unwrap();
        let values = |name| {
            all.get_all(name)
                .iter()
                .map(HeaderValue::as_bytes)
                .collect::<Vec<_>>()
        };
        assert_eq!(values("accept"), [b"application/json"]);
        assert_eq!(values("x-shop"), [b"1", b"2"]);
        assert_eq!(over_common(&[]).unwrap(), common());
    }
}
