//! The messages of an API as a table (`messages.txt`): which fields they have, and of which kind.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The messages of the Sheets API.
pub(super) static SHEETS: LazyLock<Schema> = LazyLock::new(|| Schema::parse(include_str!("messages.txt")));

/// All messages of one API.
pub(crate) struct Schema {
    messages: HashMap<&'static str, HashMap<&'static str, Kind>>,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    Text,
    Mask,
    Int32,
    Int64,
    Double,
    Bool,
    Any,
    Enum(Vec<&'static str>),
    Message(&'static str),
    List(Box<Kind>),
    Map(Box<Kind>),
}

impl Schema {
    /// Reads the table: a message's name at the margin, then one indented `field kind` a line.
    pub(crate) fn parse(table: &'static str) -> Self {
        let mut messages: HashMap<_, HashMap<_, _>> = HashMap::new();
        let mut current = "";
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            if let Some((field, kind)) = line.strip_prefix("  ").and_then(|rest| rest.split_once(' ')) {
                messages
                    .entry(current)
                    .or_default()
                    .insert(field, Kind::parse(kind));
            } else {
                current = line;
                messages.entry(current).or_default();
            }
        }
        Self { messages }
    }

    /// The kind of a message's field, by its JSON name.
    pub(crate) fn field(&self, message: &str, name: &str) -> Option<&Kind> {
        self.messages.get(message)?.get(name)
    }

    /// The JSON name of a field that a client may also write in snake_case.
    pub(super) fn json_name(&self, message: &str, name: &str) -> Option<&'static str> {
        let fields = self.messages.get(message)?;
        if let Some((json, _)) = fields.get_key_value(name) {
            return Some(json);
        }
        fields
            .keys()
            .find(|json| name.contains('_') && snake_case(json) == name)
            .copied()
    }
}

impl Kind {
    fn parse(text: &'static str) -> Self {
        if let Some(item) = text.strip_prefix("[]") {
            return Self::List(Box::new(Self::parse(item)));
        }
        if let Some(item) = text.strip_prefix("{}") {
            return Self::Map(Box::new(Self::parse(item)));
        }
        if let Some(names) = text.strip_prefix("enum:") {
            return Self::Enum(names.split('|').collect());
        }
        match text {
            "string" => Self::Text,
            "mask" => Self::Mask,
            "int32" => Self::Int32,
            "int64" => Self::Int64,
            "double" => Self::Double,
            "bool" => Self::Bool,
            "any" => Self::Any,
            message => Self::Message(message),
        }
    }

    /// The message inside, through lists and maps.
    pub(super) fn message(&self) -> Option<&'static str> {
        match self {
            Self::Message(name) => Some(name),
            Self::List(item) | Self::Map(item) => item.message(),
            _ => None,
        }
    }

    /// Whether any path below is fine: free-form JSON and maps of scalars.
    pub(super) fn is_open(&self) -> bool {
        match self {
            Self::Any => true,
            Self::Map(item) => item.message().is_none(),
            Self::List(item) => item.is_open(),
            _ => false,
        }
    }
}

/// `userEnteredValue` as the wire's error texts spell it: `user_entered_value`.
pub(super) fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_that_a_field_names_is_in_the_table() {
        for (message, fields) in &SHEETS.messages {
            for (field, kind) in fields {
                if let Some(name) = kind.message() {
                    assert!(
                        SHEETS.messages.contains_key(name),
                        "{message}.{field} names {name}"
                    );
                }
            }
        }
    }

    #[test]
    fn fields_are_found_by_both_spellings() {
        assert_eq!(SHEETS.json_name("GridRange", "sheetId"), Some("sheetId"));
        assert_eq!(SHEETS.json_name("GridRange", "sheet_id"), Some("sheetId"));
        assert_eq!(SHEETS.json_name("GridRange", "sheetid"), None);
    }
}
