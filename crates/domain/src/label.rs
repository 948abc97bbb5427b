//! What an event's items (members, units) are called in the tab: one safe line, each name once.

use std::collections::HashSet;

/// A longer label is shortened in its middle: the member's name stands at one of the ends.
const LONGEST: usize = 60;
/// What an item without any name is called.
const NAMELESS: &str = "item";
/// Its `sold` column is the sum of all.
const RESERVED: &str = "total";

/// A label as the tab keeps it: one line of visible characters.
pub(crate) fn safe(label: &str) -> String {
    let visible: String = label
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(|c| !is_invisible(*c))
        .collect();
    let folded = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    if folded.is_empty() {
        NAMELESS.to_owned()
    } else {
        shorten(folded)
    }
}

/// Labels are the same to a reader when they differ by case or spaces only.
pub(crate) fn fold(label: &str) -> String {
    label
        .chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The labels with a number behind those that a reader would take for an earlier one. Labels that are added behind
/// never change those before.
pub(crate) fn distinct<'a>(labels: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut used = HashSet::from([RESERVED.to_owned()]);
    let distinct = labels.map(|label| {
        let numbered = (2..).map(|number| format!("{label} ({number})"));
        let mut names = std::iter::once(label.to_owned()).chain(numbered);
        names.find(|name| used.insert(fold(name))).unwrap_or_default()
    });
    distinct.collect()
}

fn shorten(label: String) -> String {
    if label.chars().map(cost).sum::<usize>() <= LONGEST {
        return label;
    }
    let head = as_far_as(label.chars(), LONGEST / 2 - 1);
    let tail = as_far_as(label.chars().rev(), LONGEST / 2);
    head.into_iter()
        .chain(['…'])
        .chain(tail.into_iter().rev())
        .collect()
}

fn as_far_as(chars: impl Iterator<Item = char>, limit: usize) -> Vec<char> {
    let sums = chars.scan(0, |sum, c| {
        *sum += cost(c);
        Some((*sum, c))
    });
    sums.take_while(|(sum, _)| *sum <= limit)
        .map(|(_, c)| c)
        .collect()
}

/// What a character takes of the tab's memory, which is JSON and counted in UTF-16.
fn cost(c: char) -> usize {
    if matches!(c, '"' | '\\') { 2 } else { c.len_utf16() }
}

/// Characters without a width, and those that turn the direction of what follows.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_one_line_of_visible_characters() {
        for (label, kept) in [
            ("AN YUJIN", "AN YUJIN"),
            ("  안유진\t\n (영상통화) ", "안유진 (영상통화)"),
            ("A\u{200B}B\u{202E}C\u{0}D", "ABC D"),
            ("=SUM(A1)", "=SUM(A1)"),
            ("", "item"),
            ("\u{FEFF} \n", "item"),
        ] {
            assert_eq!(safe(label), kept, "{label:?}");
        }
    }

    #[test]
    fn a_long_label_keeps_both_its_ends() {
        let member = "VideoCall·Unit B : BANG JEE MIN, RYU SA RANG";
        assert_eq!(safe(member), member);
        let long = "IVE - THE 3rd EP ALBUM IVE SWITCH Limited Edition - Video Call Event Winner (Round 2) (JANG WONYOUNG)";
        let kept = safe(long);
        assert_eq!(
            kept,
            "IVE - THE 3rd EP ALBUM IVE SW…nner (Round 2) (JANG WONYOUNG)"
        );
        assert_eq!(kept.chars().count(), 60);
        assert_eq!(safe(&kept), kept, "what is kept stays as it is");
        assert_eq!(safe(&"😀".repeat(70)).encode_utf16().count(), 59);
    }

    #[test]
    fn labels_that_a_reader_cannot_tell_apart_are_numbered() {
        let labels = ["Rei", "REI", "r e i", "Total", "Rei (2)", "Liz"];
        assert_eq!(
            distinct(labels.into_iter()),
            ["Rei", "REI (2)", "r e i (3)", "Total (2)", "Rei (2) (2)", "Liz"]
        );
    }
}
