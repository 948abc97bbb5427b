//! What a person's typing means (`USER_ENTERED`): numbers, dates, booleans, formulas, or text.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use serde_json::{Value, json};

use super::cell::CellValue;
use super::serial;

/// A typed value, and the number format that a cell without one takes from it.
pub(super) fn parse(text: &str) -> (CellValue, Option<Value>) {
    if let Some(literal) = text.strip_prefix('\'') {
        return (CellValue::Text(literal.to_owned()), None);
    }
    if text.starts_with('=') && text.len() > 1 {
        return (CellValue::Formula(text.to_owned()), None);
    }
    let trimmed = text.trim();
    if trimmed.eq_ignore_ascii_case("true") || trimmed.eq_ignore_ascii_case("false") {
        return (CellValue::Bool(trimmed.eq_ignore_ascii_case("true")), None);
    }
    let parsed = plain(trimmed)
        .map(|number| (number, None))
        .or_else(|| percent(trimmed))
        .or_else(|| dollars(trimmed))
        .or_else(|| date_or_time(trimmed));
    match parsed {
        Some((number, format)) => (CellValue::Number(number), format),
        None => (CellValue::Text(text.to_owned()), None),
    }
}

fn format(kind: &str, pattern: &str) -> Option<Value> {
    Some(json!({ "type": kind, "pattern": pattern }))
}

/// `5`, `-1.5e3`, `1,234.5`
fn plain(text: &str) -> Option<f64> {
    let number_like = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+' | 'e' | 'E');
    if !text.contains(|c: char| c.is_ascii_digit()) || !text.chars().all(number_like) {
        return None;
    }
    if text.contains(',') && !well_grouped(text) {
        return None;
    }
    text.replace(',', "")
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite())
}

fn well_grouped(text: &str) -> bool {
    let whole = text
        .trim_start_matches(['-', '+'])
        .split(['.', 'e', 'E'])
        .next()
        .unwrap_or_default();
    let mut groups = whole.split(',');
    groups.next().is_some_and(|first| (1..=3).contains(&first.len())) && groups.all(|group| group.len() == 3)
}

fn percent(text: &str) -> Option<(f64, Option<Value>)> {
    let number = text.strip_suffix('%')?.trim();
    let pattern = if number.contains('.') { "0.00%" } else { "0%" };
    Some((plain(number)? / 100.0, format("PERCENT", pattern)))
}

fn dollars(text: &str) -> Option<(f64, Option<Value>)> {
    let (sign, amount) = text.strip_prefix('-').map_or((1.0, text), |rest| (-1.0, rest));
    let amount = amount.strip_prefix('$')?;
    let pattern = if amount.contains('.') {
        "\"$\"#,##0.00"
    } else {
        "\"$\"#,##0"
    };
    Some((sign * plain(amount)?, format("CURRENCY", pattern)))
}

fn date_or_time(text: &str) -> Option<(f64, Option<Value>)> {
    if let Some(time) = time(text) {
        return Some((serial::from_time(time), format("TIME", "h:mm:ss")));
    }
    let (day, rest) = text
        .split_once([' ', 'T'])
        .map_or((text, None), |(day, rest)| (day, Some(rest.trim())));
    let (date, pattern) = date(day)?;
    let Some(rest) = rest else {
        return Some((
            serial::from_date_time(date.and_time(NaiveTime::MIN)),
            format("DATE", pattern),
        ));
    };
    let moment = NaiveDateTime::new(date, time(rest)?);
    Some((
        serial::from_date_time(moment),
        format("DATE_TIME", &format!("{pattern} h:mm:ss")),
    ))
}

fn time(text: &str) -> Option<NaiveTime> {
    ["%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p"]
        .iter()
        .find_map(|pattern| NaiveTime::parse_from_str(text, pattern).ok())
}

fn date(text: &str) -> Option<(NaiveDate, &'static str)> {
    let date = |pattern| NaiveDate::parse_from_str(text, pattern).ok();
    if text.len() >= 8 && text.as_bytes().get(4) == Some(&b'-') {
        return date("%Y-%m-%d").map(|date| (date, "yyyy-mm-dd"));
    }
    let year_digits = text.rsplit('/').next().map_or(0, str::len);
    (year_digits == 4)
        .then(|| date("%m/%d/%Y"))
        .flatten()
        .map(|date| (date, "m/d/yyyy"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_dates_and_booleans_are_understood() {
        for (text, number, pattern) in [
            ("5", 5.0, None),
            (" -1.5 ", -1.5, None),
            ("1e3", 1000.0, None),
            ("1,234,567.5", 1_234_567.5, None),
            ("50%", 0.5, Some("0%")),
            ("12.5%", 0.125, Some("0.00%")),
            ("$1,200", 1200.0, Some("\"$\"#,##0")),
            ("2026-02-28", 46_081.0, Some("yyyy-mm-dd")),
            ("2026-02-28 12:00", 46_081.5, Some("yyyy-mm-dd h:mm:ss")),
            ("2026-02-28 18:00:00", 46_081.75, Some("yyyy-mm-dd h:mm:ss")),
            ("2/28/2026", 46_081.0, Some("m/d/yyyy")),
            ("06:00", 0.25, Some("h:mm:ss")),
        ] {
            let (value, format) = parse(text);
            assert_eq!(value, CellValue::Number(number), "{text}");
            assert_eq!(
                format
                    .and_then(|f| Some(f["pattern"].as_str()?.to_owned()))
                    .as_deref(),
                pattern,
                "{text}"
            );
        }
        assert_eq!(parse("TRUE").0, CellValue::Bool(true));
        assert_eq!(parse("false").0, CellValue::Bool(false));
    }

    #[test]
    fn everything_else_stays_text_except_a_formula() {
        for text in [
            "abc",
            "",
            "1,2",
            "12,34",
            "1.2.3",
            "2026-13-01",
            "28 Feb",
            "e",
            "-",
            "=",
            "Infinity",
            "0x10",
        ] {
            assert_eq!(parse(text).0, CellValue::Text(text.to_owned()), "{text}");
        }
        assert_eq!(parse("'=1+1").0, CellValue::Text("=1+1".to_owned()));
        assert_eq!(parse("=1+1").0, CellValue::Formula("=1+1".to_owned()));
    }
}
