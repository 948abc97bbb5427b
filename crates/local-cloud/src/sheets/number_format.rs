//! How a number looks under a number format: `#,##0.00`, `0%`, `yyyy-mm-dd hh:mm`, ...

mod date_pattern;
mod number_pattern;

use super::decimal;

/// A cell's number format: its type, and a pattern that may be missing.
#[derive(Debug, Clone, Copy)]
pub(super) struct NumberFormat<'a> {
    pub(super) kind: &'a str,
    pub(super) pattern: &'a str,
}

impl NumberFormat<'_> {
    /// Whether numbers under it are dates or times.
    pub(super) fn is_date(self) -> bool {
        match self.kind {
            "DATE" | "TIME" | "DATE_TIME" => true,
            "" | "NUMBER_FORMAT_TYPE_UNSPECIFIED" => date_pattern::looks_like_date(self.pattern),
            _ => false,
        }
    }

    /// The text that a person sees.
    pub(super) fn show(self, number: f64) -> String {
        let pattern = if self.pattern.is_empty() {
            default_pattern(self.kind)
        } else {
            self.pattern
        };
        if pattern.is_empty() || pattern.eq_ignore_ascii_case("general") {
            return decimal::general(number);
        }
        if self.is_date() {
            return date_pattern::show(number, pattern).unwrap_or_else(|| decimal::general(number));
        }
        number_pattern::show(number, pattern)
    }
}

/// What a type without a pattern means in the locale en_US.
fn default_pattern(kind: &str) -> &'static str {
    match kind {
        "NUMBER" => "#,##0.00",
        "PERCENT" => "0.00%",
        "CURRENCY" => "\"$\"#,##0.00",
        "DATE" => "m/d/yyyy",
        "TIME" => "h:mm:ss am/pm",
        "DATE_TIME" => "m/d/yyyy h:mm:ss",
        "SCIENTIFIC" => "0.00E+00",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_look_as_their_pattern_says() {
        for (kind, pattern, number, text) in [
            ("", "", 12.5, "12.5"),
            ("NUMBER", "", 1234.5, "1,234.50"),
            ("NUMBER", "0", 12.5, "13"),
            ("NUMBER", "0", -0.4, "0"),
            ("NUMBER", "0.00", 1234.567, "1234.57"),
            ("NUMBER", "#,##0.00", -1_234_567.891, "-1,234,567.89"),
            ("NUMBER", "#,##0", 999.0, "999"),
            ("NUMBER", "#.##", 0.5, ".5"),
            ("NUMBER", "0.0#", 1.25, "1.25"),
            ("NUMBER", "0.0#", 1.0, "1.0"),
            ("NUMBER", "000", 7.0, "007"),
            ("PERCENT", "0.00%", 0.1234, "12.34%"),
            ("PERCENT", "0%", 0.5, "50%"),
            ("CURRENCY", "", 5.0, "$5.00"),
            ("CURRENCY", "\"HK$\"#,##0.00", 1500.0, "HK$1,500.00"),
            ("CURRENCY", "[$\u{a5}]#,##0", 1500.0, "\u{a5}1,500"),
            ("NUMBER", "0.00;(0.00)", -2.0, "(2.00)"),
            ("NUMBER", "0;-0;\"none\"", 0.0, "none"),
            ("NUMBER", "#,##0,\"k\"", 12_345.0, "12k"),
            ("SCIENTIFIC", "0.00E+00", 12_345.0, "1.23E+04"),
            ("TEXT", "@", 5.0, "5"),
        ] {
            assert_eq!(
                NumberFormat { kind, pattern }.show(number),
                text,
                "{kind} {pattern} {number}"
            );
        }
    }

    #[test]
    fn dates_look_as_their_pattern_says() {
        let moment = 46_081.378_541_666_67; // 2026-02-28 09:05:06
        for (kind, pattern, text) in [
            ("DATE_TIME", "yyyy-mm-dd hh:mm", "2026-02-28 09:05"),
            ("DATE_TIME", "yyyy-mm-dd hh:mm:ss", "2026-02-28 09:05:06"),
            (
                "DATE_TIME",
                "yyyy\"-\"mm\"-\"dd\" \"hh\":\"mm",
                "2026-02-28 09:05",
            ),
            ("", "yyyy-mm-dd hh:mm", "2026-02-28 09:05"),
            ("DATE", "", "2/28/2026"),
            ("TIME", "", "9:05:06 AM"),
            ("DATE_TIME", "", "2/28/2026 9:05:06"),
            ("DATE", "ddd, d mmm yy", "Sat, 28 Feb 26"),
            ("DATE", "dddd mmmm", "Saturday February"),
            ("TIME", "h:mm am/pm", "9:05 AM"),
            ("TIME", "hh:mm:ss.000", "09:05:06.000"),
            ("TIME", "[h]:mm", "1105953:05"),
            ("TIME", "mm:ss", "05:06"),
        ] {
            assert_eq!(
                NumberFormat { kind, pattern }.show(moment),
                text,
                "{kind} {pattern}"
            );
        }
    }

    #[test]
    fn a_full_minute_never_shows_as_fifty_nine_seconds() {
        for minute in 0..1440 {
            let serial = 46_081.0 + f64::from(minute) / 1440.0;
            let text = NumberFormat {
                kind: "DATE_TIME",
                pattern: "yyyy-mm-dd hh:mm:ss",
            }
            .show(serial);
            assert_eq!(
                text,
                format!("2026-02-28 {:02}:{:02}:00", minute / 60, minute % 60)
            );
        }
    }
}
