//! What must hold for any input: called by the property tests and by the fuzzers.

use domain::Availability;
use extract::text;

/// Any page gives the same answer twice, and one that makes sense.
pub(crate) fn html(page: &str) {
    let trouble = extract::trouble(200, page);
    assert_eq!(trouble, extract::trouble(200, page));
    assert!(extract::trouble(503, page).is_some());
    let finding = extract::read(page, None);
    assert_eq!(finding, extract::read(page, None));
    let Ok(finding) = finding else { return };
    let reading = &finding.reading;
    assert!(!reading.price.unwrap_or_default().is_sign_negative());
    assert!(reading.price.is_some() || reading.availability != Availability::Unknown);
    assert!(
        finding
            .evidence
            .iter()
            .all(|evidence| (0.0..=1.0).contains(&evidence.confidence))
    );
}

/// Any JSON-LD on an otherwise complete page leaves the page readable.
pub(crate) fn json_ld(block: &str) {
    html(&format!(
        "<title>A</title><script type=\"application/ld+json\">{block}</script><h1>A</h1><p class=price>$ 12.50</p>"
    ));
}

/// Any text has a price that can be written and read again, or none; and a meaning.
pub(crate) fn price(shown: &str) {
    let _ = text::availability(shown);
    let _ = text::count(shown);
    let Some(money) = text::price(shown) else { return };
    assert!(!money.amount.is_sign_negative(), "{shown}: {}", money.amount);
    let code = money.currency.unwrap_or("USD");
    let written = format!("{code} {:.2}", money.amount);
    let again = text::price(&written).map(|money| money.amount);
    let is_exact = money.amount.scale() <= 2;
    assert!(
        !is_exact || again == Some(money.amount.normalize()),
        "{shown}: {written}: {again:?}"
    );
}
