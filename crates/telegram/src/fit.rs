//! Telegram's limits on the length of a text.
//!
//! A limit counts UTF-16 units after the markup was taken out ("after entities parsing", core.telegram.org/bots/api). A
//! text that is too long would be refused as a whole; its beginning says more than nothing.

use std::borrow::Cow;

/// The longest text of a message, in UTF-16 units without markup.
pub(crate) const TEXT: usize = 4096;
/// The longest caption of a photo, in UTF-16 units without markup.
pub(crate) const CAPTION: usize = 1024;

/// Stands where a text was cut.
const ELLIPSIS: char = '…';
/// What says something else when a part of it is missing: a command to copy, a link.
const WHOLE: [&str; 3] = ["a", "code", "tg-emoji"];

/// The text within the limit: unchanged where it is short enough, else cut with its tags closed and `…` at its end. The
/// cut is never inside a tag, a reference such as `&amp;`, a character, or a link or code that a part would falsify (but
/// where the text is nothing else).
pub(crate) fn fit(html: &str, limit: usize) -> Cow<'_, str> {
    // No character has more UTF-16 units than bytes.
    if html.len() <= limit {
        return Cow::Borrowed(html);
    }
    let units: usize = Pieces(html).map(|piece| piece.units()).sum();
    if units <= limit {
        return Cow::Borrowed(html);
    }
    let room = limit.saturating_sub(ELLIPSIS.len_utf16());
    let whole = cut(html, room, true);
    Cow::Owned(if whole.says_nothing {
        cut(html, room, false).html
    } else {
        whole.html
    })
}

/// Whether a text fits below a picture whole.
pub fn fits_a_caption(html: &str) -> bool {
    matches!(fit(html, CAPTION), Cow::Borrowed(_))
}

struct Cut {
    html: String,
    says_nothing: bool,
}

/// Where the text could end, and which tags are open there.
struct End<'a> {
    at: usize,
    open: Vec<&'a str>,
}

fn cut(html: &str, room: usize, keep_whole: bool) -> Cut {
    let (mut at, mut used) = (0, 0);
    let mut open: Vec<&str> = Vec::new();
    let mut end = End {
        at: 0,
        open: Vec::new(),
    };
    for piece in Pieces(html) {
        used += piece.units();
        if used > room {
            break;
        }
        at += piece.source().len();
        match piece {
            Piece::Start { name, .. } => open.push(name),
            Piece::End { .. } => {
                open.pop();
            }
            Piece::Text { .. } => {}
        }
        let in_whole = open.iter().any(|name| WHOLE.contains(name));
        if !(keep_whole && in_whole) {
            end = End {
                at,
                open: open.clone(),
            };
        }
    }
    close(html, &end)
}

fn close(html: &str, end: &End<'_>) -> Cut {
    let kept = html[..end.at].trim_end();
    let mut html = format!("{kept}{ELLIPSIS}");
    for name in end.open.iter().rev() {
        html.push_str(&format!("</{name}>"));
    }
    let says_nothing = Pieces(kept).all(|piece| piece.units() == 0 || piece.source().trim().is_empty());
    Cut { html, says_nothing }
}

/// A tag, or what becomes one character.
enum Piece<'a> {
    Start { source: &'a str, name: &'a str },
    End { source: &'a str },
    Text { source: &'a str, units: usize },
}

impl<'a> Piece<'a> {
    fn source(&self) -> &'a str {
        match self {
            Self::Start { source, .. } | Self::End { source } | Self::Text { source, .. } => source,
        }
    }

    fn units(&self) -> usize {
        match self {
            Self::Text { units, .. } => *units,
            _ => 0,
        }
    }
}

struct Pieces<'a>(&'a str);

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        let first = self.0.chars().next()?;
        let piece = match first {
            '<' => tag(self.0),
            '&' => reference(self.0),
            _ => None,
        };
        let piece = piece.unwrap_or_else(|| Piece::Text {
            source: &self.0[..first.len_utf8()],
            units: first.len_utf16(),
        });
        self.0 = &self.0[piece.source().len()..];
        Some(piece)
    }
}

fn tag(rest: &str) -> Option<Piece<'_>> {
    let source = &rest[..=rest.find('>')?];
    let inner = &source[1..source.len() - 1];
    Some(if inner.starts_with('/') {
        Piece::End { source }
    } else {
        let name = inner.split_whitespace().next().unwrap_or_default();
        Piece::Start { source, name }
    })
}

/// Telegram knows four names and all numbers.
fn reference(rest: &str) -> Option<Piece<'_>> {
    const LONGEST: usize = "&#1114111;".len();
    let end = rest.bytes().take(LONGEST).position(|b| b == b';')?;
    let (source, name) = (&rest[..=end], &rest[1..end]);
    let units = match name {
        "lt" | "gt" | "amp" | "quot" => 1,
        number => numbered(number.strip_prefix('#')?)?.len_utf16(),
    };
    Some(Piece::Text { source, units })
}

fn numbered(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
        None => number.parse(),
    };
    char::from_u32(code.ok()?)
}

#[cfg(test)]
mod tests;
