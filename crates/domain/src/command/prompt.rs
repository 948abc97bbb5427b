//! What a prompt of the bot carries until it is answered. A person's answer quotes the prompt, and nothing else tells what
//! was asked: so the prompt names the card that waits for it, the person's message that began it all, who may answer, and
//! the draft so far.

use std::fmt;

/// A prompt's code: `#8.7.5 event /track demo every 1m`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// The bot's message with the card.
    pub card: i32,
    /// The person's message that it answers.
    pub asked_in: i32,
    /// Who may answer; 0 where anyone may, since a chat spoke for itself.
    pub person: i64,
    /// What is asked for.
    pub field: Field,
    /// What stands behind `/track` so far.
    pub arguments: String,
}

/// What can be typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// A name, a number or a link.
    Event,
    /// Until when.
    Deadline,
    /// A price.
    Below,
}

const FIELDS: [(Field, &str); 3] = [
    (Field::Event, "event"),
    (Field::Deadline, "deadline"),
    (Field::Below, "below"),
];

impl Prompt {
    /// Reads a prompt's code.
    pub fn parse(code: &str) -> Option<Self> {
        let (ids, rest) = code.strip_prefix('#')?.split_once(' ')?;
        let (field, command) = rest.split_once(' ')?;
        let (field, _) = FIELDS.into_iter().find(|(_, name)| *name == field)?;
        let mut ids = ids.splitn(3, '.');
        Some(Self {
            card: ids.next()?.parse().ok()?,
            asked_in: ids.next()?.parse().ok()?,
            person: ids.next()?.parse().ok()?,
            field,
            arguments: command.strip_prefix("/track")?.trim_start().to_owned(),
        })
    }
}

impl fmt::Display for Prompt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = FIELDS
            .iter()
            .find(|(field, _)| *field == self.field)
            .map_or("", |(_, name)| name);
        let Self {
            card,
            asked_in,
            person,
            arguments,
            ..
        } = self;
        write!(f, "#{card}.{asked_in}.{person} {name} /track {arguments}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prompt_is_read_back_and_nothing_else_is_one() {
        let prompt = Prompt {
            card: 8,
            asked_in: 7,
            person: 5,
            field: Field::Deadline,
            arguments: "demo ABC every 1m".to_owned(),
        };
        let code = prompt.to_string();
        assert_eq!(code, "#8.7.5 deadline /track demo ABC every 1m");
        assert_eq!(Prompt::parse(&code), Some(prompt));
        for code in [
            "",
            "#8.7.5",
            "#8.7 event /track",
            "#8.7.5 dance /track",
            "/track demo",
            "#8.7.5 event /stop",
        ] {
            assert_eq!(Prompt::parse(code), None, "{code}");
        }
    }
}
