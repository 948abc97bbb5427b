//! The report for people: what was read, how sure, from which source, what contradicts it, and how long it took.

use std::fmt::Write as _;
use std::time::Duration;

use domain::{ItemReading, Reading};
use extract::Evidence;

use super::json::{plain, word};
use super::report::{Report, Source};

/// Values up to this length have their source behind them, longer ones below.
const SHORT: usize = 20;

/// The report as lines for a terminal.
pub(super) fn text(report: &Report) -> String {
    let mut text = String::new();
    if let Some(reading) = &report.reading {
        for (field, value) in values(reading) {
            line(&mut text, field, &value, report.source(field));
        }
        items(&mut text, &reading.items);
    }
    labelled(&mut text, "status", &report.status);
    if let Some(hint) = hint(&report.status) {
        labelled(&mut text, "", hint);
    }
    let steps: Vec<String> = report
        .steps
        .iter()
        .map(|step| format!("{} {}", step.name, duration(step.took)))
        .collect();
    if !steps.is_empty() {
        labelled(&mut text, "time", &steps.join(", "));
    }
    text
}

/// What was read, in the order of a row's columns.
fn values(reading: &Reading) -> Vec<(&'static str, String)> {
    let number = |number: Option<i64>| number.map(|number| number.to_string());
    let all = [
        ("title", reading.title.clone()),
        ("price", reading.price.map(plain)),
        ("currency", reading.currency.clone()),
        ("availability", Some(word(reading.availability).to_owned())),
        ("stock", number(reading.stock)),
        ("sold", number(reading.sold)),
        ("sku", reading.sku.clone()),
    ];
    let read = all.into_iter().filter_map(|(field, value)| Some((field, value?)));
    read.collect()
}

fn line(text: &mut String, field: &str, value: &str, source: Option<Source<'_>>) {
    let Some(source) = source else {
        return labelled(text, field, value);
    };
    let chosen = sure(source.chosen);
    // Only ASCII is known to be as wide as it is long.
    if value.is_ascii() && value.len() <= SHORT {
        labelled(text, field, &format!("{value:<SHORT$}  {chosen}"));
    } else {
        labelled(text, field, value);
        labelled(text, "", &format!("{:<SHORT$}  {chosen}", ""));
    }
    for other in source.against {
        let says = format!("{}, which says {}", sure(other), other.value);
        labelled(text, "", &format!("{:<SHORT$}  {says}", "  contradicted by"));
    }
}

fn sure(evidence: &Evidence) -> String {
    format!("{:>3.0} %  {}", evidence.confidence * 100.0, evidence.source)
}

/// The label comes last, as it may be of any script.
fn items(text: &mut String, items: &[ItemReading]) {
    if items.is_empty() {
        return;
    }
    let cell = |value: Option<String>| value.unwrap_or_default();
    let row = |text: &mut String, name: &str, cells: [&str; 3], label: &str| {
        let [sold, stock, price] = cells;
        labelled(text, name, &format!("{sold:>8} {stock:>8} {price:>10}  {label}"));
    };
    row(text, "items", ["sold", "stock", "price"], "");
    for item in items {
        let sold = cell(item.sold.map(|sold| sold.to_string()));
        let stock = cell(item.stock.map(|stock| stock.to_string()));
        let price = cell(item.price.map(plain));
        row(text, "", [&sold, &stock, &price], &item.label);
    }
}

fn labelled(text: &mut String, label: &str, value: &str) {
    let line = format!("{label:<12}  {value}");
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{}", line.trim_end());
}

/// What a person can do about it, where that is not plain.
fn hint(status: &str) -> Option<&'static str> {
    status
        .starts_with("address not allowed")
        .then_some("only public addresses are read; ALLOWED_PRIVATE_ADDRESSES=HOST:PORT makes an exception")
}

fn duration(took: Duration) -> String {
    let ms = took.as_secs_f64() * 1e3;
    if ms < 10.0 {
        format!("{ms:.1} ms")
    } else if ms < 10_000.0 {
        format!("{ms:.0} ms")
    } else {
        format!("{:.1} s", ms / 1e3)
    }
}

#[cfg(test)]
mod tests {
    use domain::Availability;
    use rust_decimal::Decimal;
    use scrape::Step;

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

    #[test]
    fn a_reading_is_told_field_by_field() {
        let haru = ItemReading {
            label: "HARU".to_owned(),
            sold: Some(120),
            stock: Some(-3),
            price: None,
            ..ItemReading::default()
        };
        let report = Report {
            reading: Some(Reading {
                title: Some("영상통화 팬사인회".to_owned()),
                price: Some(Decimal::new(12_890, 2)),
                availability: Availability::InStock,
                items: vec![haru],
                ..Reading::default()
            }),
            evidence: vec![
                evidence("title", "영상통화 팬사인회", "visible h1", 0.9, true),
                evidence("price", "128.90", "visible .price", 0.954, true),
                evidence("price", "118", "json-ld", 0.6, false),
            ],
            steps: vec![
                Step {
                    name: "fetch",
                    took: Duration::from_micros(12_345),
                },
                Step {
                    name: "extract",
                    took: Duration::from_micros(1_840),
                },
            ],
            status: "uncertain: json-ld says 118".to_owned(),
        };
        let expected = "\
title         영상통화 팬사인회
                                     90 %  visible h1
price         128.90                 95 %  visible .price
                contradicted by      60 %  json-ld, which says 118
availability  InStock
items             sold    stock      price
                   120       -3             HARU
status        uncertain: json-ld says 118
time          fetch 12 ms, extract 1.8 ms
";
        assert_eq!(text(&report), expected);
    }

    #[test]
    fn a_failure_is_its_reason_and_what_can_be_done() {
        assert_eq!(text(&Report::refused("HTTP 503")), "status        HTTP 503\n");
        let refused = text(&Report::refused("address not allowed: 127.0.0.1"));
        assert!(
            refused.contains("ALLOWED_PRIVATE_ADDRESSES=HOST:PORT"),
            "{refused}"
        );
    }

    #[test]
    fn durations_have_two_or_three_digits() {
        for (us, told) in [
            (40, "0.0 ms"),
            (1_840, "1.8 ms"),
            (345_678, "346 ms"),
            (20_000_000, "20.0 s"),
        ] {
            assert_eq!(duration(Duration::from_micros(us)), told);
        }
    }
}
