//! How long a server wants to be left alone.

use std::time::Duration;

use reqwest::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};

use super::headers;

/// `Retry-After` in seconds, or as a date: then from the answer's own `Date`, so that our clock plays no part.
pub(super) fn read(headers: &HeaderMap) -> Option<Duration> {
    let text = headers::text(headers, RETRY_AFTER)?;
    if let Ok(seconds) = text.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let (until, now) = (date(headers, RETRY_AFTER)?, date(headers, DATE)?);
    Some(until.duration_since(now).unwrap_or_default())
}

fn date(headers: &HeaderMap, name: HeaderName) -> Option<std::time::SystemTime> {
    httpdate::parse_http_date(headers::text(headers, name)?.trim()).ok()
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    #[test]
    fn a_wait_is_seconds_or_the_distance_of_two_dates() {
        let noon = "Tue, 24 Nov 2026 12:00:00 GMT";
        for (retry_after, date, seconds) in [
            ("120", None, Some(120)),
            (" 0 ", None, Some(0)),
            ("Tue, 24 Nov 2026 12:01:30 GMT", Some(noon), Some(90)),
            ("Tue, 24 Nov 2026 11:00:00 GMT", Some(noon), Some(0)),
            ("Tue, 24 Nov 2026 12:01:30 GMT", None, None),
            ("-1", Some(noon), None),
            ("1.5", Some(noon), None),
            ("99999999999999999999", Some(noon), None),
            ("soon", Some(noon), None),
        ] {
            let mut headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static(retry_after))]);
            headers.extend(date.map(|date| (DATE, HeaderValue::from_static(date))));
            assert_eq!(read(&headers), seconds.map(Duration::from_secs), "{retry_after}");
        }
        assert_eq!(read(&HeaderMap::new()), None);
    }
}
