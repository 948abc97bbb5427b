//! JSON with placeholders. Inside a text a value is escaped; outside, where a number belongs, it is one.

use serde::de::IgnoredAny;

use crate::template::is_variable;
use crate::values::Values;

/// A JSON text in which placeholders stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct JsonTemplate(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Json(String),
    InText(String),
    Bare(String),
}

impl JsonTemplate {
    /// Checks a file's JSON. `known` are the event's placeholders, `numbers` whether they are numbers. Braces that
    /// enclose none of them are the JSON's own, or a query's inside a text.
    pub(crate) fn parse(text: &str, known: &[&str], numbers: bool) -> Result<Self, String> {
        let template = Self(cut(text, known));
        let bare = template.0.iter().find_map(|part| match part {
            Part::Bare(name) if !numbers => Some(name),
            _ => None,
        });
        if let Some(name) = bare {
            return Err(format!(
                "{{{name}}} stands where a number belongs: put it in quotes, or say event = \"number\""
            ));
        }
        let sample = template.fill_with(|_| "1");
        serde_json::from_str::<IgnoredAny>(&sample).map_err(|error| format!("json is none: {error}"))?;
        Ok(template)
    }

    /// The JSON with its values.
    pub(crate) fn fill(&self, values: &Values) -> String {
        self.fill_with(|name| values.get(name).unwrap_or_default())
    }

    /// Whether an event makes any difference.
    pub(crate) fn has_placeholder(&self) -> bool {
        self.0.iter().any(|part| !matches!(part, Part::Json(_)))
    }

    fn fill_with<'a>(&self, value: impl Fn(&str) -> &'a str) -> String {
        let piece = |part: &Part| match part {
            Part::Json(json) => json.clone(),
            Part::Bare(name) => value(name).to_owned(),
            Part::InText(name) => {
                let quoted = serde_json::Value::from(value(name)).to_string();
                quoted[1..quoted.len() - 1].to_owned()
            }
        };
        self.0.iter().map(piece).collect()
    }
}

fn cut(text: &str, known: &[&str]) -> Vec<Part> {
    let mut parts = Vec::new();
    let (mut from, mut at) = (0, 0);
    let (mut in_text, mut escaped) = (false, false);
    while let Some(&byte) = text.as_bytes().get(at) {
        if byte == b'{'
            && let Some(name) = placeholder(&text[at..], known)
        {
            parts.push(Part::Json(text[from..at].to_owned()));
            at += name.len() + 2;
            from = at;
            parts.push(if in_text {
                Part::InText(name)
            } else {
                Part::Bare(name)
            });
            continue;
        }
        in_text ^= byte == b'"' && !escaped;
        escaped = in_text && byte == b'\\' && !escaped;
        at += 1;
    }
    parts.push(Part::Json(text[from..].to_owned()));
    parts
}

fn placeholder(text: &str, known: &[&str]) -> Option<String> {
    let (name, _) = text.strip_prefix('{')?.split_once('}')?;
    (is_variable(name) && known.contains(&name)).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(json: &str, event: &str, numbers: bool) -> Result<String, String> {
        let values = Values::new(vec![("event".to_owned(), event.to_owned())]);
        Ok(JsonTemplate::parse(json, &["event"], numbers)?.fill(&values))
    }

    #[test]
    fn values_are_numbers_or_escaped_texts() {
        for (json, event, numbers, filled) in [
            (
                r#"{"no": {event}, "q": "a{b}"}"#,
                "12",
                true,
                r#"{"no": 12, "q": "a{b}"}"#,
            ),
            (
                r#"{"no":"{event}"}"#,
                r#"a","x":"\"#,
                false,
                r#"{"no":"a\",\"x\":\"\\"}"#,
            ),
            (r#"["\"{event}", "{event}"]"#, "\"", false, r#"["\"\"", "\""]"#),
            (
                r#"{"q":"{ a { event } }"}"#,
                "1",
                false,
                r#"{"q":"{ a { event } }"}"#,
            ),
        ] {
            assert_eq!(fill(json, event, numbers), Ok(filled.to_owned()), "{json}");
        }
    }

    #[test]
    fn what_would_be_no_json_is_refused() {
        for (json, numbers, reason) in [
            (
                r#"{"no": {event}}"#,
                false,
                "{event} stands where a number belongs",
            ),
            (r#"{"no": {evnt}}"#, true, "json is none"),
            ("{", true, "json is none"),
        ] {
            let refusal = fill(json, "1", numbers).expect_err(json);
            assert!(refusal.starts_with(reason), "{refusal}");
        }
    }
}
