//! `/pace`: how an event's sales go, as text that fits a phone.

use chrono::{DateTime, Duration, Utc};

use super::texts::{Fill, Texts};
use super::{Reply, escape, shortened, words};
use crate::zone::Zone;
use crate::{Estimate, Hour, Language, Order, Outlook, Pace, Sales, Tracking};

/// So many items are told; their tab has the others.
const MOST_ITEMS: usize = 12;
/// So many of an item's orders.
const MOST_ORDERS: usize = 3;
/// The longest name of an item: a phone shows about as much in a line.
const LONGEST_LABEL: usize = 36;
/// An increase over more than this may be of several orders.
const ONE_ORDER: Duration = Duration::seconds(90);

/// How an event's sales go.
pub fn pace(tracking: &Tracking, sales: Option<&Sales>, now: DateTime<Utc>) -> Reply {
    let texts = tracking.language.texts();
    let Some(sales) = sales else {
        let none = Fill::new(texts.pace_none).put("title", &tracking.title());
        return with_again(Reply::text(none.done()), tracking);
    };
    let teller = Teller { tracking, now };
    let head = Fill::new(texts.pace)
        .put("title", &tracking.title())
        .put("at", &teller.time(sales.at));
    let mut lines: Vec<String> = Vec::new();
    for pace in by_sales(sales) {
        lines.push(String::new());
        lines.push(teller.item(sales, pace));
        lines.extend(teller.details(pace));
    }
    lines.push(String::new());
    lines.extend(teller.left_out(sales));
    lines.push(teller.total(sales));
    lines.extend(teller.details(&sales.total));
    let is_projected = all(sales).any(|pace| pace.outlook.is_some());
    lines.extend(is_projected.then(|| format!("\n{}", texts.pace_estimate)));
    let reply = lines
        .iter()
        .fold(Reply::text(head.done()), |reply, line| reply.with_line(line));
    with_again(reply, tracking)
}

/// The sales were asked for.
pub fn adding_up(tracking: &Tracking) -> Reply {
    let text = Fill::new(tracking.language.texts().adding_up).put("title", &tracking.title());
    Reply::text(text.done())
}

/// The lines about an event's sales when it has ended.
pub(super) fn at_the_end(tracking: &Tracking, sales: &Sales, now: DateTime<Utc>) -> Vec<String> {
    let teller = Teller { tracking, now };
    let mut lines = Vec::new();
    for pace in by_sales(sales) {
        lines.push(String::new());
        lines.push(teller.item(sales, pace));
        lines.extend(teller.in_hindsight(pace));
        lines.extend(teller.per_winner(pace));
    }
    lines.push(String::new());
    lines.extend(teller.left_out(sales));
    lines.push(teller.total(sales));
    lines.extend(teller.in_hindsight(&sales.total));
    // Each item has winners of its own.
    if sales.items.is_empty() {
        lines.extend(teller.per_winner(&sales.total));
    }
    lines.push(String::new());
    lines
}

/// `🔮 may end at: REI 180 (150 to 230), total 240 (190 to 300)`
pub(super) fn outlook_line(language: Language, outlook: &Outlook) -> String {
    let texts = language.texts();
    let few = outlook.items.iter().take(MOST_ITEMS);
    let items = few.map(|(label, estimate)| (shortened(label, LONGEST_LABEL), estimate));
    let total = (texts.card_outlook_total.to_owned(), &outlook.total);
    let one = |(label, estimate): (String, &Estimate)| {
        let label = if outlook.items.is_empty() {
            String::new()
        } else {
            label
        };
        let text = Fill::new(texts.card_outlook_item)
            .put("label", &label)
            .html("range", &range(texts, estimate));
        text.done().trim_start().to_owned()
    };
    let all: Vec<String> = items.chain([total]).map(one).collect();
    Fill::new(texts.card_outlook)
        .html("items", &all.join(words::between(language)))
        .done()
}

/// `🔮 may end at 180 (150 to 230)`
fn outlook(language: Language, estimate: &Estimate) -> String {
    let texts = language.texts();
    Fill::new(texts.pace_outlook)
        .html("range", &range(texts, estimate))
        .done()
}

/// `180 (150 to 230)`
fn range(texts: &Texts, estimate: &Estimate) -> String {
    Fill::new(texts.pace_range)
        .put("likely", &words::count(estimate.likely))
        .put("low", &words::count(estimate.range.0))
        .put("high", &words::count(estimate.range.1))
        .done()
}

/// Tells of one tracking at one time.
struct Teller<'a> {
    tracking: &'a Tracking,
    now: DateTime<Utc>,
}

impl Teller<'_> {
    fn item(&self, sales: &Sales, pace: &Pace) -> String {
        let texts = self.tracking.language.texts();
        let template = sales
            .share(pace)
            .map_or(texts.pace_item, |_| texts.pace_item_share);
        Fill::new(template)
            .put("label", &shortened(&pace.label, LONGEST_LABEL))
            .put("sold", &words::count(pace.sold))
            .put("share", &sales.share(pace).unwrap_or_default().to_string())
            .done()
    }

    fn total(&self, sales: &Sales) -> String {
        Fill::new(self.tracking.language.texts().pace_total)
            .put("sold", &words::count(sales.total.sold))
            .done()
    }

    /// Items that have no lines of their own.
    fn left_out(&self, sales: &Sales) -> Option<String> {
        let more = sales
            .items
            .len()
            .checked_sub(MOST_ITEMS)
            .filter(|more| *more > 0)?;
        let text = Fill::new(self.tracking.language.texts().pace_more).put("count", &more.to_string());
        Some(text.done())
    }

    /// While it is sold.
    fn details(&self, pace: &Pace) -> Vec<String> {
        let language = self.tracking.language;
        let texts = language.texts();
        let since = pace.since.map(|since| self.time(since));
        let speed = Fill::new(
            since
                .as_ref()
                .map_or(texts.pace_speed, |_| texts.pace_speed_young),
        )
        .put("hour", &signed(pace.last_hour))
        .put("since", &since.unwrap_or_default())
        .put("rate", &words::count(pace.per_hour));
        let outlook = pace.outlook.as_ref().map(|estimate| outlook(language, estimate));
        [Some(speed.done()), outlook, self.orders(pace)]
            .into_iter()
            .flatten()
            .collect()
    }

    /// When it has ended.
    fn in_hindsight(&self, pace: &Pace) -> Vec<String> {
        let busiest = pace.busiest.map(|hour| self.hour(hour));
        [self.orders(pace), busiest].into_iter().flatten().collect()
    }

    fn orders(&self, pace: &Pace) -> Option<String> {
        let orders = pace.orders.iter().take(MOST_ORDERS);
        let orders: Vec<String> = orders.map(|order| self.order(order)).collect();
        let text = Fill::new(self.tracking.language.texts().pace_orders)
            .put("orders", &orders.join(words::between(self.tracking.language)));
        (!orders.is_empty()).then(|| text.done())
    }

    /// `+30 (22:10)`, `+30 (in 25 min until 22:10)`
    fn order(&self, order: &Order) -> String {
        let language = self.tracking.language;
        let at = self.time(order.at);
        let span = order.at - order.after;
        let when = if span > ONE_ORDER {
            Fill::new(language.texts().pace_order_within)
                .put("span", &words::span(language, span))
                .put("at", &at)
                .done()
        } else {
            escape(&at)
        };
        format!("{} ({when})", signed(order.count))
    }

    fn hour(&self, hour: Hour) -> String {
        let zone = Zone::Named(self.tracking.zone);
        let label = zone.label(hour.from);
        let from = self.time(hour.from);
        let from = from.trim_end_matches(&label).trim_end();
        let until = zone.wall_clock(hour.from + Duration::hours(1)).format("%H:%M");
        Fill::new(self.tracking.language.texts().ended_busiest)
            .put("hour", &format!("{from}–{until} {label}"))
            .put("count", &signed(hour.count))
            .done()
    }

    /// What a winner has bought on average, and the range that fans take from it.
    fn per_winner(&self, pace: &Pace) -> Option<String> {
        const RANGE: (f64, f64) = (0.55, 0.75);
        let slots = self.tracking.wishes.slots?;
        let average = pace.sold as f64 / f64::from(slots);
        let text = Fill::new(self.tracking.language.texts().ended_winner)
            .put("average", &format!("{average:.1}"))
            .put("slots", &words::count(i64::from(slots)))
            .put("low", &format!("{:.1}", average * RANGE.0))
            .put("high", &format!("{:.1}", average * RANGE.1));
        (pace.sold > 0).then(|| text.done())
    }

    fn time(&self, at: DateTime<Utc>) -> String {
        let zone = Zone::Named(self.tracking.zone);
        words::time(self.tracking.language, at, self.now, zone)
    }
}

/// The items that are told, the one that sold most in front.
fn by_sales(sales: &Sales) -> Vec<&Pace> {
    let mut items: Vec<&Pace> = sales.items.iter().collect();
    items.sort_by_key(|pace| std::cmp::Reverse(pace.sold));
    items.truncate(MOST_ITEMS);
    items
}

fn all(sales: &Sales) -> impl Iterator<Item = &Pace> {
    sales.items.iter().chain([&sales.total])
}

fn signed(number: i64) -> String {
    let sign = if number > 0 { "+" } else { "" };
    format!("{sign}{}", words::count(number))
}

fn with_again(reply: Reply, tracking: &Tracking) -> Reply {
    super::news::with_again(reply, tracking, tracking.language.texts().b_pace, "pace")
}
