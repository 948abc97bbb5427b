//! How alike two names are.

/// What stands between a product's name and a shop's in titles.
const SEPARATORS: &[&str] = &[
    " - ", " | ", " – ", " — ", " : ", " · ", " :: ", " » ", " / ", "｜", " < ",
];

/// The parts of a title: the product's name, the shop's, a category.
pub(crate) fn parts(title: &str) -> Vec<&str> {
    let mut parts = vec![title];
    for separator in SEPARATORS.iter() {
        parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    let parts = parts.into_iter().map(str::trim);
    parts.filter(|part| !part.is_empty()).take(MOST_PARTS).collect()
}

const MOST_PARTS: usize = 8;

/// How much two names share, from 0 to 1.
pub(crate) fn likeness(shown: &str, name: &str) -> f32 {
    if shown.is_empty() || name.is_empty() {
        return 0.0;
    }
    if shown == name {
        return 1.0;
    }
    let (short, long) = if shown.len() < name.len() {
        (shown, name)
    } else {
        (name, shown)
    };
    if short.chars().count() > 3 && long.starts_with(short) {
        return 0.9;
    }
    if short.chars().count() > 5 && long.contains(short) {
        return 0.8;
    }
    shared_words(short, long)
}

fn shared_words(short: &str, long: &str) -> f32 {
    let words: Vec<&str> = short.split_whitespace().collect();
    let other: Vec<&str> = long.split_whitespace().collect();
    let shared = words.iter().filter(|word| other.contains(word)).count();
    if words.len() < 2 {
        0.0
    } else {
        0.8 * to_f32(shared) / to_f32(words.len())
    }
}

fn to_f32(count: usize) -> f32 {
    u16::try_from(count).map_or(f32::from(u16::MAX), f32::from)
}
