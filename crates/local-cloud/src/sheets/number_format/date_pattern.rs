//! Patterns of dates and times: `yyyy-mm-dd hh:mm:ss`, `ddd d mmm`, `h:mm am/pm`, `[h]:mm`.

use chrono::{Datelike as _, NaiveDateTime, Timelike as _};

use crate::sheets::serial;

/// Whether a pattern without a type is one for dates: letters of a date, no digit places.
pub(super) fn looks_like_date(pattern: &str) -> bool {
    let tokens = tokens(pattern);
    let has_letters = tokens
        .iter()
        .any(|token| matches!(token, Token::Field('y' | 'd' | 'h' | 's', _)));
    let has_places = tokens
        .iter()
        .any(|token| matches!(token, Token::Literal(text) if text == "0" || text == "#"));
    has_letters && !has_places
}

/// The moment as text; `None` when the number is no date.
pub(super) fn show(number: f64, pattern: &str) -> Option<String> {
    let moment = serial::to_date_time(number)?;
    let tokens = tokens(pattern);
    let half_day = tokens.iter().any(|token| matches!(token, Token::HalfDay));
    let text = tokens.iter().enumerate().map(|(index, token)| match token {
        Token::Literal(text) => text.clone(),
        Token::HalfDay => if moment.hour() < 12 { "AM" } else { "PM" }.to_owned(),
        Token::Elapsed(unit, width) => elapsed(number, *unit, *width),
        Token::Fraction(digits) => fraction(moment, *digits),
        Token::Field('m', width) if is_minute(&tokens, index) => padded(moment.minute(), *width),
        Token::Field('h', width) if half_day => padded((moment.hour() + 11) % 12 + 1, *width),
        Token::Field(letter, width) => field(moment, *letter, *width),
    });
    Some(text.collect())
}

fn field(moment: NaiveDateTime, letter: char, width: usize) -> String {
    match (letter, width) {
        ('y', 1 | 2) => padded(moment.year().rem_euclid(100).unsigned_abs(), 2),
        ('y', _) => format!("{:04}", moment.year()),
        ('m', 1 | 2) => padded(moment.month(), width),
        ('m', 3) => moment.format("%b").to_string(),
        ('m', 5) => moment.format("%b").to_string().chars().take(1).collect(),
        ('m', _) => moment.format("%B").to_string(),
        ('d', 1 | 2) => padded(moment.day(), width),
        ('d', 3) => moment.format("%a").to_string(),
        ('d', _) => moment.format("%A").to_string(),
        ('h', _) => padded(moment.hour(), width),
        _ => padded(moment.second(), width),
    }
}

fn padded(number: u32, width: usize) -> String {
    let width = width.min(2);
    format!("{number:0width$}")
}

/// `.000` after the seconds.
fn fraction(moment: NaiveDateTime, digits: usize) -> String {
    let milliseconds = format!("{:03}", moment.nanosecond() / 1_000_000);
    format!(".{}", milliseconds.get(..digits.min(3)).unwrap_or_default())
}

fn elapsed(number: f64, unit: char, width: usize) -> String {
    let per_day = match unit {
        'h' => 24.0,
        'm' => 1440.0,
        _ => 86_400.0,
    };
    // A moment just below the full unit belongs to the next one.
    format!("{:0width$}", (number * per_day + 1e-6).floor())
}

/// An `m` beside hours or seconds is minutes.
fn is_minute(tokens: &[Token], index: usize) -> bool {
    let neighbour = |token: &&Token| !matches!(token, Token::Literal(_));
    let before = tokens.iter().take(index).rev().find(neighbour);
    let after = tokens.iter().skip(index + 1).find(neighbour);
    matches!(before, Some(Token::Field('h', _) | Token::Elapsed('h', _)))
        || matches!(after, Some(Token::Field('s', _) | Token::Elapsed('s', _)))
}

enum Token {
    Field(char, usize),
    Elapsed(char, usize),
    Fraction(usize),
    HalfDay,
    Literal(String),
}

fn tokens(pattern: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = pattern;
    while let Some(c) = rest.chars().next() {
        let (token, length) = next(c, rest);
        tokens.push(token);
        rest = rest.get(length..).unwrap_or_default();
    }
    tokens
}

fn next(c: char, rest: &str) -> (Token, usize) {
    let letter = c.to_ascii_lowercase();
    let run = |text: &str| {
        text.chars()
            .take_while(|next| next.to_ascii_lowercase() == letter)
            .count()
    };
    match letter {
        'a' if rest
            .get(..5)
            .is_some_and(|text| text.eq_ignore_ascii_case("am/pm")) =>
        {
            (Token::HalfDay, 5)
        }
        'a' if rest.get(..3).is_some_and(|text| text.eq_ignore_ascii_case("a/p")) => (Token::HalfDay, 3),
        'y' | 'm' | 'd' | 'h' | 's' => (Token::Field(letter, run(rest)), run(rest)),
        '.' if rest[1..].starts_with('0') => {
            let digits = rest[1..].chars().take_while(|c| *c == '0').count();
            (Token::Fraction(digits), 1 + digits)
        }
        '"' => {
            let text = rest[1..].split('"').next().unwrap_or_default();
            (Token::Literal(text.to_owned()), text.len() + 2)
        }
        '\\' => {
            let text: String = rest.chars().skip(1).take(1).collect();
            let length = 1 + text.len();
            (Token::Literal(text), length)
        }
        '[' => {
            let inside = rest[1..].split(']').next().unwrap_or_default();
            let unit = inside.chars().next().unwrap_or('h').to_ascii_lowercase();
            (Token::Elapsed(unit, inside.len()), inside.len() + 2)
        }
        _ => (Token::Literal(c.to_string()), c.len_utf8()),
    }
}
