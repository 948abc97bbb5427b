//! A text with `{placeholders}`.

/// A text with `{placeholders}`, cut into what stands and what is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Template(Vec<Part>);

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// As it stands.
    Text(String),
    /// The name between the braces.
    Variable(String),
}

impl Template {
    /// Cuts a text. Braces that enclose no name are refused: nothing else in an address or a header has them.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find(['{', '}']) {
            let name = rest[open..]
                .strip_prefix('{')
                .and_then(|behind| behind.split_once('}'));
            let Some((name, behind)) = name.filter(|(name, _)| is_variable(name)) else {
                return Err(format!("`{}` is no placeholder", from_brace(&rest[open..])));
            };
            parts.push(Part::Text(rest[..open].to_owned()));
            parts.push(Part::Variable(name.to_owned()));
            rest = behind;
        }
        parts.push(Part::Text(rest.to_owned()));
        parts.retain(|part| !matches!(part, Part::Text(text) if text.is_empty()));
        Ok(Self(parts))
    }

    /// The pieces in their order.
    pub(crate) fn parts(&self) -> &[Part] {
        &self.0
    }

    /// The names of what is filled in.
    pub(crate) fn variables(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|part| match part {
            Part::Variable(name) => Some(name.as_str()),
            Part::Text(_) => None,
        })
    }

    /// The text with every variable's value in its place.
    pub(crate) fn fill(&self, value: impl Fn(&str) -> String) -> String {
        let piece = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Variable(name) => value(name),
        };
        self.0.iter().map(piece).collect()
    }
}

/// Whether a word may stand between braces.
pub(crate) fn is_variable(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

fn from_brace(text: &str) -> String {
    let end = text.find('}').map_or(text.len(), |end| end + 1);
    text[..end].chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_filled_and_braces_without_a_name_are_refused() {
        let template = Template::parse("/{shop}/x-{handle}.js").unwrap();
        assert_eq!(template.variables().collect::<Vec<_>>(), ["shop", "handle"]);
        assert_eq!(template.fill(str::to_uppercase), "/SHOP/x-HANDLE.js");
        for (text, reason) in [
            ("/{}", "`{}` is no placeholder"),
            ("/{Event}", "`{Event}` is no placeholder"),
            ("/{event", "`{event` is no placeholder"),
            ("/event}", "`}` is no placeholder"),
            ("/{{event}}", "`{{event}` is no placeholder"),
        ] {
            assert_eq!(Template::parse(text), Err(reason.to_owned()), "{text}");
        }
    }
}
