//! Where a value stands in a JSON document.

use std::fmt;

/// A JSON pointer (RFC 6901) in which `*` is every member of a list or an object, and `**` any depth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pointer {
    text: String,
    steps: Vec<Step>,
}

/// One step of a pointer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A member by its name, or by its number in a list.
    Member(String),
    /// Every member.
    Each,
    /// Any depth, this one included.
    Deep,
}

impl Pointer {
    /// Reads a pointer; the error is for the person who wrote the file.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let Some(steps) = text.strip_prefix('/') else {
            return Err(format!("the pointer `{text}` has to begin with /"));
        };
        let step = |text: &str| match text {
            "*" => Ok(Step::Each),
            "**" => Ok(Step::Deep),
            _ => unescape(text).map(Step::Member),
        };
        let steps: Vec<Step> = steps.split('/').map(step).collect::<Result<_, _>>()?;
        if steps.last() == Some(&Step::Deep) {
            return Err(format!("the pointer `{text}` needs a name behind **"));
        }
        Ok(Self {
            text: text.to_owned(),
            steps,
        })
    }

    /// Its steps from the document's root.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn unescape(text: &str) -> Result<String, String> {
    let wrong = text
        .split('~')
        .skip(1)
        .any(|behind| !behind.starts_with(['0', '1']));
    if wrong {
        return Err(format!("`{text}`: behind ~ stands 0 or 1"));
    }
    Ok(text.replace("~1", "/").replace("~0", "~"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_are_read_by_their_steps() {
        let member = |text: &str| Step::Member(text.to_owned());
        for (text, steps) in [
            ("/a/0", vec![member("a"), member("0")]),
            ("/a/*/b", vec![member("a"), Step::Each, member("b")]),
            ("/**/a~1b~0", vec![Step::Deep, member("a/b~")]),
            ("/", vec![member("")]),
        ] {
            assert_eq!(Pointer::parse(text).unwrap().steps(), steps, "{text}");
        }
        for text in ["", "a/b", "/a~2", "/a/**"] {
            assert!(Pointer::parse(text).is_err(), "{text}");
        }
    }
}
