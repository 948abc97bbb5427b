//! Every place of the page that shows an amount of money.

use std::ops::Range;

use super::joined;
use super::label::{self, Label};
use crate::text;
use crate::text::Amount;
use crate::view::{View, Words};

/// An amount and the largest element that shows nothing else worth mentioning.
pub(crate) struct Candidate {
    /// The element's index.
    pub(crate) element: usize,
    /// The texts it was read from.
    pub(crate) runs: Range<usize>,
    pub(crate) amount: Amount,
    /// What the words before and after the amount make of it.
    pub(crate) label: Label,
    /// What the element and those inside it that hold the amount are called.
    pub(crate) words: Words,
    /// Whether all of it is struck out.
    pub(crate) is_struck: bool,
    pub(crate) is_hidden: bool,
}

/// More letters than this beside an amount make it part of a sentence.
const LONGEST_LABEL: usize = 32;

/// All candidates in the page's order.
pub(super) fn all(view: &View<'_>) -> Vec<Candidate> {
    let digits = digits_before(view);
    let mut found = Vec::new();
    let mut at = 0;
    while at < view.elements.len() {
        let element = &view.elements[at];
        if digits[element.runs.start] == digits[element.runs.end] {
            at = element.end.max(at + 1);
            continue;
        }
        match whole(view, at) {
            Some(candidate) => {
                found.push(candidate);
                at = element.end.max(at + 1);
            }
            None => {
                found.extend(parts(view, at));
                at += 1;
            }
        }
    }
    found
}

/// How many texts with a digit stand before each text.
fn digits_before(view: &View<'_>) -> Vec<usize> {
    let mut count = 0;
    let mut before = vec![0];
    for run in &view.runs {
        count += usize::from(run.text.contains(|c: char| c.is_numeric()));
        before.push(count);
    }
    before
}

/// The element as one candidate, where it shows one amount and little else.
fn whole(view: &View<'_>, at: usize) -> Option<Candidate> {
    let element = &view.elements[at];
    if view.heading.is_some_and(|heading| element.holds(at, heading))
        || matches!(element.name(), "html" | "body")
    {
        return None;
    }
    let line = with_sign(view, &element.runs, joined::text(view, &element.runs)?);
    let struck = view.runs[element.runs.clone()]
        .iter()
        .filter(|run| view.elements[run.element].is_struck)
        .count();
    if struck > 0 && struck < element.runs.len() {
        return None;
    }
    let (amounts, rest) = text::amounts(&line);
    let [amount] = <[Amount; 1]>::try_from(amounts).ok()?;
    let words = inner_words(view, at);
    let length: usize = rest.iter().map(|part| letters(part)).sum();
    let counts_more = element.runs.len() > 3 && rest.concat().contains(|c: char| c.is_numeric());
    let fits = length <= LONGEST_LABEL && !counts_more && is_price(&amount, words, &rest.concat());
    fits.then(|| {
        candidate(
            view,
            at,
            element.runs.clone(),
            amount,
            (&rest[0], &rest[1]),
            words,
        )
    })
}

/// A text with the currency that stands alone in the text before or after it.
fn with_sign(view: &View<'_>, runs: &Range<usize>, line: String) -> String {
    let alone = |run: Option<usize>| {
        let text = view.runs.get(run?)?.text;
        (text.len() < 9 && text::is_currency(text)).then_some(text)
    };
    let is_glued = |run: usize| view.runs.get(run).is_some_and(|run| run.is_glued);
    let before = runs.start.checked_sub(1);
    let before = alone(before).or_else(|| {
        let text = view.runs.get(before?)?.text;
        is_glued(runs.start).then(|| text::trailing(text)).flatten()
    });
    let after = alone(Some(runs.end)).or_else(|| {
        let text = view.runs.get(runs.end)?.text;
        is_glued(runs.end).then(|| text::leading(text)).flatten()
    });
    let is_bare = |c: char| !c.is_alphabetic() && !c.is_numeric();
    match (before, after) {
        (_, Some(after)) if line.ends_with(|c: char| c.is_numeric() || is_bare(c)) => {
            format!("{line} {after}")
        }
        (Some(before), _) if line.starts_with(|c: char| c.is_numeric()) => format!("{before} {line}"),
        _ => line,
    }
}

/// The amounts in an element's own texts, where it shows more than one thing.
fn parts(view: &View<'_>, at: usize) -> Vec<Candidate> {
    let element = &view.elements[at];
    let own = element.runs.clone().filter(|run| view.runs[*run].element == at);
    own.flat_map(|run| in_text(view, at, run)).collect()
}

fn in_text(view: &View<'_>, at: usize, run: usize) -> Vec<Candidate> {
    let line = view.runs[run].text;
    if line.len() > 200 {
        return Vec::new();
    }
    let (amounts, rest) = text::amounts(&with_sign(view, &(run..run + 1), line.to_owned()));
    let words = view.elements[at].words.and(outer_words(view, at));
    let beside = rest.windows(2).map(|pair| (pair[0].as_str(), pair[1].as_str()));
    let priced = amounts
        .into_iter()
        .zip(beside)
        .filter(|(amount, (before, after))| is_price(amount, words, &[*before, *after].concat()));
    priced
        .map(|(amount, label)| candidate(view, at, run..run + 1, amount, label, words))
        .collect()
}

fn candidate(
    view: &View<'_>,
    at: usize,
    runs: Range<usize>,
    amount: Amount,
    label: (&str, &str),
    words: Words,
) -> Candidate {
    let innermost = view.runs[runs.clone()]
        .iter()
        .map(|run| &view.elements[run.element]);
    let (mut is_struck, mut is_hidden) = (true, true);
    for element in innermost {
        is_struck &= element.is_struck;
        is_hidden &= element.is_hidden;
    }
    let label = Label::of(view, &runs, label);
    Candidate {
        element: at,
        runs,
        amount,
        label,
        words,
        is_struck,
        is_hidden,
    }
}

/// What a small element, those inside that hold its number and those just around it are called.
fn inner_words(view: &View<'_>, at: usize) -> Words {
    let runs = view.runs[view.elements[at].runs.clone()].iter();
    let numbers = runs.filter(|run| run.text.contains(|c: char| c.is_numeric()));
    let inside = numbers.flat_map(|run| view.around(run.element).take_while(|inner| *inner >= at));
    let words = inside.fold(Words::default(), |words, inner| {
        words.and(view.elements[inner].words)
    });
    words.and(outer_words(view, at))
}

/// That something is a price is often said only around it.
fn outer_words(view: &View<'_>, at: usize) -> Words {
    let around = view.around(at).skip(1).take(2).map(|at| &view.elements[at]);
    let small = around.filter(|element| element.runs.len() < 12);
    small.fold(Words::default(), |words, element| {
        words.and(element.words.only(Words::PRICE))
    })
}

/// Letters and digits; one of those that stand for a syllable or a word counts as two.
fn letters(text: &str) -> usize {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.map(|c| if c > '\u{1100}' { 2 } else { 1 }).sum()
}

/// A bare number is a price only where the page calls it one. None is zero, or a billion.
fn is_price(amount: &Amount, words: Words, rest: &str) -> bool {
    let value = amount.money.amount;
    let is_bare = !amount.beside_currency;
    let is_called = || words.has(Words::PRICE) && (letters(rest) == 0 || label::is_price(rest));
    let is_long = is_bare && value >= rust_decimal::Decimal::from(10_000_000);
    (!is_bare || is_called())
        && !is_long
        && value > rust_decimal::Decimal::ZERO
        && value < rust_decimal::Decimal::from(1_000_000_000)
}
