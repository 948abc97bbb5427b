//! That the deadline comes near, and that the shop has moved its end.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::on_sale::in_both_zones;
use super::texts::Fill;
use super::{Button, Reply, words};
use crate::Tracking;
use crate::event::Told;
use crate::zone::Zone;

/// The deadline comes near.
pub fn reminder(
    tracking: &Tracking,
    deadline: DateTime<Utc>,
    last: Option<&Told>,
    now: DateTime<Utc>,
) -> Reply {
    let (language, texts) = (tracking.language, tracking.language.texts());
    let zone = Zone::Named(tracking.zone);
    let head = Fill::new(texts.reminder)
        .put("title", &tracking.title())
        .put("left", &words::span(language, deadline - now))
        .put("deadline", &words::time(language, deadline, now, zone));
    let reading = last.and_then(|told| {
        let reading = told.reading.as_ref()?;
        let line = Fill::new(texts.card_reading)
            .put("reading", &words::reading_or_nothing(language, reading))
            .put("at", &words::time(language, told.at, now, zone));
        Some((line.done(), reading.sold.is_some()))
    });
    let mut buttons = vec![button(tracking, texts.b_now, "now")];
    let mut reply = Reply::text(head.done());
    if let Some((line, tells_sales)) = reading {
        reply = reply.with_line(&line);
        buttons.extend(tells_sales.then(|| button(tracking, texts.b_pace, "pace")));
    }
    buttons.push(button(tracking, texts.b_later, "later"));
    reply.with_row(buttons)
}

/// The shop has moved its end from one time to another; `shop` is its zone.
pub fn moved(tracking: &Tracking, (from, to): (DateTime<Utc>, DateTime<Utc>), shop: Tz) -> Reply {
    let (language, texts) = (tracking.language, tracking.language.texts());
    let told = |at| in_both_zones(language, at, shop, tracking.zone);
    let text = Fill::new(texts.moved)
        .put("title", &tracking.title())
        .put("from", &told(from))
        .put("to", &told(to));
    let reply = Reply::text(text.done());
    if tracking.deadline == to {
        return reply;
    }
    let own = words::clock(language, tracking.deadline, Zone::Named(tracking.zone));
    let line = Fill::new(texts.moved_not).put("deadline", &own);
    reply
        .with_line(&line.done())
        .with_row(vec![button(tracking, texts.b_until_then, "shop")])
}

fn button(tracking: &Tracking, text: &str, verb: &str) -> Button {
    let job = tracking.scheduler_job.as_deref().unwrap_or(&tracking.id);
    Button::new(text, format!("{verb}:{job}"))
}
