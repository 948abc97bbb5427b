//! Text in the compiled-in font, cut to the room that it has.

use std::sync::OnceLock;

use ab_glyph::{Font as _, FontRef, ScaleFont as _};
use plotters::style::{FontDesc, FontFamily, FontStyle, register_font};

use crate::ChartError;

/// Latin, kana, Hangul and Chinese; `font/README.md` tells where it comes from.
static BYTES: &[u8] = include_bytes!("../font/chart.otf");
/// What the drawing library knows it by.
const NAME: &str = "chart";
/// Stands for a letter that the font has not.
const UNKNOWN: char = '\u{25A1}';
/// No line has room for more, however narrow its letters.
const LONGEST: usize = 400;

/// The font as it is measured.
pub(crate) struct Face(FontRef<'static>);

impl Face {
    /// Reads the font and makes it known to the drawing library, once.
    pub(crate) fn load() -> Result<Self, ChartError> {
        static KNOWN: OnceLock<bool> = OnceLock::new();
        let register = || register_font(NAME, FontStyle::Normal, BYTES).is_ok();
        if !*KNOWN.get_or_init(register) {
            return Err(ChartError::Font);
        }
        FontRef::try_from_slice(BYTES)
            .map(Self)
            .map_err(|_| ChartError::Font)
    }

    /// The font in a size: the height from the lowest descender to the highest ascender, in pixels.
    pub(crate) fn size(size: u32) -> FontDesc<'static> {
        FontDesc::new(FontFamily::Name(NAME), f64::from(size), FontStyle::Normal)
    }

    /// One line that has glyphs for all it says, at most so many pixels wide.
    pub(crate) fn fit(&self, text: &str, size: u32, width: u32) -> String {
        let whole = self.known(text);
        if self.width(&whole, size) <= width {
            return whole;
        }
        let mut letters: Vec<char> = whole.chars().collect();
        loop {
            let cut: String = letters.iter().collect::<String>().trim_end().to_owned() + "…";
            if letters.is_empty() || self.width(&cut, size) <= width {
                return cut;
            }
            letters.pop();
        }
    }

    /// How wide a text is, in pixels.
    pub(crate) fn width(&self, text: &str, size: u32) -> u32 {
        let face = self.0.as_scaled(size as f32);
        let advance: f32 = text
            .chars()
            .map(|letter| face.h_advance(face.glyph_id(letter)))
            .sum();
        advance.ceil() as u32
    }

    /// White space is one space, letters that the font has not are boxes, other signs (emoji) are left out.
    fn known(&self, text: &str) -> String {
        let mut known = String::new();
        for letter in text.chars().take(LONGEST) {
            if letter.is_whitespace() || letter.is_control() {
                if !known.ends_with(' ') {
                    known.push(' ');
                }
            } else if self.0.glyph_id(letter).0 != 0 {
                known.push(letter);
            } else if letter.is_alphanumeric() {
                known.push(UNKNOWN);
            }
        }
        known.trim().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_font_has_what_shops_in_four_scripts_write() {
        let face = Face::load().unwrap();
        for text in [
            "IVE [Showcase] $128.90 – HK$",
            "안유진 팬사인회 뷔 쀼",
            "售罄 庫存 簽名會 囉 嘅 啲 冧 喺",
            "签名会 销量",
            "サイン会 発売 豆腐",
            "ＡＢＣ１２３「」・",
        ] {
            assert_eq!(face.known(text), text);
        }
    }

    #[test]
    fn what_the_font_has_not_is_left_out_or_a_box() {
        let face = Face::load().unwrap();
        assert_eq!(face.known("  A\u{1F600}B\n\tC \u{0E01}"), "AB C □");
    }

    #[test]
    fn text_is_cut_to_fit() {
        let face = Face::load().unwrap();
        let long = "簽名會 ".repeat(300);
        let cut = face.fit(&long, 40, 500);
        assert!(cut.ends_with('…') && face.width(&cut, 40) <= 500, "{cut}");
        assert!(face.width(&cut, 40) > 440, "as much as has room: {cut}");
        assert_eq!(face.fit("short", 40, 500), "short");
        assert_eq!(face.fit("short", 40, 0), "…");
    }
}
