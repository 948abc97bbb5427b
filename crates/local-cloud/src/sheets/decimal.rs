//! Decimal digits of a number, as a spreadsheet shows them: fifteen significant digits, halves rounded up.

/// Whole and fractional digits of `|number|`, rounded to so many decimals.
pub(super) fn digits(number: f64, decimals: usize) -> (String, String) {
    let (mantissa, exponent) = significant(number);
    let point = exponent + 1;
    let mut all: Vec<u8> = Vec::new();
    all.extend(std::iter::repeat_n(0, usize::try_from(1 - point).unwrap_or(0)));
    all.extend(mantissa);
    let mut whole = usize::try_from(point).unwrap_or(0).max(1);
    all.resize(all.len().max(whole + decimals + 1), 0);
    if round_up(&mut all, whole + decimals) {
        all.insert(0, 1);
        whole += 1;
    }
    let text: String = all
        .iter()
        .take(whole + decimals)
        .map(|digit| char::from(b'0' + digit))
        .collect();
    let (whole, fraction) = text.split_at(whole);
    (whole.to_owned(), fraction.to_owned())
}

/// As a cell without a format shows it.
pub(super) fn general(number: f64) -> String {
    let sign = if number < 0.0 { "-" } else { "" };
    let (_, exponent) = significant(number);
    if number != 0.0 && !(-7..=14).contains(&exponent) {
        return scientific(number, 5, 2);
    }
    let decimals = usize::try_from(9 - exponent).unwrap_or(0).min(15);
    let (whole, fraction) = digits(number, decimals);
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}")
}

/// `1.5E+06`, without trailing zeros of the fraction.
pub(super) fn scientific(number: f64, decimals: usize, exponent_digits: usize) -> String {
    let text = format!("{number:.decimals$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let mantissa = if mantissa.contains('.') {
        mantissa.trim_end_matches('0').trim_end_matches('.')
    } else {
        mantissa
    };
    let (sign, exponent) = exponent
        .strip_prefix('-')
        .map_or(('+', exponent), |rest| ('-', rest));
    format!("{mantissa}E{sign}{exponent:0>exponent_digits$}")
}

/// Fifteen digits, and the power of ten of the first one.
fn significant(number: f64) -> (Vec<u8>, i32) {
    let text = format!("{:.14e}", number.abs());
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    (
        mantissa
            .bytes()
            .filter(u8::is_ascii_digit)
            .map(|digit| digit - b'0')
            .collect(),
        exponent.parse().unwrap_or(0),
    )
}

/// Cuts after `keep` digits; true when the carry went past the first one.
fn round_up(digits: &mut Vec<u8>, keep: usize) -> bool {
    let up = digits.get(keep).is_some_and(|digit| *digit >= 5);
    digits.truncate(keep);
    if !up {
        return false;
    }
    for digit in digits.iter_mut().rev() {
        if *digit < 9 {
            *digit += 1;
            return false;
        }
        *digit = 0;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn general_numbers_show_at_most_ten_digits() {
        for (number, text) in [
            (0.0, "0"),
            (5.0, "5"),
            (-1.5, "-1.5"),
            (0.1 + 0.2, "0.3"),
            (1.0 / 3.0, "0.3333333333"),
            (1234.5678, "1234.5678"),
            (12_345_678_901.0, "12345678901"),
            (1e15, "1E+15"),
            (0.000_000_01, "1E-08"),
        ] {
            assert_eq!(general(number), text);
        }
    }

    #[test]
    fn halves_are_rounded_up_as_a_person_would() {
        for (number, decimals, expected) in [
            (1.005, 2, ("1", "01")),
            (2.5, 0, ("3", "")),
            (999.999, 2, ("1000", "00")),
            (0.004, 2, ("0", "00")),
            (0.05, 1, ("0", "1")),
            (1e6, 1, ("1000000", "0")),
        ] {
            let (whole, fraction) = digits(number, decimals);
            assert_eq!((whole.as_str(), fraction.as_str()), expected, "{number}");
        }
    }
}
