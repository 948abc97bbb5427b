//! What stands behind the event of a `/track`: deadline, `every INTERVAL`, `alert ALERTS` and wishes (`slots`, `orders`, `remind`),
//! in any order.

use crate::zone::Zone;
use crate::{Alerts, Interval, Reminders, WishError, Wishes};

/// The parts, not yet understood.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tail {
    pub(super) deadline: String,
    pub(super) interval: Option<String>,
    pub(super) alerts: Option<String>,
    pub(super) wishes: WishWords,
}

/// What stands behind `slots`, `orders` and `remind`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct WishWords {
    slots: Option<String>,
    orders: Option<String>,
    reminders: Option<String>,
}

impl Tail {
    /// Reads the words behind `until`.
    pub(super) fn read(words: &[&str]) -> Self {
        let mut tail = Self::default();
        let mut deadline = Vec::new();
        let mut rest = without_mark(words);
        while let [word, behind @ ..] = rest {
            let length = if word.eq_ignore_ascii_case("every") && tail.interval.is_none() {
                let length = interval_length(behind);
                tail.interval = Some(behind[..length].join(" "));
                length
            } else if word.eq_ignore_ascii_case("alert") {
                let length = alerts_length(behind);
                tail.add_alerts(&behind[..length].join(" "));
                length
            } else if let Some(length) = tail.wishes.add(word, behind) {
                length
            } else {
                deadline.push(*word);
                0
            };
            rest = &behind[length..];
        }
        tail.deadline = deadline.join(" ");
        tail
    }

    /// Cuts a command without `until`: what stands at its end as interval and alerts is no part of the event.
    pub(super) fn split<'a, 'w>(words: &'a [&'w str]) -> (&'a [&'w str], Self) {
        let words = without_mark(words);
        let is_keyword = |word: &str| {
            ["every", "alert", "slots", "orders", "remind"]
                .iter()
                .any(|keyword| word.eq_ignore_ascii_case(keyword))
        };
        let starts = (0..words.len()).filter(|at| is_keyword(words[*at]));
        let tails = starts.map(|at| (&words[..at], Self::read(&words[at..])));
        let mut whole = tails.filter(|(_, tail)| tail.deadline.is_empty() && tail.is_understood());
        whole.next().unwrap_or((words, Self::default()))
    }

    fn add_alerts(&mut self, words: &str) {
        self.alerts = Some(match self.alerts.take() {
            Some(before) => format!("{before}, {words}"),
            None => words.to_owned(),
        });
    }

    fn is_understood(&self) -> bool {
        let zone = chrono_tz::Tz::UTC;
        self.interval
            .as_deref()
            .is_none_or(|text| Interval::parse(text, zone).is_ok())
            && self
                .alerts
                .as_deref()
                .is_none_or(|text| text.parse::<Alerts>().is_ok())
            && self.wishes.read().1.is_none()
    }
}

impl WishWords {
    /// Understands them.
    pub(super) fn read(&self) -> (Wishes, Option<WishError>) {
        Wishes::read(
            self.slots.as_deref(),
            self.orders.as_deref(),
            self.reminders.as_deref(),
        )
    }

    /// Takes the words behind a keyword, and says how many they are; none where it is no keyword.
    fn add(&mut self, keyword: &str, behind: &[&str]) -> Option<usize> {
        let (wish, length) = match keyword.to_ascii_lowercase().as_str() {
            "slots" => (&mut self.slots, 1),
            "orders" => (&mut self.orders, 1),
            "remind" => (&mut self.reminders, reminders_length(behind)),
            _ => return None,
        };
        let length = length.min(behind.len());
        *wish = Some(behind[..length].join(" "));
        Some(length)
    }
}

/// The bot's own mark behind a command that it wrote (`#0a1b2c3d4e-2`) says nothing to whoever copies it.
fn without_mark<'a, 'w>(words: &'a [&'w str]) -> &'a [&'w str] {
    match words {
        [rest @ .., mark] if is_mark(mark) => rest,
        _ => words,
    }
}

fn is_mark(word: &str) -> bool {
    let hash = word
        .strip_prefix('#')
        .map(|mark| mark.split('-').next().unwrap_or(mark));
    hash.is_some_and(|hash| hash.len() == 10 && hash.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// How many words the interval has: up to the closing quote, a number and its unit, or one word.
fn interval_length(words: &[&str]) -> usize {
    const QUOTES: [char; 4] = ['"', '“', '”', '\''];
    let Some(first) = words.first() else { return 0 };
    if first.starts_with(QUOTES) {
        let closing = words
            .iter()
            .enumerate()
            .position(|(n, word)| word.ends_with(QUOTES) && (n > 0 || word.len() > 1));
        return closing.map_or(words.len(), |position| position + 1);
    }
    let unit_follows = first.bytes().all(|b| b.is_ascii_digit())
        && words
            .get(1)
            .is_some_and(|unit| unit.bytes().all(|b| b.is_ascii_alphabetic()));
    if unit_follows { 2 } else { 1 }
}

/// How many words the reminders have; at least one, so that a wrong one is told.
fn reminders_length(words: &[&str]) -> usize {
    let times = words.iter().take_while(|word| Reminders::is_one(word));
    times.count().max(1)
}

/// How many words the alerts have: one for `stock` and `change`, the amount and its currency behind `below`, and more
/// behind a comma.
fn alerts_length(words: &[&str]) -> usize {
    let Some(first) = words.first() else { return 0 };
    let one = if first.eq_ignore_ascii_case("below") {
        let is_currency = |word: &&str| {
            let letters = word.trim_end_matches(',');
            letters.len() == 3
                && letters.bytes().all(|b| b.is_ascii_alphabetic())
                && Zone::parse(letters).is_none()
        };
        2 + usize::from(words.get(2).is_some_and(is_currency))
    } else {
        1
    }
    .min(words.len());
    if words[one - 1].ends_with(',') {
        one + alerts_length(&words[one..])
    } else {
        one
    }
}
