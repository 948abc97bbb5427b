//! What events of the tracker become.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use super::card::tab_url;
use super::texts::Fill;
use super::{Button, Reply, escape, pace, words};
use crate::event::{Cause, Extreme, Span, Summary, Told};
use crate::zone::Zone;
use crate::{Alerts, Availability, ItemReading, Language, Reading, Sales, Tracking};

/// So many items are told of an event that has many.
const MOST_ITEMS: usize = 12;

/// A reading was asked for.
pub fn reading(tracking: &Tracking) -> Reply {
    titled(tracking, tracking.language.texts().reading)
}

/// The reading that was asked for.
pub fn read_now(tracking: &Tracking, told: &Told, now: DateTime<Utc>) -> Reply {
    let (language, texts) = (tracking.language, tracking.language.texts());
    let at = words::time(language, told.at, now, Zone::Named(tracking.zone));
    let reply = match &told.reading {
        Some(reading) => {
            let text = fill(tracking, texts.read_now)
                .put("reading", &words::reading_or_nothing(language, reading))
                .put("at", &at);
            with_items(Reply::text(text.done()), language, &reading.items)
        }
        None => Reply::text(
            fill(tracking, texts.not_read_now)
                .put("at", &at)
                .put("reason", &told.status)
                .done(),
        ),
    };
    with_again(reply, tracking, texts.b_now, "now")
}

/// A chart was asked for.
pub fn drawing(tracking: &Tracking) -> Reply {
    titled(tracking, tracking.language.texts().drawing)
}

/// What stands below a chart.
pub fn chart(tracking: &Tracking) -> Reply {
    let texts = tracking.language.texts();
    with_again(titled(tracking, texts.chart), tracking, texts.b_chart, "chart")
}

/// There is nothing to draw.
pub fn chart_nothing(tracking: &Tracking) -> Reply {
    titled(tracking, tracking.language.texts().chart_nothing)
}

/// The link to a tracking's tab.
pub fn sheet(tracking: &Tracking, sheet: &str) -> Reply {
    let text = fill(tracking, tracking.language.texts().sheet).put("url", &tab_url(sheet, tracking));
    Reply::text(text.done())
}

/// The bot does not know the spreadsheet.
pub fn no_sheet(language: Language) -> Reply {
    Reply::text(language.texts().no_sheet)
}

/// The first reading of a tracking whose card cannot be completed.
pub fn started(tracking: &Tracking, told: &Told) -> Reply {
    let text = fill(tracking, tracking.language.texts().started);
    Reply::text(text.put("reading", &in_words(tracking.language, told)).done())
}

/// It cannot be read.
pub fn failing(
    tracking: &Tracking,
    since: DateTime<Utc>,
    times: u32,
    reason: &str,
    now: DateTime<Utc>,
) -> Reply {
    let language = tracking.language;
    let text = fill(tracking, language.texts().failing)
        .put(
            "since",
            &words::time(language, since, now, Zone::Named(tracking.zone)),
        )
        .put("times", &times.to_string())
        .put("reason", reason)
        .put("interval", &words::interval(language, &tracking.interval));
    with_again(Reply::text(text.done()), tracking, language.texts().b_now, "now")
}

/// It is read again.
pub fn recovered(tracking: &Tracking, since: DateTime<Utc>, told: &Told) -> Reply {
    let language = tracking.language;
    let text = fill(tracking, language.texts().recovered)
        .put("span", &words::span(language, told.at - since))
        .put("reading", &in_words(language, told));
    Reply::text(text.done())
}

/// Something that the chat wants to hear at once; `alerts` are those that ask for it.
pub fn alert(tracking: &Tracking, alerts: &Alerts, before: &Reading, told: &Told) -> Reply {
    let (language, texts) = (tracking.language, tracking.language.texts());
    let Some(reading) = &told.reading else {
        return started(tracking, told);
    };
    let text =
        headline(tracking, alerts, reading).put("reading", &words::reading_or_nothing(language, reading));
    let mut reply = Reply::text(text.done());
    let was = words::reading(language, before);
    if !was.is_empty() && was != words::reading(language, reading) {
        reply = reply.with_line(&Fill::new(texts.alert_was).put("reading", &was).done());
    }
    let changed: Vec<ItemReading> = changed_items(before, reading).cloned().collect();
    with_again(
        with_items(reply, language, &changed),
        tracking,
        texts.b_chart,
        "chart",
    )
}

/// The most telling of the alerts.
fn headline(tracking: &Tracking, alerts: &Alerts, reading: &Reading) -> Fill {
    let texts = tracking.language.texts();
    let currency = reading.currency.as_deref();
    if alerts.stock {
        let is_sold_out = reading.availability == Availability::OutOfStock
            || (reading.availability == Availability::Unknown
                && reading.stock.is_some_and(|stock| stock <= 0));
        return fill(
            tracking,
            if is_sold_out {
                texts.alert_sold_out
            } else {
                texts.alert_stock
            },
        );
    }
    match alerts.below {
        Some(amount) => fill(tracking, texts.alert_below).put("amount", &words::money(amount, currency)),
        None => fill(tracking, texts.alert_change),
    }
}

fn changed_items<'a>(before: &'a Reading, after: &'a Reading) -> impl Iterator<Item = &'a ItemReading> {
    let known = |item: &&ItemReading| {
        let was = before.items.iter().find(|was| was.label == item.label);
        was.is_none_or(|was| (was.sold, was.stock, was.price) != (item.sold, item.stock, item.price))
    };
    after.items.iter().filter(known)
}

/// It has ended; `sheet` is the spreadsheet's address.
pub fn ended(
    tracking: &Tracking,
    cause: Cause,
    (summary, sales): (&Summary, Option<&Sales>),
    is_backup_missing: bool,
    sheet: Option<&str>,
) -> Reply {
    let texts = tracking.language.texts();
    let head = match cause {
        Cause::Deadline => texts.ended_deadline,
        Cause::Stop if is_backup_missing => texts.card,
        Cause::Stop => texts.ended_stop,
    };
    let readings = [
        Some(counts(tracking, summary)),
        prices(tracking, summary),
        last(tracking, summary),
    ];
    let sales = sales.map(|sales| pace::at_the_end(tracking, sales, sales.at));
    let rest = [
        is_backup_missing.then(|| texts.ended_no_backup.to_owned()),
        sheet.map(|sheet| {
            fill(tracking, texts.sheet)
                .put("url", &tab_url(sheet, tracking))
                .done()
        }),
    ];
    let sales = sales.into_iter().flatten();
    let lines = readings
        .into_iter()
        .flatten()
        .chain(sales)
        .chain(rest.into_iter().flatten());
    lines.fold(titled(tracking, head), |reply, line| reply.with_line(&line))
}

/// How complete the readings are.
fn counts(tracking: &Tracking, summary: &Summary) -> String {
    let texts = tracking.language.texts();
    if summary.readings == 0 {
        return texts.ended_no_reading.to_owned();
    }
    let due = summary.readings + summary.failures + summary.missed;
    let count = |number: u64| words::count(i64::try_from(number).unwrap_or(i64::MAX));
    // Only what is complete is 100 %.
    let per_mille = summary.readings.saturating_mul(1_000) / due;
    let counts = Fill::new(texts.ended_counts)
        .put("readings", &count(summary.readings))
        .put("due", &count(due))
        .put(
            "percent",
            &Decimal::new(i64::try_from(per_mille).unwrap_or_default(), 1)
                .normalize()
                .to_string(),
        )
        .done();
    let hole = summary.longest_hole.map(|hole| hole_words(tracking, hole));
    counts + &hole.unwrap_or_default()
}

fn hole_words(tracking: &Tracking, hole: Span) -> String {
    let language = tracking.language;
    if hole.until == hole.from {
        return language.texts().ended_hole_last.to_owned();
    }
    Fill::new(language.texts().ended_hole)
        .put("span", &words::span(language, hole.until - hole.from))
        .put(
            "from",
            &words::clock(language, hole.from, Zone::Named(tracking.zone)),
        )
        .done()
}

fn prices(tracking: &Tracking, summary: &Summary) -> Option<String> {
    let (language, zone) = (tracking.language, Zone::Named(tracking.zone));
    let money = |extreme: &Extreme| words::money(extreme.price, extreme.currency.as_deref());
    let at = |extreme: &Extreme| words::clock(language, extreme.at, zone);
    let (lowest, highest) = (summary.lowest.as_ref()?, summary.highest.as_ref()?);
    let text = Fill::new(language.texts().ended_prices)
        .put("lowest", &money(lowest))
        .put("lowest_at", &at(lowest))
        .put("highest", &money(highest))
        .put("highest_at", &at(highest));
    Some(text.done())
}

fn last(tracking: &Tracking, summary: &Summary) -> Option<String> {
    let (language, told) = (tracking.language, summary.last.as_ref()?);
    let text = Fill::new(language.texts().ended_last)
        .put("reading", &in_words(language, told))
        .put("at", &words::clock(language, told.at, Zone::Named(tracking.zone)));
    Some(text.done())
}

/// The spreadsheet has little room left.
pub fn nearly_full(tracking: &Tracking, percent: u64) -> Reply {
    let text = fill(tracking, tracking.language.texts().nearly_full).put("percent", &percent.to_string());
    Reply::text(text.done())
}

/// Nothing is heard of it.
pub fn silent(tracking: &Tracking, since: DateTime<Utc>, now: DateTime<Utc>) -> Reply {
    let language = tracking.language;
    let text = fill(tracking, language.texts().silent)
        .put(
            "since",
            &words::time(language, since, now, Zone::Named(tracking.zone)),
        )
        .put("interval", &words::interval(language, &tracking.interval));
    Reply::text(text.done())
}

/// Its deadline has long passed and nothing ended it but the bot.
pub fn overdue(tracking: &Tracking) -> Reply {
    let deadline = words::clock(tracking.language, tracking.deadline, Zone::Named(tracking.zone));
    Reply::text(
        fill(tracking, tracking.language.texts().overdue)
            .put("deadline", &deadline)
            .done(),
    )
}

fn fill(tracking: &Tracking, template: &str) -> Fill {
    Fill::new(template).put("title", &tracking.title())
}

fn titled(tracking: &Tracking, template: &str) -> Reply {
    Reply::text(fill(tracking, template).done())
}

fn in_words(language: Language, told: &Told) -> String {
    match &told.reading {
        Some(reading) => words::reading_or_nothing(language, reading),
        None => told.status.clone(),
    }
}

fn with_items(reply: Reply, language: Language, items: &[ItemReading]) -> Reply {
    let few = items.iter().take(MOST_ITEMS);
    let reply = few.fold(reply, |reply, item| {
        reply.with_line(&escape(&words::item(language, item)))
    });
    if items.len() > MOST_ITEMS {
        reply.with_line("…")
    } else {
        reply
    }
}

/// The same once more; a tracking that is not begun has no job to ask for it.
pub(super) fn with_again(reply: Reply, tracking: &Tracking, text: &str, verb: &str) -> Reply {
    match &tracking.scheduler_job {
        Some(job) => reply.with_row(vec![Button::new(text, format!("{verb}:{job}"))]),
        None => reply,
    }
}
