//! A1 notation: `'My tab'!A1:B2`, `A:C`, `5:7`, `A2:C`, `Tab`.

use super::selection::Bounds;

/// Rows and columns of a range in A1 notation.
pub(super) type Rectangle = (Bounds, Bounds);

/// Splits `'My tab'!A1:B2` into the tab's title and the rest; a quoted title stands for the whole tab as well.
pub(super) fn split_title(text: &str) -> (Option<String>, &str) {
    if let Some(rest) = text.strip_prefix('\'')
        && let Some((title, rest)) = quoted(rest)
    {
        return (Some(title), rest.strip_prefix('!').unwrap_or(rest));
    }
    match text.rsplit_once('!') {
        Some((title, rest)) => (Some(title.to_owned()), rest),
        None => (None, text),
    }
}

/// The title up to its closing quote; a doubled quote is one.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut title = String::new();
    let mut rest = text;
    loop {
        let (part, after) = rest.split_once('\'')?;
        title.push_str(part);
        match after.strip_prefix('\'') {
            Some(more) => {
                title.push('\'');
                rest = more;
            }
            None => return Some((title, after)),
        }
    }
}

/// Reads `A1`, `A1:B2`, `A:C`, `2:3`, `A2:C`; anything else is not A1 notation.
pub(super) fn rectangle(text: &str) -> Option<Rectangle> {
    let (first, last) = match text.split_once(':') {
        Some((first, last)) => (corner(first)?, corner(last)?),
        None => {
            let (row, column) = corner(text)?;
            (
                row.zip(column).map(|(row, column)| (Some(row), Some(column)))?,
                (row, column),
            )
        }
    };
    Some((bounds(first.0, last.0)?, bounds(first.1, last.1)?))
}

/// The half-open span between two corners in any order; a missing end is open.
fn bounds(first: Option<u32>, last: Option<u32>) -> Option<Bounds> {
    Some(match (first, last) {
        (Some(first), Some(last)) => Bounds {
            start: first.min(last),
            end: Some(first.max(last) + 1),
        },
        (Some(only), None) | (None, Some(only)) => Bounds {
            start: only,
            end: None,
        },
        (None, None) => Bounds { start: 0, end: None },
    })
}

/// Zero-based row and column of `$B$2`, `B` or `2`.
fn corner(text: &str) -> Option<(Option<u32>, Option<u32>)> {
    let text = text.strip_prefix('$').unwrap_or(text);
    let letters = text
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(text.len());
    let (column, row) = text.split_at(letters);
    let row = if column.is_empty() {
        row
    } else {
        row.strip_prefix('$').unwrap_or(row)
    };
    if (column.is_empty() && row.is_empty()) || column.len() > 3 {
        return None;
    }
    let column = (!column.is_empty()).then(|| column_index(column));
    let row = match row {
        "" => None,
        digits if digits.len() <= 8 && digits.bytes().all(|digit| digit.is_ascii_digit()) => {
            Some(digits.parse::<u32>().ok()?.checked_sub(1)?)
        }
        _ => return None,
    };
    Some((row, column))
}

fn column_index(letters: &str) -> u32 {
    letters.bytes().fold(0, |index, letter| {
        index * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1
    }) - 1
}

/// `0` is `A`, `26` is `AA`.
pub(super) fn column_letters(index: u32) -> String {
    let mut letters = Vec::new();
    let mut left = index + 1;
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + u8::try_from(left % 26).unwrap_or(0)));
        left /= 26;
    }
    letters.iter().rev().collect()
}

/// `Tab!A1:B2`, or `Tab!A1` for a single cell. Ends are exclusive.
pub(super) fn print(title: &str, rows: (u32, Option<u32>), columns: (u32, Option<u32>)) -> String {
    let corner = |row: Option<u32>, column: Option<u32>| {
        let column = column.map(column_letters).unwrap_or_default();
        let row = row.map(|row| (row + 1).to_string()).unwrap_or_default();
        format!("{column}{row}")
    };
    let first = corner(Some(rows.0), Some(columns.0));
    let last = corner(rows.1.map(|end| end - 1), columns.1.map(|end| end - 1));
    let title = quote(title);
    if first == last {
        format!("{title}!{first}")
    } else {
        format!("{title}!{first}:{last}")
    }
}

/// A title as it stands before `!`.
fn quote(title: &str) -> String {
    let is_plain = title.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !title.starts_with(|c: char| c.is_ascii_digit())
        && rectangle(title).is_none();
    if is_plain {
        title.to_owned()
    } else {
        format!("'{}'", title.replace('\'', "''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: u32, end: Option<u32>) -> Bounds {
        Bounds { start, end }
    }

    #[test]
    fn rectangles_are_half_open() {
        for (text, rows, columns) in [
            ("A1", span(0, Some(1)), span(0, Some(1))),
            ("$B$2", span(1, Some(2)), span(1, Some(2))),
            ("A1:B2", span(0, Some(2)), span(0, Some(2))),
            ("b2:a1", span(0, Some(2)), span(0, Some(2))),
            ("A:C", span(0, None), span(0, Some(3))),
            ("2:3", span(1, Some(3)), span(0, None)),
            ("A2:C", span(1, None), span(0, Some(3))),
            ("A1001:B1001", span(1000, Some(1001)), span(0, Some(2))),
            ("AA1", span(0, Some(1)), span(26, Some(27))),
        ] {
            assert_eq!(rectangle(text), Some((rows, columns)), "{text}");
        }
        for text in [
            "", "A", "1", "Sheet1", "A0", "A1:", ":B2", "A1:B2:C3", "ABCD1", "A-1", "demo ABC",
        ] {
            assert_eq!(rectangle(text), None, "{text}");
        }
    }

    #[test]
    fn titles_are_split_off_with_and_without_quotes() {
        for (text, title, rest) in [
            ("Sheet1!A1", Some("Sheet1"), "A1"),
            ("demo ABC!A1", Some("demo ABC"), "A1"),
            ("'demo ABC'!A1:B2", Some("demo ABC"), "A1:B2"),
            ("'it''s'!A1", Some("it's"), "A1"),
            ("'a!b'!A1", Some("a!b"), "A1"),
            ("'whole tab'", Some("whole tab"), ""),
            ("A1", None, "A1"),
        ] {
            assert_eq!(split_title(text), (title.map(str::to_owned), rest), "{text}");
        }
    }

    #[test]
    fn ranges_are_printed_as_google_does() {
        assert_eq!(print("Sheet1", (0, Some(2)), (0, Some(26))), "Sheet1!A1:Z2");
        assert_eq!(print("demo ABC", (4, Some(5)), (27, Some(28))), "'demo ABC'!AB5");
        assert_eq!(print("it's", (0, None), (0, Some(1))), "'it''s'!A1:A");
        assert_eq!(print("A1", (0, Some(1)), (0, Some(1))), "'A1'!A1");
        assert_eq!(column_letters(701), "ZZ");
    }
}
