//! Character references in HTML.

/// `&lt;` and its like, and numbers; everything else stays as it is.
pub(super) fn decode(source: &str) -> Option<(char, usize)> {
    let body = source.strip_prefix('&')?;
    let (c, length) = match body.strip_prefix('#') {
        Some(number) => decode_number(number).map(|(c, length)| (c, length + 1))?,
        None => [("lt", '<'), ("gt", '>'), ("amp", '&'), ("quot", '"')]
            .into_iter()
            .find(|(name, _)| leading(body, char::is_alphabetic) == *name)
            .map(|(name, c)| (c, name.len()))?,
    };
    let semicolon = usize::from(body[length..].starts_with(';'));
    Some((c, 1 + length + semicolon))
}

fn decode_number(source: &str) -> Option<(char, usize)> {
    let (digits, radix, prefix) = match source.strip_prefix('x') {
        Some(hexadecimal) => (leading(hexadecimal, |c| c.is_ascii_hexdigit()), 16, 1),
        None => (leading(source, |c| c.is_ascii_digit()), 10, 0),
    };
    let number = u32::from_str_radix(digits, radix)
        .ok()
        .filter(|n| (1..0x10_ffff).contains(n))?;
    Some((char::from_u32(number)?, prefix + digits.len()))
}

fn leading(source: &str, keep: impl Fn(char) -> bool) -> &str {
    &source[..source.find(|c| !keep(c)).unwrap_or(source.len())]
}
