//! Patterns of digits: `#,##0.00`, `0.0%`, `"HK$"0`, `0.00E+00`, with sections for signs.

use crate::sheets::decimal;

/// The number as text. A pattern without a digit place shows its literals, or the number for `@`.
pub(super) fn show(number: f64, pattern: &str) -> String {
    let sections = sections(pattern);
    let (section, own_sign) = match (sections.get(1), sections.get(2)) {
        (_, Some(zero)) if number == 0.0 => (zero, true),
        (Some(negative), _) if number < 0.0 => (negative, true),
        _ => (&sections[0], false),
    };
    let parsed = Pattern::parse(section);
    let body = parsed.body(number.abs());
    let text = format!("{}{body}{}", parsed.before, parsed.after);
    let shows_something = body.contains(|c: char| ('1'..='9').contains(&c));
    if number < 0.0 && !own_sign && shows_something {
        format!("-{text}")
    } else {
        text
    }
}

#[derive(Default)]
struct Pattern {
    before: String,
    after: String,
    /// The digit places between the literals.
    places: String,
    /// Digits of the exponent, for `E+00`.
    exponent: usize,
    percent: bool,
    is_text: bool,
}

impl Pattern {
    fn parse(section: &str) -> Self {
        let mut parsed = Self::default();
        for token in tokens(section) {
            match token {
                Token::Place(place) => parsed.places.push(place),
                Token::Exponent(digits) => parsed.exponent = digits,
                Token::Text => parsed.is_text = true,
                Token::Percent => {
                    parsed.percent = true;
                    parsed.literal("%");
                }
                Token::Literal(text) => parsed.literal(&text),
            }
        }
        parsed
    }

    fn literal(&mut self, text: &str) {
        let side = if self.places.is_empty() && !self.is_text {
            &mut self.before
        } else {
            &mut self.after
        };
        side.push_str(text);
    }

    fn body(&self, number: f64) -> String {
        if self.is_text {
            return decimal::general(number);
        }
        if self.places.is_empty() {
            return String::new();
        }
        let number = if self.percent { number * 100.0 } else { number };
        let (whole_places, fraction_places) = self.places.split_once('.').unwrap_or((&self.places, ""));
        if self.exponent > 0 {
            return exponential(number, fraction_places.len(), self.exponent);
        }
        let whole_places_only = whole_places.trim_end_matches(',');
        let thousands = i32::try_from(whole_places.len() - whole_places_only.len()).unwrap_or(0);
        let (whole, fraction) = decimal::digits(number / 1000f64.powi(thousands), fraction_places.len());
        let whole = whole_digits(&whole, whole_places_only);
        let fraction = trim_optional(&fraction, fraction_places);
        let point = if self.places.contains('.') && !fraction.is_empty() {
            "."
        } else {
            ""
        };
        format!("{whole}{point}{fraction}")
    }
}

fn exponential(number: f64, decimals: usize, exponent_digits: usize) -> String {
    let text = format!("{number:.decimals$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (sign, exponent) = exponent
        .strip_prefix('-')
        .map_or(('+', exponent), |rest| ('-', rest));
    format!("{mantissa}E{sign}{exponent:0>exponent_digits$}")
}

fn whole_digits(digits: &str, places: &str) -> String {
    let least = places.chars().filter(|place| *place == '0').count();
    let digits = digits.trim_start_matches('0');
    let padded = format!("{digits:0>least$}");
    if !places.contains(',') {
        return padded;
    }
    let mut grouped = String::new();
    for (index, digit) in padded.chars().enumerate() {
        if index > 0 && (padded.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Drops trailing zeros that stand on optional places (`#`).
fn trim_optional<'a>(digits: &'a str, places: &str) -> &'a str {
    let least = places.rfind('0').map_or(0, |last| last + 1);
    let mut end = digits.len();
    while end > least && digits.as_bytes().get(end - 1) == Some(&b'0') {
        end -= 1;
    }
    &digits[..end]
}

enum Token {
    Place(char),
    Exponent(usize),
    Percent,
    Text,
    Literal(String),
}

fn tokens(section: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = section;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        let (token, left) = match c {
            '0' | '#' | '?' | '.' | ',' => (Token::Place(if c == '?' { '#' } else { c }), after),
            '%' => (Token::Percent, after),
            '@' => (Token::Text, after),
            'E' | 'e' if after.starts_with(['+', '-']) => {
                let digits = after[1..].chars().take_while(|c| *c == '0').count();
                (Token::Exponent(digits.max(1)), &after[1 + digits..])
            }
            '"' => quoted(after, '"'),
            '[' => bracketed(after),
            '\\' => {
                let end = after.chars().next().map_or(0, char::len_utf8);
                (Token::Literal(after[..end].to_owned()), &after[end..])
            }
            '_' | '*' => (
                Token::Literal(String::new()),
                &after[after.chars().next().map_or(0, char::len_utf8)..],
            ),
            other => (Token::Literal(other.to_string()), after),
        };
        tokens.push(token);
        rest = left;
    }
    tokens
}

fn quoted(after: &str, quote: char) -> (Token, &str) {
    let (text, rest) = after.split_once(quote).unwrap_or((after, ""));
    (Token::Literal(text.to_owned()), rest)
}

/// `[$HK$-409]` is a currency; colours and conditions show nothing.
fn bracketed(after: &str) -> (Token, &str) {
    let (inside, rest) = after.split_once(']').unwrap_or((after, ""));
    let symbol = inside
        .strip_prefix('$')
        .map_or("", |symbol| symbol.split('-').next().unwrap_or_default());
    (Token::Literal(symbol.to_owned()), rest)
}

/// The parts between semicolons that stand outside of quotes; never empty.
fn sections(pattern: &str) -> Vec<String> {
    let mut sections = vec![String::new()];
    let mut in_quotes = false;
    for c in pattern.chars() {
        in_quotes ^= c == '"';
        match sections.last_mut() {
            Some(last) if c != ';' || in_quotes => last.push(c),
            _ => sections.push(String::new()),
        }
    }
    sections
}
