//! `cargo bench -p e2e --bench units`: what the pure steps of a tick and of a webhook cost. ARCHITECTURE.md, "What a tick costs",
//! keeps the figures.

mod page;

use std::hint::black_box;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use criterion::{Criterion, criterion_group, criterion_main};
use domain::command::{self, TrackWords};
use domain::reply;
use domain::{
    Command, Counting, EventForm, ItemReading, Language, Observation, PlatformName, Reading, Row, TabState,
};

const ZONE: Tz = Tz::Asia__Hong_Kong;
/// Members of a large event.
const MEMBERS: usize = 12;

criterion_group!(units, pages, rows, conversation);
criterion_main!(units);

/// A product page of a usual size.
fn pages(bench: &mut Criterion) {
    let html = page::product();
    let megabytes = html.len() as f64 / 1e6;
    bench.bench_function(&format!("parse: a page of {megabytes:.2} MB"), |timed| {
        timed.iter(|| extract::document(black_box(&html)));
    });
    bench.bench_function("extract: the same, parsed and read", |timed| {
        timed.iter(|| extract::read(black_box(&html), None));
    });
}

/// A reading of an event of several members, counted and made a row.
fn rows(bench: &mut Criterion) {
    let first = observation(0);
    let (_, state) = TabState::default().count(now(), &first, Counting::default());
    let next = observation(3);
    let at = now() + chrono::Duration::minutes(1);
    bench.bench_function(&format!("row: {MEMBERS} members"), |timed| {
        timed.iter(|| {
            let (sample, state) = state.count(at, black_box(&next), Counting::default());
            Row::of_sample(&sample, ZONE, &state.columns())
        });
    });
}

/// A person's words, understood, and the card that answers them.
fn conversation(bench: &mut Criterion) {
    let platforms: Vec<(PlatformName, EventForm)> = PlatformName::parse("demo")
        .map(|name| (name, EventForm::Name))
        .into_iter()
        .collect();
    let text = "/track demo ABC 안유진 until 28 Feb 14:00 KST every 5m alert stock, below 1,200 slots 30";
    let understand = |text: &str| match command::parse(text).map(|addressed| addressed.command) {
        Some(Command::Track(arguments)) => TrackWords::read(&arguments)
            .draft(now(), ZONE, &platforms)
            .0
            .request(),
        _ => None,
    };
    bench.bench_function("command: a whole /track", |timed| {
        timed.iter(|| understand(black_box(text)));
    });
    let Some(request) = understand(text) else {
        return;
    };
    bench.bench_function("reply: the card before Start", |timed| {
        timed.iter(|| {
            let place = (now(), ZONE);
            reply::confirm(
                Language::English,
                black_box(&request),
                7,
                place,
                reply::Glimpse::Pending,
                None,
            )
        });
    });
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_772_080_000, 0).unwrap_or_default()
}

fn observation(sold: i64) -> Observation {
    let item = |number: usize| ItemReading {
        label: format!("MEMBER {number}"),
        sold: i64::try_from(number).ok().map(|number| number * 10 + sold),
        ..ItemReading::default()
    };
    Observation::Read(Reading {
        title: Some("ABC fan-sign event".to_owned()),
        items: (0..MEMBERS).map(item).collect(),
        ..Reading::default()
    })
}
