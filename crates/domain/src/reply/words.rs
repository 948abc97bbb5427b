//! Times, spans, intervals, money and availability as each language writes them.

use chrono::{DateTime, Datelike, Duration, Utc};
use rust_decimal::Decimal;

use crate::zone::{Zone, clock_words, span_words};
use crate::{Alerts, Availability, Deadline, Interval, ItemReading, Language, Reading};

/// Signs that stand before an amount; other currencies stand as their code.
const SIGNS: [(&str, &str); 11] = [
    ("HKD", "HK$"),
    ("USD", "US$"),
    ("TWD", "NT$"),
    ("SGD", "S$"),
    ("AUD", "A$"),
    ("CAD", "CA$"),
    ("KRW", "₩"),
    ("JPY", "JP¥"),
    ("CNY", "CN¥"),
    ("EUR", "€"),
    ("GBP", "£"),
];
/// Currencies that have no smaller unit.
const WHOLE: [&str; 2] = ["KRW", "JPY"];

/// An instant: `Sat 28 Feb 14:00 HKT`, `2月28日（六）14:00 HKT`.
pub(super) fn clock(language: Language, at: DateTime<Utc>, zone: Zone) -> String {
    match language {
        Language::English => clock_words(at, zone),
        Language::Chinese => {
            let wall = zone.wall_clock(at);
            let weekday =
                ["一", "二", "三", "四", "五", "六", "日"][wall.weekday().num_days_from_monday() as usize];
            let (month, day) = (wall.month(), wall.day());
            format!(
                "{month}月{day}日（{weekday}）{} {}",
                wall.format("%H:%M"),
                zone.label(at)
            )
        }
    }
}

/// The time of day, with the day where it is another one than today: `14:05 HKT`.
pub(super) fn time(language: Language, at: DateTime<Utc>, now: DateTime<Utc>, zone: Zone) -> String {
    if zone.wall_clock(at).date() == zone.wall_clock(now).date() {
        format!("{} {}", zone.wall_clock(at).format("%H:%M"), zone.label(at))
    } else {
        clock(language, at, zone)
    }
}

/// A deadline, with the time in the zone that it was typed in behind it where that is another one.
pub(super) fn deadline(language: Language, deadline: &Deadline, zone: Zone) -> String {
    let (at, typed_in) = (deadline.at(), deadline.typed_in());
    let own = clock(language, at, zone);
    if typed_in.offset(at) == zone.offset(at) {
        return own;
    }
    match language {
        Language::English => format!("{own} ({})", clock(language, at, typed_in)),
        Language::Chinese => format!("{own}（{}）", clock(language, at, typed_in)),
    }
}

/// A span in its two largest units: `3 h 12 min`, `3 小時 12 分鐘`.
pub(super) fn span(language: Language, span: Duration) -> String {
    let words = span_words(span);
    match language {
        Language::English => words,
        Language::Chinese => {
            let unit = |word: &str| match word {
                "d" => "日".to_owned(),
                "h" => "小時".to_owned(),
                "min" => "分鐘".to_owned(),
                "s" => "秒".to_owned(),
                number => number.to_owned(),
            };
            words.split(' ').map(unit).collect::<Vec<_>>().join(" ")
        }
    }
}

/// How often: `every minute`, `每分鐘`.
pub(super) fn interval(language: Language, interval: &Interval) -> String {
    match (language, interval) {
        (Language::English, interval) => interval.words(),
        (Language::Chinese, Interval::Seconds(seconds)) => format!("每 {seconds} 秒"),
        (Language::Chinese, Interval::Minutes(1)) => "每分鐘".to_owned(),
        (Language::Chinese, Interval::Minutes(60)) => "每小時".to_owned(),
        (Language::Chinese, Interval::Minutes(minutes)) if minutes % 60 == 0 => {
            format!("每 {} 小時", minutes / 60)
        }
        (Language::Chinese, Interval::Minutes(minutes)) => format!("每 {minutes} 分鐘"),
        (Language::Chinese, Interval::Auto) => "每分鐘，最後一小時每 10 秒".to_owned(),
        (Language::Chinese, Interval::Cron(cron)) => format!("按 \"{cron}\""),
    }
}

/// An amount of money: `HK$1,299`, `₩19,800`, `CHF 19.50`. Both languages write it alike.
pub(super) fn money(amount: Decimal, currency: Option<&str>) -> String {
    let code = currency.unwrap_or_default().to_uppercase();
    let places = if amount.fract().is_zero() || WHOLE.contains(&code.as_str()) {
        amount.normalize().scale()
    } else {
        amount.normalize().scale().max(2)
    };
    let mut written = amount.normalize();
    written.rescale(places);
    let number = grouped(&written.to_string());
    match SIGNS.iter().find(|(known, _)| *known == code) {
        Some((_, sign)) => format!("{sign}{number}"),
        None if code.is_empty() => number,
        None => format!("{code} {number}"),
    }
}

/// A count with thousands separators.
pub(super) fn count(number: i64) -> String {
    grouped(&number.to_string())
}

fn grouped(number: &str) -> String {
    let (sign, digits) = number
        .strip_prefix('-')
        .map_or(("", number), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut written = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{written}{point}{fraction}")
}

/// What a page said, in one line: `HK$128, in stock, 12 left, 3 sold`. Nothing where it said nothing of these.
pub(super) fn reading(language: Language, reading: &Reading) -> String {
    let price = reading
        .price
        .map(|price| money(price, reading.currency.as_deref()));
    let availability = available(language, reading.availability).map(str::to_owned);
    let stock = reading.stock.map(|stock| match language {
        Language::English => format!("{} left", count(stock)),
        Language::Chinese => format!("剩 {}", count(stock)),
    });
    let sold = reading.sold.map(|sold| match language {
        Language::English => format!("{} sold", count(sold)),
        Language::Chinese => format!("已售 {}", count(sold)),
    });
    let parts: Vec<String> = [price, availability, stock, sold].into_iter().flatten().collect();
    match language {
        Language::English => parts.join(", "),
        Language::Chinese => parts.join("，"),
    }
}

/// The same, or that it said nothing.
pub(super) fn reading_or_nothing(language: Language, read: &Reading) -> String {
    let words = reading(language, read);
    if words.is_empty() {
        language.texts().read_now_nothing.to_owned()
    } else {
        words
    }
}

/// What is told at once: `stock, price below 100`.
pub(super) fn alerts(language: Language, alerts: &Alerts) -> String {
    let (stock, change) = match language {
        Language::English => ("back in stock or sold out", "any change"),
        Language::Chinese => ("有貨或售罄", "任何變動"),
    };
    let below = alerts.below.map(|amount| match language {
        Language::English => format!("a price below {}", money(amount, None)),
        Language::Chinese => format!("價錢低過 {}", money(amount, None)),
    });
    let parts = [
        alerts.stock.then(|| stock.to_owned()),
        below,
        alerts.change.then(|| change.to_owned()),
    ];
    let parts = parts.into_iter().flatten();
    parts.collect::<Vec<_>>().join(between(language))
}

/// What stands between the parts of a list.
pub(super) fn between(language: Language) -> &'static str {
    match language {
        Language::English => ", ",
        Language::Chinese => "、",
    }
}

/// An item of an event that has several: `REI: 123 sold, 4 left`.
pub(super) fn item(language: Language, item: &ItemReading) -> String {
    let figures = Reading {
        price: item.price,
        stock: item.stock,
        sold: item.sold,
        ..Reading::default()
    };
    let colon = if language == Language::Chinese {
        "："
    } else {
        ": "
    };
    format!("{}{colon}{}", item.label, reading(language, &figures))
}

/// Whether the page sells the item; nothing where it does not say.
pub(super) fn available(language: Language, availability: Availability) -> Option<&'static str> {
    Some(match (language, availability) {
        (_, Availability::Unknown) => return None,
        (Language::English, Availability::InStock) => "in stock",
        (Language::English, Availability::OutOfStock) => "sold out",
        (Language::English, Availability::PreOrder) => "pre-order",
        (Language::Chinese, Availability::InStock) => "有貨",
        (Language::Chinese, Availability::OutOfStock) => "售罄",
        (Language::Chinese, Availability::PreOrder) => "可預訂",
    })
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;
    use chrono_tz::Tz;

    use super::*;

    const HONG_KONG: Zone = Zone::Named(Tz::Asia__Hong_Kong);

    #[test]
    fn money_is_written_with_sign_separators_and_no_needless_places() {
        for (amount, currency, written) in [
            ("128", Some("HKD"), "HK$128"),
            ("1299.5", Some("EUR"), "€1,299.50"),
            ("19800", Some("KRW"), "₩19,800"),
            ("1234567.00", Some("TWD"), "NT$1,234,567"),
            ("19.50", Some("CHF"), "CHF 19.50"),
            ("0.125", None, "0.125"),
            ("-1500", None, "-1,500"),
        ] {
            assert_eq!(money(amount.parse().unwrap(), currency), written);
        }
    }

    #[test]
    fn times_spans_and_intervals_are_written_as_the_language_does() {
        let at = Utc.with_ymd_and_hms(2026, 2, 28, 6, 0, 0).unwrap();
        let zh = Language::Chinese;
        assert_eq!(clock(Language::English, at, HONG_KONG), "Sat 28 Feb 14:00 HKT");
        assert_eq!(clock(zh, at, HONG_KONG), "2月28日（六）14:00 HKT");
        assert_eq!(time(zh, at, at - Duration::hours(3), HONG_KONG), "14:00 HKT");
        assert_eq!(span(zh, Duration::seconds(11_520)), "3 小時 12 分鐘");
        let five = Interval::parse("5m", Tz::Asia__Hong_Kong).unwrap();
        assert_eq!(interval(zh, &five), "每 5 分鐘");
        assert_eq!(interval(Language::English, &five), "every 5 minutes");
    }

    #[test]
    fn a_deadline_names_both_zones_where_they_differ() {
        let now = Utc.with_ymd_and_hms(2026, 2, 26, 2, 48, 20).unwrap();
        for (text, words) in [
            ("28 Feb 14:00", "Sat 28 Feb 14:00 HKT"),
            ("26 Mar 00:00 KST", "Wed 25 Mar 23:00 HKT (Thu 26 Mar 00:00 KST)"),
            ("28 Feb 14:00 +08:00", "Sat 28 Feb 14:00 HKT"),
        ] {
            let read = Deadline::parse(text, now, HONG_KONG).unwrap();
            assert_eq!(deadline(Language::English, &read, HONG_KONG), words);
        }
    }

    #[test]
    fn a_reading_is_one_line() {
        let full = Reading {
            price: Some("128".parse().unwrap()),
            currency: Some("HKD".to_owned()),
            availability: Availability::InStock,
            stock: Some(1_200),
            ..Reading::default()
        };
        assert_eq!(reading(Language::English, &full), "HK$128, in stock, 1,200 left");
        assert_eq!(reading(Language::Chinese, &full), "HK$128，有貨，剩 1,200");
        assert_eq!(reading(Language::English, &Reading::default()), "");
    }
}
