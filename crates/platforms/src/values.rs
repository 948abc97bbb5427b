//! What stands for the placeholders of one product.

/// The values of an event's placeholders, each checked for the form that its name asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Values(Vec<(String, String)>);

impl Values {
    /// Values by name.
    pub(crate) fn new(values: Vec<(String, String)>) -> Self {
        Self(values)
    }

    /// The value of a name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Adds a value unless the name has another one already.
    #[must_use]
    pub(crate) fn add(&mut self, name: &str, value: String) -> bool {
        match self.get(name) {
            Some(known) => known == value,
            None => {
                self.0.push((name.to_owned(), value));
                true
            }
        }
    }
}
