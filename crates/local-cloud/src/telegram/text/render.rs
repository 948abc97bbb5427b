//! A message as a browser shows it. Everything that people wrote is escaped.

use super::entity::{Entity, Kind};

/// HTML of a text with entities, for the page.
pub(crate) fn to_html(text: &str, entities: &[Entity]) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut sorted = entities.to_vec();
    sorted.sort_by_key(Entity::order);
    let mut html = String::new();
    render(&units, 0, units.len(), sorted, &mut html);
    html
}

/// Writes one stretch; `entities` are in order and all begin within it.
fn render(units: &[u16], start: usize, end: usize, entities: Vec<Entity>, html: &mut String) {
    let mut at = start;
    let mut waiting: std::collections::VecDeque<Entity> = entities.into();
    while let Some(outer) = waiting.pop_front() {
        let (from, to) = (outer.offset.max(at), outer.end().min(end));
        if from >= to {
            continue;
        }
        escape(&units[at..from], html);
        let (inner, later): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|entity| entity.offset < to);
        // What reaches out of this element goes on behind it, in an element of its own.
        let reaching = inner.iter().filter(|entity| entity.end() > to).cloned();
        waiting = reaching.chain(later).collect();
        let (open, close) = tags(&outer, &units[from..to]);
        html.push_str(&open);
        render(units, from, to, inner, html);
        html.push_str(close);
        at = to;
    }
    escape(&units[at..end], html);
}

fn tags(entity: &Entity, content: &[u16]) -> (String, &'static str) {
    let (open, close) = match entity.kind {
        Kind::Bold => ("<b>", "</b>"),
        Kind::Italic => ("<i>", "</i>"),
        Kind::Underline => ("<u>", "</u>"),
        Kind::Strikethrough => ("<s>", "</s>"),
        Kind::Spoiler => ("<span class=\"tg-spoiler\">", "</span>"),
        Kind::Code => ("<code>", "</code>"),
        Kind::Pre => ("<pre>", "</pre>"),
        Kind::Blockquote | Kind::ExpandableBlockquote => ("<blockquote>", "</blockquote>"),
        Kind::TextLink => return (anchor(entity.url.as_deref().unwrap_or_default()), "</a>"),
        Kind::Url => return (anchor(&absolute(&String::from_utf16_lossy(content))), "</a>"),
        Kind::BotCommand => ("<span class=\"tg-command\">", "</span>"),
        Kind::TextMention => ("<span class=\"tg-mention\">", "</span>"),
        Kind::Mention | Kind::Hashtag | Kind::Email | Kind::CustomEmoji => ("", ""),
    };
    (open.to_owned(), close)
}

fn absolute(address: &str) -> String {
    if address.contains("://") {
        address.to_owned()
    } else {
        format!("http://{address}")
    }
}

fn anchor(address: &str) -> String {
    let mut tag = String::from("<a target=\"_blank\" rel=\"noopener noreferrer\" href=\"");
    escape(&address.encode_utf16().collect::<Vec<_>>(), &mut tag);
    tag.push_str("\">");
    tag
}

fn escape(units: &[u16], html: &mut String) {
    for c in String::from_utf16_lossy(units).chars() {
        match c {
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '&' => html.push_str("&amp;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
}
