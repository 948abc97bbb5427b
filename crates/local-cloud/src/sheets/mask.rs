//! Field masks: `spreadsheetId,sheets(properties(sheetId,title),data.rowData)`, for answers and for changes.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::schema::Schema;

/// What a mask selects below one place: everything, or some fields.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Mask {
    All,
    Fields(BTreeMap<String, Mask>),
}

/// Why a mask is no mask.
#[derive(Debug, PartialEq)]
pub(crate) enum MaskError {
    /// Unbalanced parentheses, an empty name.
    Syntax,
    /// This path names nothing in the message.
    UnknownField(String),
}

impl Mask {
    /// Reads a mask and checks every name against the message that it is about.
    pub(crate) fn read(text: &str, schema: &Schema, message: &str) -> Result<Self, MaskError> {
        let mut parser = Parser { rest: text.trim() };
        let mask = parser.list()?;
        if !parser.rest.is_empty() {
            return Err(MaskError::Syntax);
        }
        mask.check(schema, message, "")?;
        Ok(mask)
    }

    /// Whether anything at or below this path is selected.
    pub(crate) fn includes(&self, path: &[&str]) -> bool {
        match (self, path) {
            (Self::All, _) | (_, []) => true,
            (Self::Fields(fields), [first, rest @ ..]) => {
                fields.get(*first).is_some_and(|mask| mask.includes(rest))
            }
        }
    }

    /// What is selected below a field; none where nothing is.
    pub(crate) fn below(&self, field: &str) -> Option<&Self> {
        match self {
            Self::All => Some(self),
            Self::Fields(fields) => fields.get(field),
        }
    }

    /// The selected part of an answer. Selected fields that the answer lacks stay away.
    pub(crate) fn project(&self, value: Value) -> Value {
        let Self::Fields(fields) = self else { return value };
        match value {
            Value::Object(object) => {
                let chosen = object.into_iter().filter_map(|(name, value)| {
                    let mask = fields.get(&name)?;
                    Some((name, mask.project(value)))
                });
                Value::Object(chosen.collect())
            }
            Value::Array(items) => Value::Array(items.into_iter().map(|item| self.project(item)).collect()),
            scalar => scalar,
        }
    }

    /// Takes the selected fields of `source` over into `target`; a selected field that `source` lacks is cleared.
    pub(crate) fn copy(&self, source: &Value, target: &mut Map<String, Value>) {
        match self {
            Self::All => *target = source.as_object().cloned().unwrap_or_default(),
            Self::Fields(fields) => fields
                .iter()
                .for_each(|(name, mask)| mask.copy_field(name, source, target)),
        }
    }

    fn copy_field(&self, name: &str, source: &Value, target: &mut Map<String, Value>) {
        match (self, source.get(name)) {
            (Self::All, Some(value)) => {
                target.insert(name.to_owned(), value.clone());
            }
            (Self::All, None) => {
                target.remove(name);
            }
            (Self::Fields(_), value) => {
                let mut inner = target
                    .get(name)
                    .and_then(Value::as_object)
                    .cloned()
                    .unwrap_or_default();
                self.copy(value.unwrap_or(&Value::Null), &mut inner);
                if inner.is_empty() {
                    target.remove(name);
                } else {
                    target.insert(name.to_owned(), Value::Object(inner));
                }
            }
        }
    }

    fn check(&self, schema: &Schema, message: &str, path: &str) -> Result<(), MaskError> {
        let Self::Fields(fields) = self else { return Ok(()) };
        for (name, mask) in fields {
            let path = if path.is_empty() {
                name.clone()
            } else {
                format!("{path}.{name}")
            };
            let Some(kind) = schema.field(message, name) else {
                return Err(MaskError::UnknownField(path));
            };
            match kind.message() {
                Some(inner) => mask.check(schema, inner, &path)?,
                None if *mask == Self::All || kind.is_open() => {}
                None => return Err(MaskError::UnknownField(path)),
            }
        }
        Ok(())
    }

    fn merge(&mut self, other: Self) {
        match (self, other) {
            (Self::All, _) => {}
            (this, Self::All) => *this = Self::All,
            (Self::Fields(fields), Self::Fields(others)) => {
                for (name, mask) in others {
                    insert(fields, name, mask);
                }
            }
        }
    }
}

fn insert(fields: &mut BTreeMap<String, Mask>, name: String, mask: Mask) {
    match fields.get_mut(&name) {
        Some(present) => present.merge(mask),
        None => {
            fields.insert(name, mask);
        }
    }
}

struct Parser<'a> {
    rest: &'a str,
}

impl Parser<'_> {
    /// `a,b(c,d),e/f`
    fn list(&mut self) -> Result<Mask, MaskError> {
        let mut mask = Mask::Fields(BTreeMap::new());
        loop {
            mask.merge(self.path()?);
            if !self.take(',') {
                return Ok(mask);
            }
        }
    }

    fn path(&mut self) -> Result<Mask, MaskError> {
        let name = self.name()?;
        let inner = if self.take('(') {
            let inner = self.list()?;
            if !self.take(')') {
                return Err(MaskError::Syntax);
            }
            inner
        } else if self.take('.') || self.take('/') {
            self.path()?
        } else {
            Mask::All
        };
        if name == "*" {
            return Ok(inner);
        }
        Ok(Mask::Fields(BTreeMap::from([(name, inner)])))
    }

    fn name(&mut self) -> Result<String, MaskError> {
        self.rest = self.rest.trim_start();
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '*' | '-');
        let end = self.rest.find(|c| !is_name(c)).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        if name.is_empty() {
            return Err(MaskError::Syntax);
        }
        self.rest = rest.trim_start();
        Ok(camel_case(name))
    }

    fn take(&mut self, c: char) -> bool {
        let Some(rest) = self.rest.strip_prefix(c) else {
            return false;
        };
        self.rest = rest.trim_start();
        true
    }
}

/// Masks may be written in snake_case as well.
fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    camel
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::schema::SHEETS;
    use super::*;

    fn mask(text: &str) -> Result<Mask, MaskError> {
        Mask::read(text, &SHEETS, "Spreadsheet")
    }

    #[test]
    fn an_answer_shrinks_to_what_the_mask_names() {
        let answer = json!({
            "spreadsheetId": "S",
            "sheets": [{"properties": {"title": "A", "index": 0}, "charts": []}, {"properties": {"title": "B"}}],
        });
        for (text, expected) in [
            ("*", answer.clone()),
            ("spreadsheetId", json!({"spreadsheetId": "S"})),
            (
                "sheets.properties.title",
                json!({"sheets": [{"properties": {"title": "A"}}, {"properties": {"title": "B"}}]}),
            ),
            (
                "sheets/properties/index",
                json!({"sheets": [{"properties": {"index": 0}}, {"properties": {}}]}),
            ),
            (
                "spreadsheetId, sheets( properties(index) )",
                json!({"spreadsheetId": "S", "sheets": [{"properties": {"index": 0}}, {"properties": {}}]}),
            ),
            (
                "sheets.charts,sheets(properties.title)",
                json!({"sheets": [{"properties": {"title": "A"}, "charts": []}, {"properties": {"title": "B"}}]}),
            ),
            ("namedRanges", json!({})),
        ] {
            assert_eq!(mask(text).unwrap().project(answer.clone()), expected, "{text}");
        }
    }

    #[test]
    fn a_mask_that_names_nothing_is_refused() {
        for (text, path) in [
            ("foo", "foo"),
            ("sheets.foo", "sheets.foo"),
            ("sheets(properties(title,nope))", "sheets.properties.nope"),
            ("spreadsheetId.x", "spreadsheetId"),
        ] {
            assert_eq!(
                mask(text),
                Err(MaskError::UnknownField(path.to_owned())),
                "{text}"
            );
        }
        for text in [
            "",
            "a(",
            "sheets(properties",
            "sheets)",
            ",",
            "sheets,,properties",
        ] {
            assert_eq!(mask(text), Err(MaskError::Syntax), "{text}");
        }
    }

    #[test]
    fn a_change_sets_and_clears_what_the_mask_names() {
        let fields = Mask::read("note,userEnteredFormat.numberFormat", &SHEETS, "CellData").unwrap();
        let mut cell = json!({"note": "old", "userEnteredFormat": {"wrapStrategy": "WRAP"}, "userEnteredValue": {"boolValue": true}});
        let source = json!({"userEnteredFormat": {"numberFormat": {"pattern": "0"}}, "userEnteredValue": {"numberValue": 1}});
        fields.copy(&source, cell.as_object_mut().unwrap());
        assert_eq!(
            cell,
            json!({"userEnteredFormat": {"wrapStrategy": "WRAP", "numberFormat": {"pattern": "0"}}, "userEnteredValue": {"boolValue": true}})
        );
    }
}
