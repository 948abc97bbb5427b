//! A count as people write it: `3 left`, `재고 12`, `已售 1.2万`, `판매 3,021`.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::number;

/// The first number of a text. A minus before it counts: an oversold item has a negative stock.
pub fn count(text: &str) -> Option<i64> {
    let text = number::plain(text);
    let at = number::numbers(&text).next()?;
    let times = multiplier(&text[at.end..]);
    let value = number::value(&text[at.clone()], times > 1)?.checked_mul(Decimal::from(times))?;
    let whole = value.normalize();
    let count = (whole.scale() == 0).then(|| whole.to_i64()).flatten()?;
    Some(if is_negative(&text[..at.start]) {
        -count
    } else {
        count
    })
}

fn multiplier(after: &str) -> i64 {
    let after = after.trim_start();
    let mut letters = after.chars();
    let (Some(first), next) = (letters.next(), letters.next()) else {
        return 1;
    };
    let stands_alone = !next.is_some_and(char::is_alphanumeric);
    match first {
        'k' | 'K' if stands_alone => 1_000,
        'm' | 'M' if stands_alone => 1_000_000,
        '千' | '천' => 1_000,
        '万' | '萬' | '만' => 10_000,
        '億' | '亿' | '억' => 100_000_000,
        _ => 1,
    }
}

fn is_negative(before: &str) -> bool {
    let Some(rest) = before.strip_suffix('-') else {
        return false;
    };
    !rest.ends_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn counts_are_read_as_shops_write_them() {
        for (text, number) in [
            ("12", 12),
            ("3 left", 3),
            ("Only 3 left in stock", 3),
            ("재고 12", 12),
            ("판매 3,021", 3_021),
            ("3.021 verkauft", 3_021),
            ("已售 1.2万", 12_000),
            ("已售1.234万件", 12_340),
            ("1.2k sold", 1_200),
            ("2.5 만", 25_000),
            ("12 kg", 12),
            ("99+", 99),
            ("残り５点", 5),
            ("-3", -3),
            ("Stock: −3", -3),
            ("SKU-3", 3),
            ("0", 0),
        ] {
            assert_eq!(count(text), Some(number), "{text}");
        }
        for text in ["", "many", "12.5", "1.23456k", "99999999999999999999999999"] {
            assert_eq!(count(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = count(&text);
        }
    }
}
