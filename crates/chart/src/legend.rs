//! Which colour is which line, and what it said last.

use crate::axis::with_thousands;
use crate::line::Track;
use crate::text::Face;

/// Height of its letters.
pub(crate) const SIZE: u32 = 52;
/// Distance of its rows.
pub(crate) const ROW: u32 = 56;
/// The coloured mark before a name.
pub(crate) const MARK: u32 = 50;
/// Distance of entries.
const DISTANCE: u32 = 40;
/// More rows than these leave no room for the lines.
const MOST_ROWS: u32 = 3;

/// An entry, where it stands and what it says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    /// Which line it is of.
    pub(crate) line: usize,
    /// From the legend's left edge.
    pub(crate) x: u32,
    pub(crate) row: u32,
    pub(crate) text: String,
}

/// Puts the entries into rows of a width; those that have no room are left out.
pub(crate) fn entries<'a>(
    lines: impl Iterator<Item = (&'a str, &'a Track)>,
    face: &Face,
    width: u32,
) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let (mut x, mut row) = (0, 0);
    for (line, (name, track)) in lines.enumerate() {
        let mut value = track.last().map(|(_, value)| told(value)).unwrap_or_default();
        if let Some(goal) = track.ahead {
            value = format!("{value} → {}", told(goal.likely));
        }
        let room = (width / 2).saturating_sub(MARK + face.width(&value, SIZE) + 20);
        let text = format!("{} {value}", face.fit(name, SIZE, room));
        let own = MARK + face.width(&text, SIZE) + 12;
        if x > 0 && x + own > width {
            (x, row) = (0, row + 1);
        }
        if row == MOST_ROWS {
            break;
        }
        entries.push(Entry { line, x, row, text });
        x += own + DISTANCE;
    }
    entries
}

/// A value without the zeros of its arithmetic.
fn told(value: f64) -> String {
    if value.abs() >= 1e12 {
        return format!("{value:.3e}");
    }
    let digits = if value.fract() == 0.0 { 0 } else { 2 };
    with_thousands(&format!("{value:.digits$}"))
}
