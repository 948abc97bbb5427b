//! A page's tree, built within bounds.
//!
//! The rules of HTML let a few bytes cost much: attributes are compared pairwise, open formatting elements are copied
//! into every paragraph, scopes are searched through all that is open. So [`parse`] cuts tags of very many attributes,
//! flattens what is nested very deeply (as browsers do) and ends the page early where its tree grows beyond all use.

mod attributes;
mod guard;
mod tree;

use std::borrow::Cow;

use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::Tokenizer;
use scraper::Html;

use attributes::Asked;
use guard::Guard;

pub use attributes::value_attribute;

/// How much is fed before the budget is looked at.
const CHUNK: usize = 16 * 1024;

/// The tree of a page, of whatever size and however broken; of a page without end, its beginning.
pub fn parse(html: &str) -> Html {
    build(html, &Asked::Everything)
}

/// The same without the attributes that none of the places is about: the selectors and attributes that will be asked
/// for. On the page of a long list that saves a third of the time.
pub fn parse_for(html: &str, places: &[&str]) -> Html {
    build(html, &Asked::of(places))
}

fn build(html: &str, asked: &Asked) -> Html {
    let html = without_nulls(html);
    let html = attributes::cut(&html, asked);
    // A tag begins an element or ends one, and a text may stand before and after it.
    let nodes = html.bytes().filter(|byte| *byte == b'<').count() / 2 * 3;
    let tokenizer = Tokenizer::new(Guard::new(nodes), Default::default());
    let input = BufferQueue::default();
    let mut rest = html.trim_start_matches('\u{feff}');
    while !rest.is_empty() && !tokenizer.sink.is_spent() {
        let (chunk, after) = rest.split_at(rest.floor_char_boundary(CHUNK));
        input.push_back(StrTendril::from_slice(chunk));
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
        rest = after;
    }
    tokenizer.end();
    tokenizer.sink.finish()
}

/// A page without the characters that the parser would leave out itself, slowly.
fn without_nulls(html: &str) -> Cow<'_, str> {
    if html.contains('\0') {
        Cow::Owned(html.replace('\0', ""))
    } else {
        Cow::Borrowed(html)
    }
}

#[cfg(test)]
mod tests;
