//! `parse_mode: HTML`, with the refusals of the real parser.

use serde_json::json;

use super::entity::{Entity, Kind};
use super::references::decode as decode_reference;

const TAGS: [&str; 15] = [
    "a",
    "b",
    "strong",
    "i",
    "em",
    "s",
    "strike",
    "del",
    "u",
    "ins",
    "tg-spoiler",
    "tg-emoji",
    "span",
    "pre",
    "code",
];

/// Takes the tags out of a text and tells where they were, or says what is wrong with it.
pub(super) fn parse(source: &str) -> Result<(String, Vec<Entity>), String> {
    let mut parser = Parser {
        source,
        at: 0,
        text: String::new(),
        units: 0,
        open: Vec::new(),
        entities: Vec::new(),
    };
    while let Some(next) = parser.peek() {
        match next {
            '<' if parser.rest().starts_with("</") => parser.end_tag()?,
            '<' => parser.start_tag()?,
            '&' => parser.reference(),
            other => parser.take(other),
        }
    }
    if let Some(tag) = parser.open.last() {
        return Err(format!(
            "Can't find end tag corresponding to start tag \"{}\"",
            tag.name
        ));
    }
    parser
        .entities
        .iter_mut()
        .filter(|e| e.kind == Kind::Code)
        .for_each(|e| e.language = None);
    Ok((parser.text, parser.entities))
}

struct OpenTag {
    name: String,
    argument: Option<String>,
    units: usize,
    bytes: usize,
}

struct Parser<'a> {
    source: &'a str,
    at: usize,
    text: String,
    units: usize,
    open: Vec<OpenTag>,
    entities: Vec<Entity>,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn push(&mut self, c: char) {
        self.text.push(c);
        self.units += c.len_utf16();
    }

    fn take(&mut self, c: char) {
        self.push(c);
        self.at += c.len_utf8();
    }

    fn reference(&mut self) {
        match decode_reference(self.rest()) {
            Some((c, length)) => {
                self.push(c);
                self.at += length;
            }
            None => self.take('&'),
        }
    }

    fn skip_while(&mut self, keep: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c| !keep(c)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn start_tag(&mut self) -> Result<(), String> {
        let begin = self.at;
        self.at += 1;
        let name = self.skip_while(|c| !is_space(c) && c != '>').to_lowercase();
        if self.peek().is_none() {
            return Err(format!("Unclosed start tag at byte offset {begin}"));
        }
        if !TAGS.contains(&name.as_str()) && name != "blockquote" {
            return Err(format!("Unsupported start tag \"{name}\" at byte offset {begin}"));
        }
        let argument = self.attributes(&name, begin)?;
        self.at += 1;
        if name == "span" && argument.as_deref() != Some("spoiler") {
            return Err(format!(
                "Tag \"span\" must have class \"tg-spoiler\" at byte offset {begin}"
            ));
        }
        self.open.push(OpenTag {
            name,
            argument,
            units: self.units,
            bytes: self.text.len(),
        });
        Ok(())
    }

    /// Reads up to the `>` and gives the one attribute that matters to this tag.
    fn attributes(&mut self, tag: &str, begin: usize) -> Result<Option<String>, String> {
        let mut argument = None;
        loop {
            self.skip_while(is_space);
            if self.peek() == Some('>') {
                return Ok(argument);
            }
            let name = self.skip_while(|c| !is_space(c) && c != '=' && c != '>');
            if name.is_empty() {
                return Err(match self.peek() {
                    None => format!("Unclosed start tag \"{tag}\" at byte offset {begin}"),
                    Some(_) => format!("Empty attribute name in the tag \"{tag}\" at byte offset {begin}"),
                });
            }
            self.skip_while(is_space);
            let value = if self.peek() == Some('=') {
                self.at += 1;
                self.attribute_value(tag, begin)?
            } else if tag == "blockquote" && name == "expandable" {
                String::new()
            } else {
                return Err(format!(
                    "Expected equal sign in declaration of an attribute of the tag \"{tag}\" at byte offset {begin}"
                ));
            };
            argument = relevant(tag, name, value).or(argument);
        }
    }

    fn attribute_value(&mut self, tag: &str, begin: usize) -> Result<String, String> {
        self.skip_while(is_space);
        let value = match self.peek() {
            None => return Err(format!("Unclosed start tag \"{tag}\" at byte offset {begin}")),
            Some(quote @ ('"' | '\'')) => self.quoted(quote),
            Some(_) => self.token()?,
        };
        match self.peek() {
            None => Err(format!("Unclosed start tag \"{tag}\" at byte offset {begin}")),
            Some(_) => Ok(value),
        }
    }

    fn quoted(&mut self, quote: char) -> String {
        self.at += 1;
        let mut value = String::new();
        while let Some(c) = self.peek().filter(|c| *c != quote) {
            let (c, length) = decode_reference(self.rest()).unwrap_or((c, c.len_utf8()));
            value.push(c);
            self.at += length;
        }
        self.at = (self.at + 1).min(self.source.len());
        value
    }

    fn token(&mut self) -> Result<String, String> {
        let begin = self.at;
        let token = self.skip_while(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-');
        match self.peek() {
            Some(c) if !is_space(c) && c != '>' => {
                Err(format!("Unexpected end of name token at byte offset {begin}"))
            }
            _ => Ok(token.to_lowercase()),
        }
    }

    fn end_tag(&mut self) -> Result<(), String> {
        let begin = self.at;
        let Some(tag) = self.open.pop() else {
            return Err(format!("Unexpected end tag at byte offset {begin}"));
        };
        self.at += 2;
        let name = self.skip_while(|c| !is_space(c) && c != '>').to_lowercase();
        self.skip_while(is_space);
        if self.peek() != Some('>') {
            return Err(format!("Unclosed end tag at byte offset {begin}"));
        }
        self.at += 1;
        if !name.is_empty() && name != tag.name {
            return Err(format!(
                "Unmatched end tag at byte offset {begin}, expected \"</{}>\", found \"</{name}>\"",
                tag.name
            ));
        }
        if self.units > tag.units {
            self.close(tag)
        } else {
            Ok(())
        }
    }

    fn close(&mut self, tag: OpenTag) -> Result<(), String> {
        let entity = |kind| Entity::new(kind, tag.units, self.units);
        let entity = match tag.name.as_str() {
            "b" | "strong" => entity(Kind::Bold),
            "i" | "em" => entity(Kind::Italic),
            "u" | "ins" => entity(Kind::Underline),
            "s" | "strike" | "del" => entity(Kind::Strikethrough),
            "tg-spoiler" | "span" => entity(Kind::Spoiler),
            "blockquote" if tag.argument.is_some() => entity(Kind::ExpandableBlockquote),
            "blockquote" => entity(Kind::Blockquote),
            "tg-emoji" => {
                let id = tag
                    .argument
                    .filter(|id| id.parse::<i64>().is_ok_and(|id| id != 0));
                let id = id.ok_or("Invalid custom emoji identifier specified")?;
                Entity {
                    custom_emoji_id: Some(id),
                    ..entity(Kind::CustomEmoji)
                }
            }
            "a" => {
                let address = tag.argument.filter(|a| !a.is_empty());
                let address = address.unwrap_or_else(|| self.text[tag.bytes..].to_owned());
                if let Some(id) = super::url::mentioned(&address) {
                    self.entities.push(Entity {
                        user: Some(json!({ "id": id })),
                        ..entity(Kind::TextMention)
                    });
                    return Ok(());
                }
                match super::url::checked_link(&address) {
                    Some(url) => Entity {
                        url: Some(url),
                        ..entity(Kind::TextLink)
                    },
                    None => return Ok(()),
                }
            }
            name => return self.close_code(name == "pre", tag.units, tag.argument),
        };
        self.entities.push(entity);
        Ok(())
    }

    /// `<pre><code class="language-x">` is one entity, in either order of the two tags.
    fn close_code(&mut self, is_pre: bool, start: usize, language: Option<String>) -> Result<(), String> {
        let (kind, inner) = if is_pre {
            (Kind::Pre, Kind::Code)
        } else {
            (Kind::Code, Kind::Pre)
        };
        let end = self.units;
        let same_place = |last: &&mut Entity| last.kind == inner && last.offset == start && last.end() == end;
        if let Some(last) = self.entities.last_mut().filter(same_place)
            && (last.language.is_some() || language.is_some())
        {
            last.kind = Kind::Pre;
            last.language = last.language.take().or(language);
            return Ok(());
        }
        self.entities.push(Entity {
            language,
            ..Entity::new(kind, start, end)
        });
        Ok(())
    }
}

fn relevant(tag: &str, name: &str, value: String) -> Option<String> {
    match (tag, name) {
        ("a", "href") | ("tg-emoji", "emoji-id") | ("blockquote", "expandable") => Some(value),
        ("code", "class") => value.strip_prefix("language-").map(str::to_owned),
        ("span", "class") => value.strip_prefix("tg-").map(str::to_owned),
        _ => None,
    }
}

fn is_space(c: char) -> bool {
    c.is_ascii_whitespace()
}
