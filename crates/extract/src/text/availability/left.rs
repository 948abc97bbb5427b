//! Whether a count beside words of stock is zero.

/// The number that a text ends with: whether it is more than zero.
pub(super) fn last(text: &str) -> Option<bool> {
    let text = text.trim_end().trim_end_matches('+');
    let rest = text.trim_end_matches(is_part);
    if rest.ends_with(char::is_alphabetic) {
        None
    } else {
        some(&text[rest.len()..])
    }
}

/// The number that a text begins with, behind a colon and the like: whether it is more than zero.
pub(super) fn first(text: &str) -> Option<bool> {
    let text = text.trim_start_matches([' ', ':', '：', '数', '數', '量', 'は', '(', '（']);
    let text = FEW
        .iter()
        .find_map(|few| text.strip_prefix(few))
        .unwrap_or(text)
        .trim_start();
    let end = text.find(|c: char| !is_part(c)).unwrap_or(text.len());
    some(&text[..end])
}

const FEW: &[&str] = &["solo", "only", "nur noch", "noch", "あと", "僅", "仅"];

fn is_part(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '.' | ',')
}

fn some(number: &str) -> Option<bool> {
    let has_digit = number.contains(|c: char| c.is_ascii_digit());
    has_digit.then(|| number.contains(|c: char| matches!(c, '1'..='9')))
}
