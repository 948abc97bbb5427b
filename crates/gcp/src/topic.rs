//! The topic, as `EVENTS_TOPIC` names it.

use std::fmt;

use thiserror::Error;

/// The full name of a topic, `projects/PROJECT/topics/TOPIC`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic(String);

/// The text names no topic.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "`{0}` is no topic: it has to be a name such as signchronicle-events (3 to 255 of A-Z a-z 0-9 - _ . ~ + %, a letter \
     first, not beginning with `goog`), or projects/PROJECT/topics/NAME"
)]
pub struct TopicError(String);

impl Topic {
    /// Reads `projects/PROJECT/topics/TOPIC`, or a bare name, which is a topic of `project`.
    ///
    /// The rules of a name are Pub/Sub's own: <https://cloud.google.com/pubsub/docs/pubsub-basics#resource_names>.
    pub fn parse(text: &str, project: &str) -> Result<Self, TopicError> {
        let named = match text.split('/').collect::<Vec<_>>()[..] {
            [name] => is_name(name).then(|| format!("projects/{project}/topics/{name}")),
            ["projects", project, "topics", name] => {
                (!project.is_empty() && is_name(name)).then(|| text.to_owned())
            }
            _ => None,
        };
        named.map(Self).ok_or_else(|| TopicError(text.to_owned()))
    }

    /// The full name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~+%".contains(&byte);
    (3..=255).contains(&name.len())
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(plain)
        && !name.starts_with("goog")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_name_is_a_topic_of_the_project_and_a_full_one_stays() {
        for (text, full) in [
            ("signchronicle-events", "projects/p/topics/signchronicle-events"),
            ("projects/other/topics/events", "projects/other/topics/events"),
        ] {
            assert_eq!(Topic::parse(text, "p").unwrap().as_str(), full);
        }
    }

    #[test]
    fn what_names_no_topic_is_refused_with_the_rules() {
        for text in [
            "ev",
            "1events",
            "google-events",
            "my events",
            "topics/events",
            "projects//topics/events",
            "projects/p/subscriptions/events",
            "projects/p/topics/events/x",
        ] {
            let refusal = Topic::parse(text, "p").unwrap_err().to_string();
            assert!(
                refusal.starts_with(&format!("`{text}` is no topic: ")),
                "{refusal}"
            );
        }
    }
}
