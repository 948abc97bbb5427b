//! What of a tracking the chat wants to hear at once.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use thiserror::Error;

use crate::seen::Seen;

/// The alerts of a tracking, any of them together. Written as `stock, below 100, change`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Alerts {
    /// When it can be bought, and when no longer.
    pub stock: bool,
    /// When the price falls below an amount, in the page's currency.
    pub below: Option<Decimal>,
    /// When price or availability change, or the stock or sales of an item.
    pub change: bool,
}

/// Words that are no alerts.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` is none of `stock`, `change` and `below AMOUNT`")]
pub struct AlertsError(pub String);

impl Alerts {
    /// Whether nothing is wanted.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// These and others; the later amount counts.
    #[must_use]
    pub fn and(self, others: Self) -> Self {
        Self {
            stock: self.stock || others.stock,
            below: others.below.or(self.below),
            change: self.change || others.change,
        }
    }

    /// Those of the alerts for which the step from one sure reading to the next is a reason.
    pub(crate) fn asked_for(&self, before: &Seen, now: &Seen) -> Self {
        let turned = before
            .can_be_bought()
            .zip(now.can_be_bought())
            .is_some_and(|(before, now)| before != now);
        let items = now.items.iter().zip(&before.items);
        let is_left = |stock: i64| stock > 0;
        let item_turned = |(now, before): (&(_, Option<i64>), &(_, Option<i64>))| {
            now.1.map(is_left) != before.1.map(is_left) && before.1.is_some()
        };
        let fell_below = |amount| {
            let is_below = |seen: &Seen| seen.price.is_some_and(|price| price < amount);
            is_below(now) && !is_below(before)
        };
        Self {
            stock: self.stock && (turned || items.into_iter().any(item_turned)),
            below: self.below.filter(|amount| fell_below(*amount)),
            change: self.change && now.differs(before),
        }
    }
}

impl FromStr for Alerts {
    type Err = AlertsError;

    /// Reads alerts, separated by commas. An amount may have thousands separators (`1,200.50`), which is why only a comma
    /// with a space behind it separates.
    fn from_str(text: &str) -> Result<Self, AlertsError> {
        let words = text.trim();
        if words.is_empty() || words.eq_ignore_ascii_case("off") {
            return Ok(Self::default());
        }
        words
            .split(", ")
            .try_fold(Self::default(), |alerts, word| Ok(alerts.and(one(word)?)))
    }
}

fn one(text: &str) -> Result<Alerts, AlertsError> {
    let wrong = || AlertsError(text.trim().to_owned());
    let lower = text.trim().to_lowercase();
    match lower.split_once(char::is_whitespace) {
        None if lower == "stock" => Ok(Alerts {
            stock: true,
            ..Alerts::default()
        }),
        None if lower == "change" => Ok(Alerts {
            change: true,
            ..Alerts::default()
        }),
        Some(("below", amount)) => Ok(Alerts {
            below: Some(read_amount(amount).ok_or_else(wrong)?),
            ..Alerts::default()
        }),
        _ => Err(wrong()),
    }
}

/// A positive amount; a currency's sign before or behind it is the page's own and left out.
fn read_amount(text: &str) -> Option<Decimal> {
    let digits: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let others_are_signs = text.chars().all(|c| {
        c.is_ascii_digit() || matches!(c, '.' | ',' | ' ') || c.is_alphabetic() || "$€£¥₩".contains(c)
    });
    let amount: Decimal = digits.parse().ok()?;
    (others_are_signs && amount > Decimal::ZERO).then_some(amount)
}

impl fmt::Display for Alerts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stock = self.stock.then(|| "stock".to_owned());
        let below = self.below.map(|amount| format!("below {amount}"));
        let change = self.change.then(|| "change".to_owned());
        let words: Vec<String> = [stock, below, change].into_iter().flatten().collect();
        f.write_str(&words.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alerts_are_read_in_any_case_and_written_in_one_way() {
        for (typed, written) in [
            ("stock", "stock"),
            ("Change, STOCK", "stock, change"),
            ("below 100", "below 100"),
            ("below HK$1,200.50", "below 1200.50"),
            ("below 19800 KRW, stock", "stock, below 19800"),
            ("off", ""),
            ("", ""),
        ] {
            let alerts: Alerts = typed.parse().unwrap();
            assert_eq!(alerts.to_string(), written, "{typed}");
            assert_eq!(written.parse(), Ok(alerts), "{typed}");
        }
    }

    #[test]
    fn what_is_no_alert_is_named() {
        for typed in ["stok", "below", "below x", "below 0", "below -3", "stock change"] {
            assert_eq!(
                typed.parse::<Alerts>(),
                Err(AlertsError(typed.to_owned())),
                "{typed}"
            );
        }
    }
}
