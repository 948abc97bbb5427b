//! A price as people write it.

mod range;

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
    let beside_currency = || (0..found.len()).filter(|at| found[*at].beside_currency);
    let is_asked = |at: usize| {
        found[at]
            .money(&text)
            .is_some_and(|money| !money.amount.is_zero())
    };
    let is_new = |at: &usize| {
        is_asked(*at) && !range::is_called_old(text.get(..found[*at].whole.start).unwrap_or_default())
    };
    let best = beside_currency()
        .find(is_new)
        .or_else(|| beside_currency().next())
        .unwrap_or_default();
    let chosen = found.get(best)?;
    let least = best
        .checked_sub(1)
        .and_then(|before| found.get(before))
        .and_then(|before| range::least(&text, before, chosen));
    least.or_else(|| chosen.money(&text))
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
        let is_known = found.last().is_some_and(|last| at.start < last.whole.end);
        if is_known || number::is_date(&text[at.clone()]) {
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
    let (spaced_cents, after) = spaced_cents(digits, currency::ending(before).is_some(), after);
    let (times, after) = ten_thousands(after);
    let is_followed = !text[at.end..].starts_with(after);
    let after = after.trim_start_matches([',', '.', '-', '–', '—']).trim_start();
    let left = currency::ending(before).or_else(|| rand(before, &text[..at.start], digits));
    // `02 £38`: the sign belongs to the next number.
    let right = currency::starting(after).filter(|sign| {
        let is_of_next = after[sign.length..].starts_with(|c: char| c.is_ascii_digit());
        !(is_followed && is_of_next && spaced_cents.is_none())
    });
    let (before, digits, led_cents) = led_cents(before, &text[..at.start], digits);
    let left = left.or_else(|| currency::ending(before));
    let is_part_of_a_word = text[..at.start].ends_with(|c: char| c.is_ascii_alphabetic());
    if left.is_none() && is_part_of_a_word {
        return None;
    }
    let raised = right.and_then(|sign| cents(digits, &after[sign.length..]));
    let sign = left.or(right);
    let start = left.map_or(at.start, |sign| before.len() - sign.length);
    let end = text.len() - after.len()
        + right.map_or(0, |sign| sign.length)
        + raised.map_or(0, |(_, length)| length);
    let cents = raised.map(|(cents, _)| cents).or(spaced_cents).or(led_cents);
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

/// The French put the currency where others put the point: `24€99`. With a space they are cents only at the end of the
/// text. Also says how long they are.
fn cents<'a>(whole: &str, after: &'a str) -> Option<(&'a str, usize)> {
    let is_whole = whole.bytes().all(|b| b.is_ascii_digit() || b == b' ');
    let cents = after.trim_start();
    let end = cents.bytes().take_while(u8::is_ascii_digit).count();
    let is_decimal = matches!(cents.as_bytes().get(end), Some(b',' | b'.')) && {
        cents.as_bytes().get(end + 1).is_some_and(u8::is_ascii_digit)
    };
    let is_close = cents.len() == after.len() || cents.trim_end().len() == end;
    (is_whole && end == 2 && !is_decimal && is_close).then(|| (&cents[..2], after.len() - cents.len() + 2))
}

/// `119. 95` beside a currency has a space too many.
fn spaced_cents<'a>(digits: &str, has_sign: bool, after: &'a str) -> (Option<&'a str>, &'a str) {
    let cents = after.strip_prefix(". ").or(after.strip_prefix(", "));
    let Some(cents) = cents.filter(|_| number::decimals(digits) == 0) else {
        return (None, after);
    };
    let end = cents.bytes().take_while(u8::is_ascii_digit).count();
    let rest = cents.get(end..).unwrap_or_default();
    let is_beside = has_sign || currency::starting(rest.trim_start()).is_some();
    let is_point = after.starts_with('.') && rest.is_empty();
    if end == 2 && (is_beside || is_point) && !rest.starts_with(['.', ',', '-']) {
        (Some(&cents[..2]), rest)
    } else {
        (None, after)
    }
}

/// `.75` is 0.75.
fn led_cents<'a>(before: &'a str, all_before: &str, digits: &'a str) -> (&'a str, &'a str, Option<&'a str>) {
    let whole = all_before.trim_end_matches('.');
    let is_led = all_before.len() > whole.len()
        && digits.len() == 2
        && (whole.is_empty() || whole.ends_with([' ', '$', '€', '£']));
    if is_led {
        (before.trim_end_matches('.').trim_end(), "0", Some(digits))
    } else {
        (before, digits, None)
    }
}

/// `R273.00` is in rand; `R2` is a robot.
fn rand(before: &str, all_before: &str, digits: &str) -> Option<currency::Sign> {
    let is_close = before.len() == all_before.len() && digits.contains(['.', ',']);
    let rest = before.strip_suffix('R').filter(|_| is_close)?;
    (!rest.ends_with(char::is_alphanumeric)).then_some(currency::RAND)
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
            ("$119. 95", "119.95", None),
            ("1.837, 32 €", "1837.32", Some("EUR")),
            ("559. 99", "559.99", None),
            ("118, 99 TL", "118.99", Some("TRY")),
            ("35€ 99", "35.99", Some("EUR")),
            ("1250€ 60", "1250.6", Some("EUR")),
            (".75 €", "0.75", Some("EUR")),
            ("$.75", "0.75", None),
            ("Rs1,599.00", "1599", None),
            ("R273.00", "273", Some("ZAR")),
            ("50 - $2.00 100 - $2.75", "2", None),
            ("CAP 02 £38", "38", Some("GBP")),
            ("From 26 to 50 €", "26", Some("EUR")),
            ("Was $120.00 Now $60.00", "60", None),
            ("statt 34,90 € nur 29,90 €", "29.9", Some("EUR")),
            ("12.10.2024: 45 €", "45", Some("EUR")),
            ("Sizes 38, 40 from $20", "20", None),
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
            "R2",
            "15.08.2017",
            "2017.8.15",
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
