//! Whether something is for sale, from schema.org's words and from shops' phrases.

mod left;
mod phrases;

use super::phrase::Bytes;
use domain::Availability::{self, InStock, OutOfStock, PreOrder, Unknown};

/// What a text about availability says. A refusal wins over an offer that stands beside it ("250 in stock. Sold out").
pub fn availability(text: &str) -> Availability {
    let schema = schema_word(text);
    if schema != Unknown {
        return schema;
    }
    let text = plain(text);
    let says = |lists: &[&[&str]]| lists.iter().any(|list| has(&text, list));
    let left = are_left(&text);
    if left == Some(false) || says(&[phrases::SOLD_OUT, phrases::SOLD_OUT_ALONE, phrases::NOTIFY]) {
        OutOfStock
    } else if says(&[phrases::AHEAD, phrases::SOON]) {
        PreOrder
    } else if left == Some(true)
        || says(&[
            phrases::FOR_SALE,
            phrases::FOR_SALE_ALONE,
            phrases::BUY,
            phrases::BUY_ALONE,
        ])
    {
        InStock
    } else {
        after_label(&text)
    }
}

/// What a text somewhere on a page says about the page's product: words that may be about anything, as `available`,
/// count only where they stand alone.
pub(crate) fn statement(text: &str) -> Availability {
    let text = plain(text);
    let alone = without_subject(&text);
    let says = |strong: &[&str], weak: &[&str]| has(&text, strong) || begins(alone, weak);
    let (left, answer) = (are_left(&text), after_label(&text));
    if answer != Unknown {
        answer
    } else if has(&text, phrases::ABOUT_OTHERS) || is_past(&text) {
        Unknown
    } else if left == Some(false) || says(phrases::SOLD_OUT, phrases::SOLD_OUT_ALONE) {
        OutOfStock
    } else if says(phrases::AHEAD, phrases::SOON) || is_available_from(&text) {
        PreOrder
    } else if left == Some(true) || says(phrases::FOR_SALE, phrases::FOR_SALE_ALONE) {
        InStock
    } else {
        Unknown
    }
}

/// How many letters a text has beside the refusal in it: `512 GB sold out` has five. Amounts of money count as `more`.
pub(crate) fn beside_refusal(text: &str) -> (usize, bool) {
    let text = plain(text);
    let (amounts, rest) = super::amounts(&text);
    let has_amount = amounts.iter().any(|amount| amount.beside_currency);
    let text = if has_amount { rest.join(" ") } else { text };
    let found = [phrases::SOLD_OUT, phrases::SOLD_OUT_ALONE, phrases::NOTIFY].concat();
    let mut found: Vec<&str> = found
        .into_iter()
        .filter(|phrase| contains(&text, phrase))
        .collect();
    found.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
    let mut rest = found
        .into_iter()
        .fold(text.clone(), |text, phrase| text.replace(phrase, " "));
    for filler in phrases::SUBJECTS.iter().filter(|filler| filler.len() > 1) {
        if contains(&rest, filler) {
            rest = rest.replace(filler, " ");
        }
    }
    let letters = rest.chars().filter(|c| c.is_alphanumeric());
    let count = letters.map(|c| if c > '\u{1100}' { 2 } else { 1 }).sum();
    (count, has_amount)
}

/// Whether a refusal is told of an earlier time, as customers do: `it was sold out for months`.
fn is_past(text: &str) -> bool {
    let refusals = phrases::SOLD_OUT.iter().chain(phrases::SOLD_OUT_ALONE);
    let mut places = refusals.filter_map(|phrase| super::phrase_at(text, phrase));
    places.any(|at| {
        let words: Vec<&str> = text[..at].split_whitespace().rev().take(3).collect();
        words.iter().any(|word| phrases::PAST.contains(word)) || has(&text[..at], phrases::LONG_PAST)
    })
}

/// What a button offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Offer {
    /// The product, now.
    Buy,
    /// The product, once it is out.
    PreOrder,
    /// A message once the product is back.
    Notify,
    /// Nothing: it says that the product is sold out.
    Nothing,
}

/// What a button with this label offers, if it is about buying.
pub(crate) fn offer(label: &str) -> Option<Offer> {
    let text = plain(label);
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.is_empty() || has(bare, phrases::NO_OFFER) {
        None
    } else if has(bare, phrases::NOTIFY) {
        Some(Offer::Notify)
    } else if has(bare, phrases::SOLD_OUT) || phrases::SOLD_OUT_ALONE.contains(&bare) {
        Some(Offer::Nothing)
    } else if has(bare, phrases::AHEAD) {
        Some(Offer::PreOrder)
    } else {
        (has(bare, phrases::BUY) || phrases::BUY_ALONE.contains(&bare)).then_some(Offer::Buy)
    }
}

/// Lower case, single spaces, one kind of apostrophe, and without what only sounds like a refusal.
fn plain(text: &str) -> String {
    let mut text = super::fold(text)
        .to_lowercase()
        .replace(['\u{2019}', '\u{2018}', '`'], "'");
    if let Some(shorter) = without_other_purposes(&text) {
        text = shorter;
    }
    let bytes = Bytes::of(&text);
    for phrase in phrases::NO_REFUSAL.iter().filter(|phrase| bytes.may_hold(phrase)) {
        if text.contains(phrase) {
            text = text.replace(phrase, " ");
        }
    }
    text
}

/// `Not available for VAT relief` refuses that and not the product.
fn without_other_purposes(text: &str) -> Option<String> {
    let (before, after) = ["not available for ", "unavailable for ", "not eligible for "]
        .iter()
        .find_map(|phrase| text.split_once(phrase))?;
    let is_buying = phrases::PURPOSES.iter().any(|purpose| after.starts_with(purpose));
    let sentence = after.find(['.', '!']).unwrap_or(after.len());
    (!is_buying).then(|| [before, &after[sentence..]].concat())
}

/// Whether a text speaks of something else than whether the product can be sent to the buyer.
pub(crate) fn is_about_others(text: &str) -> bool {
    has(&plain(text), phrases::ABOUT_OTHERS)
}

/// Whether a text says `sold` and nothing else: beside a number that counts.
pub(crate) fn is_sold_alone(text: &str) -> bool {
    phrases::SOLD_ALONE.contains(&plain(text).as_str())
}

/// `Availability: yes` is `yes`, `this item is sold` is `sold`.
fn without_subject(text: &str) -> &str {
    let after_label = text
        .split_once([':', '：'])
        .filter(|(label, _)| has(label, phrases::LABELS));
    let mut rest = after_label
        .map_or(text, |(_, value)| value)
        .trim_start_matches(|c: char| !c.is_alphanumeric());
    while let Some(after) = phrases::SUBJECTS
        .iter()
        .find_map(|subject| rest.strip_prefix(subject))
    {
        rest = after.trim_start();
    }
    rest
}

/// Whether a text begins with a label of stock and a colon.
pub(crate) fn has_label(text: &str) -> bool {
    let label = text.split_once([':', '：']).map(|(label, _)| plain(label));
    label.is_some_and(|label| label.len() < 40 && has(&label, phrases::LABELS))
}

/// What a text of the form `In stock: no` says.
fn after_label(text: &str) -> Availability {
    let value = text
        .split_once([':', '：'])
        .filter(|(label, _)| has(label, phrases::LABELS));
    let value = value.map_or("", |(_, value)| value.trim());
    if begins(value, phrases::NO) {
        OutOfStock
    } else if begins(value, phrases::YES) || is_a_time(value) {
        InStock
    } else {
        Unknown
    }
}

/// `7-10 working days`: what is made or sent within days can be ordered.
fn is_a_time(value: &str) -> bool {
    value.starts_with(|c: char| c.is_ascii_digit())
        && value.len() < 40
        && has(value, phrases::TIMES)
        && !has(value, phrases::SOLD_OUT)
}

/// Whether a text says from which day on something is for sale: `available from 12 March`.
fn is_available_from(text: &str) -> bool {
    let mut after = phrases::AVAILABLE_FROM
        .iter()
        .filter_map(|phrase| Some(text[super::phrase_at(text, phrase)? + phrase.len()..].trim_start()));
    after.any(|after| {
        let word = after.split_whitespace().take(3).collect::<Vec<_>>().join(" ");
        let is_numeric = word.starts_with(|c: char| c.is_ascii_digit())
            && word
                .split_whitespace()
                .next()
                .is_some_and(|day| day.matches(['.', '/', '-', '月', '월']).count() > 1);
        is_numeric || phrases::MONTHS.iter().any(|month| word.contains(month))
    })
}

/// Whether a text is one of some words, or one of them and then a sign that ends the thought.
fn begins(text: &str, words: &[&str]) -> bool {
    words
        .iter()
        .filter_map(|word| text.strip_prefix(word))
        .any(|rest| {
            let rest = rest.trim_start();
            rest.is_empty()
                || rest.starts_with(['.', ',', '!', '-', '–', '—', '(', '/', ';', '。', '！', '，', '·'])
        })
}

/// Whether some are left where a text says how many: `0 in stock`, `재고: 12`.
fn are_left(text: &str) -> Option<bool> {
    let before = phrases::AFTER_COUNT.iter().find_map(|phrase| {
        let (before, _) = text.split_once(phrase)?;
        left::last(before)
    });
    let after = || {
        phrases::BEFORE_COUNT.iter().find_map(|phrase| {
            let (_, after) = text.split_once(phrase)?;
            left::first(after)
        })
    };
    before.or_else(after)
}

fn has(text: &str, phrases: &[&str]) -> bool {
    let bytes = Bytes::of(text);
    let mut possible = phrases.iter().filter(|phrase| bytes.may_hold(phrase));
    possible.any(|phrase| contains(text, phrase))
}

/// `https://schema.org/InStock`, `InStock`, `in_stock`.
fn schema_word(text: &str) -> Availability {
    let word = text.trim().rsplit(['/', '#', ':']).next().unwrap_or_default();
    let has_other = word.contains(|c: char| !c.is_ascii_alphabetic() && !matches!(c, ' ' | '_' | '-'));
    let letters: String = word.chars().filter(char::is_ascii_alphabetic).collect();
    match letters.to_ascii_lowercase().as_str() {
        _ if has_other => Unknown,
        "instock" | "instoreonly" | "onlineonly" | "limitedavailability" | "madetoorder" => InStock,
        "outofstock" | "soldout" | "discontinued" | "reserved" => OutOfStock,
        "preorder" | "presale" | "backorder" => PreOrder,
        _ => Unknown,
    }
}

/// Whether a phrase stands in a text, one in letters not as part of a longer word: `unavailable` is not `available`.
/// Chinese, Japanese and Korean have no such borders.
fn contains(text: &str, phrase: &str) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c < '\u{2e80}' && c.is_alphanumeric());
    let (starts, ends) = (
        is_letter(phrase.chars().next()),
        is_letter(phrase.chars().next_back()),
    );
    places(text, phrase).any(|at| {
        let before = text[..at].chars().next_back();
        let after = text[at + phrase.len()..].chars().next();
        !((starts && is_letter(before)) || (ends && is_letter(after)))
    })
}

/// Where a phrase begins in a text. Texts are short and phrases many: what a search would prepare costs more than it saves.
fn places(text: &str, phrase: &str) -> impl Iterator<Item = usize> {
    let (text, phrase) = (text.as_bytes(), phrase.as_bytes());
    let first = phrase.first().copied();
    let last = (text.len() + 1).saturating_sub(phrase.len());
    (0..last).filter(move |at| text.get(*at).copied() == first && text[*at..].starts_with(phrase))
}

#[cfg(test)]
mod tests;
