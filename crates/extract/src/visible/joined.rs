//! The text of a small element as one line, with the parts of a price put together.

use std::ops::Range;

use crate::view::{Run, View, Words};

/// Longer texts are prose: a number in them is looked for on its own.
const LONGEST: usize = 90;

/// The shown text of a small element. What is only there twice (for screen readers and for others) is taken once.
pub(super) fn text(view: &View<'_>, runs: &Range<usize>) -> Option<String> {
    if runs.len() > LONGEST || view.text_length(runs) > LONGEST {
        return None;
    }
    let shown = |run: &&Run<'_>| !view.elements[run.element].is_hidden;
    let spoken = |run: &&Run<'_>| !view.elements[run.element].is_quiet;
    let all = || view.runs[runs.clone()].iter();
    let loud = join(view, all().filter(shown).filter(spoken));
    if loud.contains(|c: char| c.is_numeric()) {
        return Some(loud);
    }
    let shown_text = join(view, all().filter(shown));
    if shown_text.is_empty() {
        Some(join(view, all()))
    } else {
        Some(shown_text)
    }
}

fn join<'a>(view: &View<'_>, runs: impl Iterator<Item = &'a Run<'a>>) -> String {
    let mut text = String::new();
    let mut runs = runs.peekable();
    while let Some(run) = runs.next() {
        let next = runs.peek().map(|next| next.text);
        text.push_str(separator(view, &text, run, next));
        text.push_str(run.text);
    }
    text
}

/// `24` and a raised `99` are 24.99; `24,` and `99` belong together; other parts are words.
fn separator(view: &View<'_>, before: &str, run: &Run<'_>, next: Option<&str>) -> &'static str {
    let ends_with_digit = before.ends_with(|c: char| c.is_ascii_digit());
    let starts_with_digit = run.text.starts_with(|c: char| c.is_ascii_digit());
    let digits = run.text.bytes().take_while(u8::is_ascii_digit).count();
    let is_raised = view.around(run.element).take(3).any(|at| {
        let element = &view.elements[at];
        matches!(element.name(), "sup" | "small") || element.words.has(Words::CENTS)
    });
    let number = before
        .rsplit(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))
        .next()
        .unwrap_or_default();
    let has_separator = has_decimals(number);
    let goes_on = before.ends_with(['.', ',']) && starts_with_digit
        || ends_with_digit
            && run.text.starts_with(['.', ','])
            && (run.text.len() > 1 || next.is_some_and(are_cents));
    let follows_sign = before
        .strip_suffix(['€', '$', '£'])
        .is_some_and(|whole| whole.ends_with(|c: char| c.is_ascii_digit()));
    // `24` and `€99`, where no space parts them.
    let is_split_by_sign = ends_with_digit && run.is_glued && !has_separator && {
        let cents = run.text.strip_prefix(['€', '$', '£']);
        cents.is_some_and(are_cents)
    };
    if before.is_empty() || goes_on || is_split_by_sign || (follows_sign && is_raised && are_cents(run.text))
    {
        ""
    } else if ends_with_digit && starts_with_digit && digits == 2 && is_raised && !has_separator {
        "."
    } else {
        " "
    }
}

/// `1,896` has none: its comma parts thousands.
fn has_decimals(number: &str) -> bool {
    let mut groups = number.split(['.', ',']).skip(1);
    let is_mixed = number.contains('.') && number.contains(',');
    is_mixed || groups.any(|group| group.len() != 3)
}

fn are_cents(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit())
}
