//! What is left out of tags before a page is parsed: attributes beyond all use, and those that nobody reads. The parser
//! takes each attribute letter by letter, and on the page of a long list most letters are theirs.

use std::borrow::Cow;

/// More than any page needs; the parser compares each attribute with all before it.
const MOST_ATTRIBUTES: usize = 200;
/// How many answers are remembered: a hostile page asks without end.
const MOST_ANSWERS: usize = 64;
/// Elements whose content is text, whatever it looks like.
const RAW_TEXT: &[&str] = &[
    "script", "style", "title", "textarea", "noscript", "iframe", "xmp", "noembed", "noframes",
];
/// Elements that the parser compares with each other, attributes included, and `plaintext`, after which there are none.
const COMPARED: &[&str] = &[
    "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];
/// Attributes that decide where the parser puts an element, and the one that names it.
const ALWAYS_KEPT: &[&str] = &["type", "encoding", "color", "face", "size", "id"];

/// What is asked of a page: its selectors and attributes.
pub(super) enum Asked {
    Everything,
    /// The words of the places that are asked for, as they stand there and in lower case.
    Words(Vec<String>, Vec<String>),
}

impl Asked {
    /// Places with escapes may be about anything.
    pub(super) fn of(places: &[&str]) -> Self {
        if places.iter().any(|place| place.contains('\\')) {
            return Self::Everything;
        }
        let is_gap = |c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_');
        // An attribute's name is a place as it is: `xlink:href`.
        let words = places
            .iter()
            .flat_map(|place| place.split(is_gap).chain([*place]));
        let words: Vec<String> = words.filter(|word| !word.is_empty()).map(str::to_owned).collect();
        let small = words.iter().map(|word| word.to_ascii_lowercase()).collect();
        Self::Words(words, small)
    }

    fn is_about(&self, element: &str, name: &str) -> bool {
        let Self::Words(_, words) = self else { return true };
        let (element, name) = (element.to_ascii_lowercase(), name.to_ascii_lowercase());
        is_always_kept(&name) || value_attribute(&element) == Some(name.as_str()) || words.contains(&name)
    }

    /// Whether one of an element's classes is asked for, or might be.
    fn is_about_class(&self, value: &str) -> bool {
        let Self::Words(words, _) = self else { return true };
        let mut classes = value.split(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '"' | '\''));
        value.contains('&') || classes.any(|class| words.iter().any(|word| word == class))
    }
}

/// Whether an attribute stays whatever is asked for.
pub(super) fn is_always_kept(name: &str) -> bool {
    ALWAYS_KEPT.contains(&name)
}

/// The attribute in which an element without text carries its value.
pub fn value_attribute(element: &str) -> Option<&'static str> {
    match element {
        "meta" => Some("content"),
        "link" => Some("href"),
        "input" => Some("value"),
        _ => None,
    }
}

/// The page without the attributes that nothing asks for, and without those beyond a limit. The tree is otherwise the same.
pub(super) fn cut<'a>(html: &'a str, asked: &Asked) -> Cow<'a, str> {
    let mut cutter = Cutter {
        html,
        asked,
        answers: Vec::new(),
        foreign: 0,
        kept: String::new(),
        copied: 0,
    };
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        at = cutter.markup(at + found + 1);
    }
    cutter.finish()
}

struct Cutter<'a, 'b> {
    html: &'a str,
    asked: &'b Asked,
    /// Whether an element's attribute is asked for; pages write few of them many times.
    answers: Vec<(&'a str, &'a str, bool)>,
    /// How many drawings and formulas are open.
    foreign: usize,
    kept: String,
    /// How much of the page is in `kept`, or left out.
    copied: usize,
}

impl<'a> Cutter<'a, '_> {
    /// Goes through what begins after a `<`; the result is where the search goes on.
    fn markup(&mut self, at: usize) -> usize {
        let html = self.html;
        let rest = &html[at..];
        if let Some(comment) = rest.strip_prefix("!--") {
            return html.len() - comment.len() + comment_length(comment);
        }
        if let Some(data) = rest.strip_prefix("![CDATA[") {
            return html.len() - data.len() + data.find("]]>").unwrap_or(data.len());
        }
        let name = name(rest);
        if name.is_empty() {
            return at;
        }
        let end = self.tag(name, at + name.len());
        if name.eq_ignore_ascii_case("plaintext") {
            return html.len();
        }
        let content = &html[end..end + content_length(&html[end..], name)];
        self.count_foreign(name);
        let is_markup_after_all = self.foreign > 0 && content.contains('<');
        if is_markup_after_all || holds_a_script(content) {
            // Where it ends only the parser knows.
            return html.len();
        }
        end + content.len()
    }

    fn count_foreign(&mut self, name: &str) {
        let is = |names: [&str; 2]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
        if is(["svg", "math"]) {
            self.foreign += 1;
        } else if is(["/svg", "/math"]) {
            self.foreign = self.foreign.saturating_sub(1);
        }
    }

    /// Leaves out what a tag does not need; the result is where its `>` is.
    fn tag(&mut self, name: &'a str, start: usize) -> usize {
        let bytes = self.html.as_bytes();
        let is_compared = COMPARED.iter().any(|known| known.eq_ignore_ascii_case(name));
        let mut attributes = 0;
        let mut at = start;
        while at < bytes.len() && bytes[at] != b'>' {
            if bytes[at].is_ascii_whitespace() || bytes[at] == b'/' {
                at += 1;
                continue;
            }
            let attribute = Attribute::at(bytes, at);
            let is_kept = is_compared || self.is_asked_for(name, at, &attribute);
            attributes += usize::from(is_kept);
            if !is_kept || attributes > MOST_ATTRIBUTES {
                self.leave_out(at, attribute.end);
            }
            at = attribute.end;
        }
        at
    }

    fn is_asked_for(&mut self, element: &'a str, start: usize, attribute: &Attribute) -> bool {
        let name = &self.html[start..attribute.name_end];
        let known = |answer: &&(&str, &str, bool)| answer.1 == name && answer.0 == element;
        let is_asked_for = match self.answers.iter().find(known) {
            Some((.., is_asked_for)) => *is_asked_for,
            None => {
                let is_asked_for = self.asked.is_about(element, name);
                if self.answers.len() < MOST_ANSWERS {
                    self.answers.push((element, name, is_asked_for));
                }
                is_asked_for
            }
        };
        let value = &self.html[attribute.name_end..attribute.end];
        is_asked_for || (name.eq_ignore_ascii_case("class") && self.asked.is_about_class(value))
    }

    fn leave_out(&mut self, start: usize, end: usize) {
        let before = self.html[self.copied..start].trim_ascii_end();
        // Empty between two that are left out.
        if !before.is_empty() {
            self.kept.push_str(before);
            // So that a slash before it does not come to stand at the tag's end.
            self.kept.push(' ');
        }
        self.copied = end;
    }

    fn finish(mut self) -> Cow<'a, str> {
        if self.copied == 0 {
            return Cow::Borrowed(self.html);
        }
        self.kept.push_str(&self.html[self.copied..]);
        Cow::Owned(self.kept)
    }
}

/// The name of a start or end tag, with its slash; empty where this is no tag.
fn name(text: &str) -> &str {
    let bytes = text.as_bytes();
    let slash = usize::from(bytes.first() == Some(&b'/'));
    if !bytes.get(slash).is_some_and(u8::is_ascii_alphabetic) {
        return "";
    }
    &text[..skip(bytes, slash, ends_name)]
}

fn ends_name(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>')
}

/// Where an attribute ends, its value included.
struct Attribute {
    name_end: usize,
    end: usize,
}

impl Attribute {
    fn at(bytes: &[u8], start: usize) -> Self {
        let is_space = |b: u8| b.is_ascii_whitespace();
        // An equals sign that comes first belongs to the name.
        let name_end = skip(bytes, start + 1, |b| ends_name(b) || b == b'=');
        let sign = skip(bytes, name_end, |b| !is_space(b));
        if bytes.get(sign) != Some(&b'=') {
            return Self {
                name_end,
                end: name_end,
            };
        }
        let value = skip(bytes, sign + 1, |b| !is_space(b));
        let end = match bytes.get(value) {
            Some(quote @ (b'"' | b'\'')) => (skip(bytes, value + 1, |b| b == *quote) + 1).min(bytes.len()),
            Some(b'>') | None => value,
            Some(_) => skip(bytes, value, |b| is_space(b) || b == b'>'),
        };
        Self { name_end, end }
    }
}

/// The first place from one on where a byte ends something, or the end of all.
fn skip(bytes: &[u8], from: usize, ends: impl Fn(u8) -> bool) -> usize {
    let length = bytes
        .get(from..)
        .and_then(|rest| rest.iter().position(|b| ends(*b)));
    length.map_or(bytes.len(), |length| from + length)
}

/// A script inside a comment inside a script does not end where it seems to.
fn holds_a_script(content: &str) -> bool {
    content.contains("<!--") && content.to_ascii_lowercase().contains("<script")
}

/// How much a comment's text and end take.
fn comment_length(text: &str) -> usize {
    if text.starts_with('>') || text.starts_with("->") {
        return 0;
    }
    let ends = ["-->", "--!>"]
        .iter()
        .filter_map(|end| Some(text.find(end)? + end.len()));
    ends.min().unwrap_or(text.len())
}

/// How much text follows a start tag that is no markup.
fn content_length(text: &str, name: &str) -> usize {
    if !RAW_TEXT.iter().any(|raw| raw.eq_ignore_ascii_case(name)) {
        return 0;
    }
    let is_end = |at: &usize| {
        let after = &text.as_bytes()[at + 2..];
        let is_name = after
            .get(..name.len())
            .is_some_and(|after| after.eq_ignore_ascii_case(name.as_bytes()));
        is_name && after.get(name.len()).is_none_or(|byte| ends_name(*byte))
    };
    let end = text.match_indices("</").map(|(at, _)| at).find(is_end);
    end.unwrap_or(text.len())
}
