//! Any text of a price.
#![no_main]

#[expect(dead_code, reason = "the other fuzzers and the property tests call the rest")]
#[path = "../../crates/extract/tests/properties/entry_points.rs"]
mod entry_points;

libfuzzer_sys::fuzz_target!(|text: &str| entry_points::price(text));
