//! Any platform file.
#![no_main]

#[path = "../../crates/platforms/tests/properties/entry_points.rs"]
mod entry_points;

libfuzzer_sys::fuzz_target!(|text: &str| entry_points::platform_file(text));
