//! Words, quoted texts and symbols of a query.

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Word(String),
    Text(String),
    Symbol(&'static str),
}

const SYMBOLS: [&str; 10] = ["<=", ">=", "!=", "=", "<", ">", "(", ")", "{", "}"];

/// The tokens of a query; `None` when a quote is left open or a character belongs nowhere.
pub(super) fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, left) = if first == '\'' || first == '"' {
            quoted(&rest[1..], first)?
        } else if let Some(symbol) = SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol)) {
            (Token::Symbol(symbol), &rest[symbol.len()..])
        } else {
            let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
            (Token::Word(rest[..end].to_owned()), &rest[end..])
        };
        if token == Token::Word(String::new()) {
            return None;
        }
        tokens.push(token);
        rest = left.trim_start();
    }
    Some(tokens)
}

fn quoted(text: &str, quote: char) -> Option<(Token, &str)> {
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((at, c)) = characters.next() {
        match c {
            '\\' => value.push(characters.next()?.1),
            c if c == quote => return Some((Token::Text(value), &text[at + 1..])),
            c => value.push(c),
        }
    }
    None
}
