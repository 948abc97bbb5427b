//! A price as people write it.

use std::ops::Range;

use rust_decimal::Decimal;

use super::{currency, number};

/// What something costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    /// How much.
    pub amount: Decimal,
    /// ISO 4217, where the text says it.
    pub currency: Option<&'static str>,
}

/// The first number of a text that stands beside a currency, or else its first number. Percentages are no prices.
pub fn price(text: &str) -> Option<Money> {
    let text = number::plain(text);
    let found = candidates(&text);
    let best = found
        .iter()
        .find(|candidate| candidate.beside_currency)
        .or(found.first())?;
    best.money(&text)
}

/// An amount in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Amount {
    pub(crate) money: Money,
    /// The sign it was written with, where several currencies share it: `$`, `kr`.
    pub(crate) sign: Option<&'static str>,
    /// Whether a currency stands beside it.
    pub(crate) beside_currency: bool,
}

/// The amounts of a text: those beside a currency if there are such, and what stands before, between and after them.
pub(crate) fn amounts(text: &str) -> (Vec<Amount>, Vec<String>) {
    let text = number::plain(text);
    let mut found = candidates(&text);
    if found.iter().any(|candidate| candidate.beside_currency) {
        found.retain(|candidate| candidate.beside_currency);
    }
    let rest = rest(&text, &found);
    let amounts = found.iter().filter_map(|candidate| {
        let money = candidate.money(&text)?;
        Some(Amount {
            money,
            sign: candidate.sign,
            beside_currency: candidate.beside_currency,
        })
    });
    (amounts.collect(), rest)
}

/// Whether a text is an amount of money and nothing else.
pub(crate) fn is_money(text: &str) -> bool {
    let (amounts, rest) = amounts(text);
    amounts.len() == 1 && amounts[0].beside_currency && !rest.concat().contains(char::is_alphanumeric)
}

fn rest(text: &str, found: &[Candidate<'_>]) -> Vec<String> {
    let mut at = 0;
    let mut parts = Vec::new();
    for candidate in found {
        parts.push(text.get(at..candidate.whole.start).unwrap_or_default().to_owned());
        at = candidate.whole.end.max(at);
    }
    parts.push(text.get(at..).unwrap_or_default().to_owned());
    parts
}

fn candidates(text: &str) -> Vec<Candidate<'_>> {
    let mut found: Vec<Candidate<'_>> = Vec::new();
    for at in number::numbers(text) {
        if found.last().is_some_and(|last| at.start < last.whole.end) {
            continue;
        }
        found.extend(candidate(text, at));
    }
    found
}

struct Candidate<'a> {
    digits: &'a str,
    cents: Option<&'a str>,
    times: Decimal,
    beside_currency: bool,
    currency: Option<&'static str>,
    sign: Option<&'static str>,
    /// Where the number and its currencies stand.
    whole: Range<usize>,
}

impl Candidate<'_> {
    fn money(&self, text: &str) -> Option<Money> {
        let currency = self.currency.or_else(|| currency::anywhere(text));
        let whole = number::value(self.digits, currency::has_thousandths(currency))?;
        let cents = self.cents.and_then(|cents| cents.parse::<i64>().ok());
        let amount = whole
            .checked_mul(self.times)?
            .checked_add(Decimal::new(cents.unwrap_or_default(), 2))?;
        Some(Money {
            amount: amount.normalize(),
            currency,
        })
    }
}

fn candidate(text: &str, at: Range<usize>) -> Option<Candidate<'_>> {
    let digits = &text[at.clone()];
    let (before, after) = (text[..at.start].trim_end(), text[at.end..].trim_start());
    if after.starts_with('%') {
        return None;
    }
    let (times, after) = ten_thousands(after);
    let after = after.trim_start_matches([',', '.', '-', '–', '—']).trim_start();
    let (left, right) = (currency::ending(before), currency::starting(after));
    let is_part_of_a_word = text[..at.start].ends_with(|c: char| c.is_ascii_alphabetic());
    if left.is_none() && is_part_of_a_word {
        return None;
    }
    let cents = right.and_then(|sign| cents(digits, &after[sign.length..]));
    let sign = left.or(right);
    let start = left.map_or(at.start, |sign| before.len() - sign.length);
    let end = text.len() - after.len() + right.map_or(0, |sign| sign.length) + cents.map_or(0, str::len);
    Some(Candidate {
        digits,
        cents,
        times,
        beside_currency: sign.is_some(),
        currency: left
            .and_then(|sign| sign.code)
            .or(right.and_then(|sign| sign.code)),
        sign: sign.map(|sign| sign.name),
        whole: start..end,
    })
}

/// The French put the currency where others put the point: `24€99`.
fn cents<'a>(whole: &str, after: &'a str) -> Option<&'a str> {
    let is_whole = whole.bytes().all(|b| b.is_ascii_digit() || b == b' ');
    let end = after.bytes().take_while(u8::is_ascii_digit).count();
    let is_decimal = matches!(after.as_bytes().get(end), Some(b',' | b'.')) && {
        after.as_bytes().get(end + 1).is_some_and(u8::is_ascii_digit)
    };
    (is_whole && end == 2 && !is_decimal).then(|| &after[..2])
}

/// `1.2万円` is 12,000.
fn ten_thousands(after: &str) -> (Decimal, &str) {
    match after.strip_prefix(['万', '萬', '만']) {
        Some(rest) => (Decimal::from(10_000), rest.trim_start()),
        None => (Decimal::ONE, after),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn prices_are_read_as_shops_write_them() {
        for (text, amount, currency) in [
            ("128", "128", None),
            ("HK$ 128", "128", Some("HKD")),
            ("HK$128.00", "128", Some("HKD")),
            ("₩18,000", "18000", Some("KRW")),
            ("18,000원", "18000", Some("KRW")),
            ("￦１８，０００", "18000", Some("KRW")),
            ("1.299,00 €", "1299", Some("EUR")),
            ("€ 1.299", "1299", Some("EUR")),
            ("1 299,95 €", "1299.95", Some("EUR")),
            ("1\u{202f}299,95\u{a0}€", "1299.95", Some("EUR")),
            ("12,5 €", "12.5", Some("EUR")),
            ("0,99 €", "0.99", Some("EUR")),
            ("CHF 1’299.50", "1299.5", Some("CHF")),
            ("CHF 128.-", "128", Some("CHF")),
            ("NT$1,280", "1280", Some("TWD")),
            ("¥1,200", "1200", None),
            ("￥1,200 (税込)", "1200", None),
            ("1,200円(税込1,320円)", "1200", Some("JPY")),
            ("1.2万円", "12000", Some("JPY")),
            ("USD 12.50", "12.5", Some("USD")),
            ("12.50 usd", "12.5", Some("USD")),
            ("$12.50 USD", "12.5", Some("USD")),
            ("$1,299.99", "1299.99", None),
            ("$1,234,567", "1234567", None),
            ("₹1,29,900.00", "129900", Some("INR")),
            ("RM128.90", "128.9", Some("MYR")),
            ("Rp 129.000", "129000", Some("IDR")),
            ("R$ 1.299,90", "1299.9", Some("BRL")),
            ("KWD 1.250", "1.25", Some("KWD")),
            ("1 290 Kč", "1290", Some("CZK")),
            ("349,- kr", "349", None),
            ("24€99", "24.99", Some("EUR")),
            ("1 024€99", "1024.99", Some("EUR")),
            ("24€ 2 left", "24", Some("EUR")),
            ("1,299.-", "1299", None),
            ("Price (HKD): 128", "128", Some("HKD")),
            ("20% off $15.00", "15", None),
            ("2 for HK$ 100", "100", Some("HKD")),
            ("iPhone 15: $799", "799", None),
            ("From £9.99 to £19.99", "9.99", Some("GBP")),
            ("US$ 5 (HK$ 39)", "5", Some("USD")),
            ("人民币 128 元", "128", Some("CNY")),
        ] {
            let money = price(text).unwrap_or_else(|| panic!("{text} is a price"));
            assert_eq!(
                (money.amount.to_string().as_str(), money.currency),
                (amount, currency),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_price_is_none() {
        for text in [
            "",
            "Price to be announced",
            "-20%",
            "20 % off",
            "A4",
            "€",
            "９９９%",
            "售罄",
        ] {
            assert_eq!(price(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = price(&text);
        }

        #[test]
        fn no_text_of_signs_and_digits_panics(text in "[0-9０-９., '’\u{a0}$€¥円원万kKHRMUSD%-]{0,40}") {
            let _ = price(&text);
        }

        #[test]
        fn a_price_is_read_back_however_it_is_grouped(units in 0u64..1_000_000_000, cents in 0u64..100) {
            let amount = Decimal::new(i64::try_from(units * 100 + cents).unwrap(), 2).normalize();
            let groups = |separator: &str| {
                let digits = units.to_string();
                let cut = digits.as_bytes().rchunks(3).rev().map(|chunk| std::str::from_utf8(chunk).unwrap());
                cut.collect::<Vec<_>>().join(separator)
            };
            for text in [
                format!("HK${}.{cents:02}", groups(",")),
                format!("{},{cents:02} HKD", groups(".")),
                format!("{},{cents:02} HKD", groups(" ")),
                format!("HKD {}.{cents:02}", groups("'")),
                format!("HKD{units}.{cents:02}"),
            ] {
                prop_assert_eq!(price(&text), Some(Money { amount, currency: Some("HKD") }), "{}", text);
            }
        }
    }
}
