//! What Telegram finds in every text by itself: commands, mentions, hashtags, addresses.
//!
//! The real server knows every top-level domain; here an address without `http://` needs one of the usual ones.

use super::entity::{Entity, Kind, units};

const TOP_LEVEL: [&str; 36] = [
    "com", "net", "org", "info", "biz", "io", "co", "me", "tv", "cc", "gg", "ai", "app", "dev", "shop",
    "store", "xyz", "online", "site", "asia", "eu", "uk", "us", "ca", "au", "de", "fr", "it", "es", "kr",
    "jp", "hk", "tw", "cn", "sg", "ru",
];
/// Characters that end a sentence rather than an address.
const NOT_LAST: &[char] = &[
    '.', ',', ':', ';', '!', '?', '\'', '`', ')', '(', ']', '}', '*', '~',
];

/// All of them, in order, none overlapping another.
pub(super) fn find(text: &str) -> Vec<Entity> {
    let mut found: Vec<Entity> = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        match matched(text, at) {
            Some((kind, length)) => {
                let start = units(&text[..at]);
                found.push(Entity::new(kind, start, start + units(&text[at..at + length])));
                at += length;
            }
            None => at += next.len_utf8(),
        }
    }
    found
}

fn matched(text: &str, at: usize) -> Option<(Kind, usize)> {
    let before = text[..at].chars().next_back();
    let rest = &text[at..];
    if before.is_some_and(is_word) {
        return None;
    }
    match rest.chars().next()? {
        '/' => bot_command(before, rest).map(|length| (Kind::BotCommand, length)),
        '@' => mention(rest).map(|length| (Kind::Mention, length)),
        '#' => hashtag(rest).map(|length| (Kind::Hashtag, length)),
        c if c.is_alphanumeric() => address(before, rest),
        _ => None,
    }
}

fn bot_command(before: Option<char>, rest: &str) -> Option<usize> {
    if before.is_some_and(|c| matches!(c, '/' | '<' | '>')) {
        return None;
    }
    let name = run(&rest[1..], is_name);
    let command = 1 + name;
    let bot = rest[command..]
        .strip_prefix('@')
        .map_or(0, |after| run(after, is_name));
    let length = if (3..=32).contains(&bot) {
        command + 1 + bot
    } else {
        command
    };
    let after = rest[length..].chars().next();
    let ends = after.is_none_or(|c| !is_word(c) && !matches!(c, '/' | '<' | '>'));
    ((1..=64).contains(&name) && ends).then_some(length)
}

fn mention(rest: &str) -> Option<usize> {
    let name = run(&rest[1..], is_name);
    let after = rest[1 + name..].chars().next();
    ((4..=32).contains(&name) && after.is_none_or(|c| !is_word(c))).then_some(1 + name)
}

fn hashtag(rest: &str) -> Option<usize> {
    let length = run(&rest[1..], is_word);
    let tag = &rest[1..1 + length];
    let ends = !rest[1 + length..].starts_with('#');
    (tag.chars().any(char::is_alphabetic) && tag.chars().count() <= 256 && ends).then_some(1 + length)
}

fn address(before: Option<char>, rest: &str) -> Option<(Kind, usize)> {
    if before.is_some_and(|c| matches!(c, '/' | '@' | '.' | '-' | '#')) {
        return None;
    }
    let word = &rest[..run(rest, |c| {
        !c.is_whitespace() && !matches!(c, '<' | '>' | '"' | '«' | '»' | '\u{3000}')
    })];
    let word = word.trim_end_matches(NOT_LAST);
    let lower = word.to_lowercase();
    if let Some(scheme) = ["http://", "https://", "ftp://"]
        .into_iter()
        .find(|scheme| lower.starts_with(scheme))
    {
        return host_length(&word[scheme.len()..], false).map(|_| (Kind::Url, word.len()));
    }
    if let Some(length) = email(word) {
        return Some((Kind::Email, length));
    }
    let host = host_length(word, true)?;
    let path = word[host..].starts_with(['/', '?', '#', ':']);
    Some((Kind::Url, if path { word.len() } else { host }))
}

fn email(word: &str) -> Option<usize> {
    let name = run(word, |c| c.is_ascii_alphanumeric() || "._%+-".contains(c));
    let host = host_length(word[name..].strip_prefix('@')?, true)?;
    (name > 0).then_some(name + 1 + host)
}

/// Length of the host a word begins with; with `known`, its last label must be a usual top-level domain.
fn host_length(word: &str, known: bool) -> Option<usize> {
    let length = run(word, |c| c.is_alphanumeric() || c == '.' || c == '-');
    let host = word[..length].trim_end_matches(['.', '-']);
    let (name, last) = host.rsplit_once('.')?;
    let labels = !name.is_empty() && host.split('.').all(|label| !label.is_empty());
    let last_fits = if known {
        TOP_LEVEL.contains(&last.to_lowercase().as_str())
    } else {
        !last.is_empty()
    };
    (labels && last_fits).then_some(host.len())
}

fn run(text: &str, keep: impl Fn(char) -> bool) -> usize {
    text.find(|c| !keep(c)).unwrap_or(text.len())
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
