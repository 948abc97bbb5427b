//! One hop of a fetch, and the next one where an answer sends us on.

use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Client, RequestBuilder};
use url::Url;

use super::headers::{common, over_common};
use super::{FetchError, Method, Request, RequestError};

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// What is sent to one address.
pub(super) struct Hop {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    body: Option<String>,
}

impl Hop {
    /// The request as it was asked for.
    pub(super) fn first(request: &Request) -> Result<Self, RequestError> {
        if request.method == Method::Get && request.body.is_some() {
            return Err(RequestError::BodyOfGet);
        }
        let mut headers = over_common(&request.headers)?;
        if request.body.is_some() {
            headers.entry(CONTENT_TYPE).or_insert(JSON);
        }
        Ok(Self {
            method: request.method,
            url: request.url.clone(),
            headers,
            body: request.body.clone(),
        })
    }

    /// The next hop, as browsers go it: 301 to 303 make a GET of a POST. What the platform sends is meant for its own
    /// origin: another one gets neither the headers nor the body.
    pub(super) fn redirected(mut self, status: u16, location: &str) -> Result<Self, FetchError> {
        let url = self.url.join(location).map_err(|_| FetchError::BadRedirect)?;
        if matches!(status, 301..=303) {
            self.method = Method::Get;
            self.body = None;
            self.headers.remove(CONTENT_TYPE);
        }
        if url.origin() != self.url.origin() {
            self.headers = common();
            self.body = None;
        }
        Ok(Self { url, ..self })
    }

    /// The hop as a client sends it.
    pub(super) fn request(&self, client: &Client) -> RequestBuilder {
        let method = match self.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
        };
        let request = client
            .request(method, self.url.clone())
            .headers(self.headers.clone());
        match &self.body {
            Some(body) => request.body(body.clone()),
            None => request,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post() -> Hop {
        Hop::first(&Request {
            method: Method::Post,
            url: Url::parse("https://shop.example/api/v1").unwrap(),
            headers: vec![("Authorization".to_owned(), "secret".to_owned())],
            body: Some("{}".to_owned()),
        })
        .unwrap()
    }

    #[test]
    fn a_redirect_keeps_what_its_status_and_the_origin_let_it_keep() {
        for (status, location, url, method, sends) in [
            (301, "v2", "https://shop.example/api/v2", Method::Get, "headers"),
            (302, "/v2", "https://shop.example/v2", Method::Get, "headers"),
            (303, "?q", "https://shop.example/api/v1?q", Method::Get, "headers"),
            (307, "/v2", "https://shop.example/v2", Method::Post, "all"),
            (
                308,
                "https://shop.example:443/v2",
                "https://shop.example/v2",
                Method::Post,
                "all",
            ),
            (
                307,
                "//cdn.example/v2",
                "https://cdn.example/v2",
                Method::Post,
                "nothing",
            ),
            (
                308,
                "http://shop.example/v2",
                "http://shop.example/v2",
                Method::Post,
                "nothing",
            ),
            (
                308,
                "https://shop.example:444/",
                "https://shop.example:444/",
                Method::Post,
                "nothing",
            ),
            (
                302,
                "https://cdn.example/",
                "https://cdn.example/",
                Method::Get,
                "nothing",
            ),
        ] {
            let hop = post().redirected(status, location).unwrap();
            let sent = match (hop.headers.contains_key("authorization"), hop.body.is_some()) {
                (true, true) => "all",
                (true, false) => "headers",
                (false, false) => "nothing",
                (false, true) => "body",
            };
            assert_eq!(
                (hop.url.as_str(), hop.method, sent),
                (url, method, sends),
                "{status} {location}"
            );
            assert_eq!(
                hop.headers.contains_key(CONTENT_TYPE),
                sends == "all",
                "{status} {location}"
            );
        }
    }

    #[test]
    fn headers_do_not_come_back_when_a_redirect_returns_to_the_origin() {
        let away = post().redirected(307, "https://cdn.example/").unwrap();
        let back = away.redirected(307, "https://shop.example/api/v1").unwrap();
        assert!(!back.headers.contains_key("authorization") && back.body.is_none());
    }

    #[test]
    fn a_body_is_json_unless_it_says_otherwise_and_a_get_has_none() {
        assert_eq!(post().headers[CONTENT_TYPE], "application/json");
        let mut request = Request::get(Url::parse("https://shop.example/").unwrap());
        assert!(!Hop::first(&request).unwrap().headers.contains_key(CONTENT_TYPE));
        request.body = Some("a=b".to_owned());
        assert_eq!(Hop::first(&request).err(), Some(RequestError::BodyOfGet));
        request.method = Method::Post;
        request.headers = vec![("content-type".to_owned(), "text/plain".to_owned())];
        assert_eq!(Hop::first(&request).unwrap().headers[CONTENT_TYPE], "text/plain");
    }
}
