//! Broken and hostile pages: each gives an answer or an error.
//!
//! The full sizes, with time and memory measured, are `cargo run --release -p e2e --bin hostile`.

#[path = "hostile/cases.rs"]
mod cases;

/// Large enough that work that grows with the square of the size would be felt.
const SIZE: usize = 100_000;

#[test]
fn every_hostile_page_gives_an_answer_or_an_error() {
    for (name, page) in cases::CASES {
        let page = page(SIZE);
        let trouble = extract::trouble(200, &page);
        if let Ok(finding) = extract::read(&page, None) {
            let price = finding.reading.price.unwrap_or_default();
            assert!(!price.is_sign_negative(), "{name}: {price}");
        }
        if page.is_empty() {
            assert!(trouble.is_some(), "{name}");
        }
    }
}

#[test]
fn a_product_before_the_cut_is_still_read() {
    for name in ["cut inside a tag", "cut inside a script", "cut inside a comment"] {
        let (_, page) = cases::CASES.into_iter().find(|(case, _)| *case == name).unwrap();
        let finding = extract::read(&page(1_000), None).unwrap();
        assert_eq!(
            finding.reading.price.map(|price| price.to_string()).as_deref(),
            Some("12.5"),
            "{name}"
        );
    }
}
