//! What the words beside an amount make of it.

mod phrases;

use std::ops::Range;

use crate::text;
use crate::view::View;
use phrases::{ADDITIONS, AFTER_MANY, ASKED, BEFORE_MANY, CURRENT, NET, OF_MANY, OLD, PARTIAL};

/// The meaning of an amount's label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Label {
    /// It is an instalment, shipping, what is saved, the price of a measure.
    pub(crate) is_partial: bool,
    /// It no longer holds, or others ask for it.
    pub(crate) is_old: bool,
    /// It is called the price.
    pub(crate) is_current: bool,
    /// It stands in a sentence.
    pub(crate) is_prose: bool,
    /// It is called what is left of the price.
    pub(crate) is_reduced: bool,
    /// It is without the tax that people pay.
    pub(crate) is_net: bool,
}

/// More letters of text directly around an amount are a sentence.
const LONGEST: usize = 35;
/// A longer text is one itself.
const LONGEST_LINE: usize = 60;

impl Label {
    /// Reads what stands before and after, and the short text just before those.
    pub(super) fn of(view: &View<'_>, runs: &Range<usize>, (before, after): (&str, &str)) -> Self {
        let before = match before.trim() {
            "" => caption(view, runs).unwrap_or_default(),
            before => before,
        };
        let before = text::fold(before).to_lowercase();
        let after = text::fold(after).to_lowercase();
        // `Save 20%` speaks of the percentage.
        let is_net = [&before, &after].iter().any(|text| text::has_phrase(text, NET));
        let is_addition = is_addition(&after) || after.contains('%');
        let after = if is_addition { "" } else { after.as_str() };
        let says = |phrases: &[&str]| text::has_phrase(&before, phrases) || text::has_phrase(after, phrases);
        let asked = ASKED
            .iter()
            .find(|phrase| before.contains(**phrase) || after.contains(**phrase));
        let rest = |text: &str| asked.map_or(text.to_owned(), |phrase| text.replace(phrase, " "));
        let is_partial = [rest(&before), rest(after)]
            .iter()
            .any(|text| text::has_phrase(text, PARTIAL));
        let is_old = says(OLD);
        Self {
            is_partial: is_partial || is_of_many(&before, after),
            is_old,
            is_current: !is_partial && !is_old && (asked.is_some() || says(CURRENT)),
            is_prose: is_prose(view, runs),
            is_reduced: !is_old && asked.is_some(),
            is_net,
        }
    }
}

/// Whether a text names a price.
pub(super) fn is_price(text: &str) -> bool {
    text::has_phrase(&text.to_lowercase(), CURRENT)
}

/// The text before an amount, where it stands in the same small group or ends with a colon.
fn caption<'a>(view: &View<'a>, runs: &Range<usize>) -> Option<&'a str> {
    let at = runs.start.checked_sub(1)?;
    let text = view.runs.get(at)?.text;
    let is_short = text.chars().count() <= 28 && !text.contains(|c: char| c.is_numeric());
    let group = view.around(view.runs[at].element).take(3);
    let is_together = group
        .map(|at| &view.elements[at].runs)
        .any(|group| group.contains(&runs.start) && group.len() <= 4 + runs.len());
    (is_short && (is_together || text.ends_with([':', '：']))).then_some(text)
}

/// `& FREE delivery` and `zzgl. Versand` speak of something beside the amount.
fn is_addition(after: &str) -> bool {
    let after = after.trim_start_matches(['(', '*', ',', '.', ' ']);
    ADDITIONS.iter().any(|word| after.starts_with(word))
}

/// `3 or more $8`, `ab 10 Stück 7 €`, `any 2 for $15`: what one costs where several are bought.
fn is_of_many(before: &str, after: &str) -> bool {
    text::has_phrase(after, OF_MANY) || counts_several(before)
}

/// Whether a text counts several and says nothing else: `iPhone 15 for` does not.
fn counts_several(text: &str) -> bool {
    let mut words = text
        .split(|c: char| !(c.is_alphanumeric() || c == '+'))
        .filter(|word| !word.is_empty())
        .skip_while(|word| BEFORE_MANY.contains(word))
        .peekable();
    let several = |word: &str| {
        let number = word.trim_end_matches(['+', '件', '個', '个', '点', '개']);
        number
            .parse::<u32>()
            .is_ok_and(|count| (2..1_000).contains(&count))
    };
    let is_marked = text.contains('+') || words.clone().count() > 1 || text.split_whitespace().count() > 1;
    words.next().is_some_and(several) && is_marked && words.all(|word| AFTER_MANY.contains(&word))
}

fn is_prose(view: &View<'_>, runs: &Range<usize>) -> bool {
    let Some(run) = view.runs.get(runs.start) else {
        return false;
    };
    if runs.len() == 1 && run.text.len() > LONGEST_LINE {
        return true;
    }
    let around = view.around(run.element).skip(1).take(2);
    around.map(|at| (at, &view.elements[at])).any(|(at, element)| {
        let own = view.runs[element.runs.clone()]
            .iter()
            .take(30)
            .filter(|run| run.element == at);
        own.map(|run| run.text.len()).sum::<usize>() > LONGEST
    })
}
