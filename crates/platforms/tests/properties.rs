//! A short run of what the fuzzers run for long.

#[path = "properties/entry_points.rs"]
mod entry_points;

use proptest::prelude::*;
use proptest::sample::select;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_text_is_taken_or_refused(text in any::<String>()) {
        entry_points::platform_file(&text);
    }

    #[test]
    fn a_shipped_file_with_lines_left_out_or_doubled_is_taken_or_refused(
        file in select(platforms::demo_files()),
        changes in proptest::collection::vec((0_usize..200, 0_usize..3), 0..6),
    ) {
        let mut lines: Vec<&str> = file.1.lines().collect();
        for (at, times) in changes {
            let at = at % lines.len().max(1);
            if let Some(line) = lines.get(at).copied() {
                lines.splice(at..=at, std::iter::repeat_n(line, times));
            }
        }
        entry_points::platform_file(&lines.join("\n"));
    }
}
