//! The report for programs: one line, always with the same keys; what is absent is null.

use std::collections::BTreeMap;

use domain::{Availability, ItemReading, Reading};
use extract::Evidence;
use rust_decimal::Decimal;
use serde::Serialize;

use super::report::Report;

/// The fields of a reading that have a source each.
pub(super) const FIELDS: &[&str] = &[
    "title",
    "price",
    "currency",
    "availability",
    "stock",
    "sold",
    "sku",
    "items",
];

#[derive(Serialize)]
struct Line<'a> {
    title: Option<&'a str>,
    price: Option<String>,
    currency: Option<&'a str>,
    availability: Option<&'static str>,
    stock: Option<i64>,
    sold: Option<i64>,
    sku: Option<&'a str>,
    items: Vec<Item<'a>>,
    sources: BTreeMap<&'static str, Source<'a>>,
    status: &'a str,
}

#[derive(Serialize)]
struct Item<'a> {
    label: &'a str,
    sold: Option<i64>,
    stock: Option<i64>,
    price: Option<String>,
}

#[derive(Serialize)]
struct Source<'a> {
    source: &'a str,
    confidence: f64,
    contradicted_by: Vec<Contradiction<'a>>,
}

#[derive(Serialize)]
struct Contradiction<'a> {
    source: &'a str,
    value: &'a str,
    confidence: f64,
}

/// The report as one line of JSON.
pub(super) fn line(report: &Report) -> String {
    let nothing = Reading::default();
    let reading = report.reading.as_ref().unwrap_or(&nothing);
    let line = Line {
        title: reading.title.as_deref(),
        price: reading.price.map(plain),
        currency: reading.currency.as_deref(),
        availability: report.reading.as_ref().map(|reading| word(reading.availability)),
        stock: reading.stock,
        sold: reading.sold,
        sku: reading.sku.as_deref(),
        items: reading.items.iter().map(item).collect(),
        sources: sources(report),
        status: &report.status,
    };
    serde_json::to_string(&line).unwrap_or_default()
}

/// A price as people write it down: `128.90` or `128`, never with an exponent.
pub(super) fn plain(mut price: Decimal) -> String {
    if price.scale() == 1 {
        price.rescale(2);
    }
    price.to_string()
}

/// The word for an availability; `Unknown` is one here, while a cell stays empty.
pub(super) fn word(availability: Availability) -> &'static str {
    availability.word().unwrap_or("Unknown")
}

fn item(item: &ItemReading) -> Item<'_> {
    Item {
        label: &item.label,
        sold: item.sold,
        stock: item.stock,
        price: item.price.map(plain),
    }
}

fn sources(report: &Report) -> BTreeMap<&'static str, Source<'_>> {
    let named = |field: &&'static str| {
        let source = report.source(field)?;
        let against = source.against.into_iter().map(contradiction);
        let source = Source {
            source: &source.chosen.source,
            confidence: rounded(source.chosen.confidence),
            contradicted_by: against.collect(),
        };
        Some((*field, source))
    };
    FIELDS.iter().filter_map(named).collect()
}

fn contradiction(evidence: &Evidence) -> Contradiction<'_> {
    Contradiction {
        source: &evidence.source,
        value: &evidence.value,
        confidence: rounded(evidence.confidence),
    }
}

/// More than two places would claim what nobody knows.
fn rounded(confidence: f32) -> f64 {
    (f64::from(confidence) * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn evidence(field: &'static str, value: &str, source: &str, confidence: f32, chosen: bool) -> Evidence {
        Evidence {
            field,
            value: value.to_owned(),
            source: source.to_owned(),
            confidence,
            chosen,
        }
    }

    fn parsed(report: &Report) -> Value {
        serde_json::from_str(&line(report)).unwrap()
    }

    #[test]
    fn a_reading_is_told_with_its_sources_and_what_contradicts_them() {
        let reading = Reading {
            title: Some("Album".to_owned()),
            price: Some(Decimal::new(12_890, 2)),
            currency: Some("HKD".to_owned()),
            stock: Some(-3),
            items: vec![ItemReading {
                label: "HARU".to_owned(),
                sold: Some(120),
                ..ItemReading::default()
            }],
            ..Reading::default()
        };
        let report = Report {
            reading: Some(reading),
            evidence: vec![
                evidence("price", "128.90", "visible .price", 0.949_999, true),
                evidence("price", "128.90", "meta", 0.8, false),
                evidence("price", "118", "json-ld", 0.6, false),
                evidence("sku", "X", "json-ld", 0.6, false),
            ],
            steps: Vec::new(),
            status: "ok".to_owned(),
        };
        assert_eq!(
            parsed(&report),
            json!({
                "title": "Album", "price": "128.90", "currency": "HKD", "availability": "Unknown",
                "stock": -3, "sold": null, "sku": null,
                "items": [{ "label": "HARU", "sold": 120, "stock": null, "price": null }],
                "sources": { "price": {
                    "source": "visible .price", "confidence": 0.95,
                    "contradicted_by": [{ "source": "json-ld", "value": "118", "confidence": 0.6 }],
                } },
                "status": "ok",
            })
        );
    }

    #[test]
    fn no_price_has_a_single_digit_behind_the_point() {
        for (price, text) in [
            ("128.9", "128.90"),
            ("128", "128"),
            ("0.125", "0.125"),
            ("18000", "18000"),
        ] {
            assert_eq!(plain(price.parse().unwrap()), text);
        }
    }

    #[test]
    fn a_failure_has_the_same_keys_and_the_reason() {
        assert_eq!(
            line(&Report::refused("HTTP 503")),
            r#"{"title":null,"price":null,"currency":null,"availability":null,"stock":null,"sold":null,"sku":null,"items":[],"sources":{},"status":"HTTP 503"}"#
        );
    }
}
