//! Pages that need not be sent again: a server that is asked whether its page has changed may answer that it has not.

use std::collections::VecDeque;
use std::sync::Arc;

use reqwest::Response;
use reqwest::header::{
    CACHE_CONTROL, ETAG, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
    VARY,
};
use url::Url;

use super::hop::Hop;
use super::{Method, Page};

const PAGES: usize = 64;
const BYTES: usize = 20_000_000;

/// The last pages that came with a validator, the least recently used first.
#[derive(Default)]
pub(super) struct Memory(VecDeque<Remembered>);

/// By what a server recognises a page that it sent before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Validators {
    etag: Option<HeaderValue>,
    last_modified: Option<HeaderValue>,
}

struct Remembered {
    url: Url,
    /// All that a page may vary by; what else is sent is the same for every request.
    headers: HeaderMap,
    validators: Validators,
    page: Arc<Page>,
}

impl Memory {
    /// The page that the same request gave before.
    pub(super) fn recall(&mut self, hop: &Hop) -> Option<(Validators, Arc<Page>)> {
        let found = self.take(hop)?;
        let recalled = (found.validators.clone(), Arc::clone(&found.page));
        self.0.push_back(found);
        Some(recalled)
    }

    /// Remembers a page in place of what the same request gave before.
    pub(super) fn keep(&mut self, hop: &Hop, validators: Option<Validators>, page: &Page) {
        if hop.method != Method::Get || page.status != 200 {
            return;
        }
        self.take(hop);
        let Some(validators) = validators.filter(|_| page.text.len() <= BYTES) else {
            return;
        };
        self.0.push_back(Remembered {
            url: hop.url.clone(),
            headers: hop.headers.clone(),
            validators,
            page: Arc::new(page.clone()),
        });
        while self.0.len() > PAGES || self.bytes() > BYTES {
            self.0.pop_front();
        }
    }

    fn take(&mut self, hop: &Hop) -> Option<Remembered> {
        let same = |kept: &Remembered| kept.url == hop.url && kept.headers == hop.headers;
        let at = self
            .0
            .iter()
            .position(same)
            .filter(|_| hop.method == Method::Get)?;
        self.0.remove(at)
    }

    fn bytes(&self) -> usize {
        self.0.iter().map(|kept| kept.page.text.len()).sum()
    }
}

impl Validators {
    /// Those of an answer that may be remembered.
    pub(super) fn of(response: &Response) -> Option<Self> {
        Self::among(response.headers())
    }

    fn among(headers: &HeaderMap) -> Option<Self> {
        if names(headers, &CACHE_CONTROL, "no-store") || names(headers, &VARY, "*") {
            return None;
        }
        let (etag, last_modified) = (headers.get(ETAG).cloned(), headers.get(LAST_MODIFIED).cloned());
        (etag.is_some() || last_modified.is_some()).then_some(Self { etag, last_modified })
    }

    /// The question whether the page has changed since.
    pub(super) fn conditions(&self) -> HeaderMap {
        let etag = self.etag.clone().map(|etag| (IF_NONE_MATCH, etag));
        let date = self.last_modified.clone().map(|date| (IF_MODIFIED_SINCE, date));
        etag.into_iter().chain(date).collect()
    }
}

/// Whether a header's list has a word.
fn names(headers: &HeaderMap, header: &HeaderName, word: &str) -> bool {
    let values = headers
        .get_all(header)
        .iter()
        .filter_map(|value| value.to_str().ok());
    values
        .flat_map(|value| value.split(','))
        .any(|part| part.trim().eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Request;

    fn hop(path: &str) -> Hop {
        let url = Url::parse("https://shop.example/").unwrap().join(path).unwrap();
        Hop::first(&Request::get(url)).unwrap()
    }

    fn page(status: u16, length: usize) -> Page {
        Page {
            final_url: hop("/").url,
            status,
            content_type: None,
            text: "x".repeat(length),
            retry_after: None,
        }
    }

    fn validators(etag: &'static str) -> Option<Validators> {
        let etag = Some(HeaderValue::from_static(etag));
        Some(Validators {
            etag,
            last_modified: None,
        })
    }

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pairs = pairs.iter();
        pairs
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn only_what_a_server_recognises_and_lets_be_stored_is_remembered() {
        for (answer, conditions) in [
            (
                &[("etag", "W/\"1\"")] as &[_],
                &[("if-none-match", "W/\"1\"")] as &[_],
            ),
            (&[("last-modified", "then")], &[("if-modified-since", "then")]),
            (
                &[
                    ("etag", "\"1\""),
                    ("last-modified", "then"),
                    ("vary", "accept-encoding"),
                ],
                &[("if-none-match", "\"1\""), ("if-modified-since", "then")],
            ),
            (
                &[("etag", "\"1\""), ("cache-control", "private, max-age=0")],
                &[("if-none-match", "\"1\"")],
            ),
            (&[("etag", "\"1\""), ("cache-control", "private, No-Store")], &[]),
            (&[("etag", "\"1\""), ("vary", "accept, *")], &[]),
            (&[], &[]),
        ] {
            let asked = Validators::among(&headers(answer)).map(|found| found.conditions());
            assert_eq!(asked.unwrap_or_default(), headers(conditions), "{answer:?}");
        }
    }

    #[test]
    fn a_page_is_recalled_for_the_same_request_only() {
        let mut memory = Memory::default();
        memory.keep(&hop("/a"), validators("1"), &page(200, 1));
        assert!(memory.recall(&hop("/a")).is_some());
        assert!(memory.recall(&hop("/a?b")).is_none());
        let mut other = hop("/a");
        other.headers.insert("x-shop", HeaderValue::from_static("2"));
        assert!(memory.recall(&other).is_none());
        let mut post = hop("/a");
        post.method = Method::Post;
        assert!(memory.recall(&post).is_none());
        memory.keep(&post, validators("2"), &page(200, 1));
        memory.keep(&hop("/a"), validators("3"), &page(503, 1));
        assert_eq!(memory.recall(&hop("/a")).map(|(kept, _)| kept), validators("1"));
    }

    #[test]
    fn a_newer_page_takes_the_place_of_the_older_also_when_it_cannot_be_remembered() {
        let mut memory = Memory::default();
        memory.keep(&hop("/a"), validators("1"), &page(200, 1));
        memory.keep(&hop("/a"), validators("2"), &page(200, 2));
        assert_eq!(memory.recall(&hop("/a")).unwrap().1.text, "xx");
        assert_eq!(memory.0.len(), 1);
        memory.keep(&hop("/a"), None, &page(200, 3));
        assert!(memory.recall(&hop("/a")).is_none());
    }

    #[test]
    fn the_least_recently_used_is_forgotten_first() {
        let mut memory = Memory::default();
        for number in 0..PAGES {
            memory.keep(&hop(&number.to_string()), validators("1"), &page(200, 1));
        }
        assert!(memory.recall(&hop("0")).is_some());
        memory.keep(&hop("new"), validators("1"), &page(200, 1));
        assert!(memory.recall(&hop("1")).is_none());
        assert!(memory.recall(&hop("0")).is_some() && memory.recall(&hop("new")).is_some());
        memory.keep(&hop("large"), validators("1"), &page(200, BYTES));
        assert_eq!(memory.0.len(), 1);
        memory.keep(&hop("too large"), validators("1"), &page(200, BYTES + 1));
        assert!(memory.recall(&hop("too large")).is_none());
        assert!(memory.recall(&hop("large")).is_some());
    }
}
