//! Numbers as people write them: `1,299.00`, `1.299,00`, `1 299`, `1’299`, `１２８`.

use std::borrow::Cow;
use std::iter;
use std::ops::Range;

use rust_decimal::Decimal;

/// Full-width digits and signs, and the many spaces and apostrophes, as plain ASCII.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| plain_character(c) == c) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().map(plain_character).collect())
    }
}

/// Where the numbers of a plain text are, as byte ranges.
pub(super) fn numbers(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    iter::from_fn(move || {
        let start = at + bytes.get(at..)?.iter().position(u8::is_ascii_digit)?;
        at = end_of_number(bytes, start);
        Some(start..at)
    })
}

/// The value of one such number. A lone separator before exactly three digits groups thousands, unless the number counts
/// in thousandths.
pub(super) fn value(number: &str, thousandths: bool) -> Option<Decimal> {
    let is_gap = |c: char| matches!(c, ' ' | '\'');
    let grouped: Cow<'_, str> = if number.contains(is_gap) {
        number.replace(is_gap, "").into()
    } else {
        number.into()
    };
    let point = decimal_point(&grouped, thousandths);
    let (whole, fraction) = grouped.split_at(point.unwrap_or(grouped.len()));
    let mut digits = whole.replace(|c: char| !c.is_ascii_digit(), "");
    if let Some(fraction) = fraction.get(1..) {
        digits.push('.');
        digits.extend(fraction.chars().filter(char::is_ascii_digit));
    }
    digits.parse().ok()
}

/// How many decimals a number shows.
pub(super) fn decimals(number: &str) -> usize {
    decimal_point(number, false).map_or(0, |at| number.len() - at - 1)
}

/// Whether a number is a day: `15.08.2017`, `2017.8.15`.
pub(super) fn is_date(number: &str) -> bool {
    let parts: Vec<usize> = number.split('.').map(str::len).collect();
    matches!(parts[..], [1..=2, 1..=2, 4] | [4, 1..=2, 1..=2])
}

fn plain_character(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        '．' => '.',
        '，' => ',',
        '％' => '%',
        '＄' => '$',
        '￥' => '¥',
        '￦' => '₩',
        '−' | '－' => '-',
        '’' | '‘' | '´' => '\'',
        c if c.is_whitespace() => ' ',
        _ => c,
    }
}

fn end_of_number(bytes: &[u8], start: usize) -> usize {
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = start;
    let mut group = start;
    let mut is_decimal = false;
    loop {
        while digit(end) {
            end += 1;
        }
        let three_follow = digit(end + 1) && digit(end + 2) && digit(end + 3) && !digit(end + 4);
        let goes_on = match bytes.get(end) {
            Some(b'.' | b',') => digit(end + 1),
            // `2.00 100` are two numbers.
            Some(b' ' | b'\'') => three_follow && end - group <= 3 && !(is_decimal && end - group != 3),
            _ => false,
        };
        if !goes_on {
            return end;
        }
        is_decimal |= matches!(bytes[end], b'.' | b',');
        end += 1;
        group = end;
    }
}

/// Where the decimal separator is, if the number has one.
fn decimal_point(number: &str, thousandths: bool) -> Option<usize> {
    let last = number.rfind(['.', ','])?;
    let separator = &number[last..=last];
    let repeated = number.matches(separator).count() > 1;
    let mixed = number.contains('.') && number.contains(',');
    let (before, after) = (last, number.len() - last - 1);
    let groups = after == 3 && (1..=3).contains(&before) && !number.starts_with('0');
    if repeated || (!mixed && groups && !thousandths) {
        None
    } else {
        Some(last)
    }
}
