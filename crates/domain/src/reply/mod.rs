//! Everything that the bot says, one place to edit its tone. A reply says what happened, whether anything changed, and
//! what to do next.

mod help;
mod list;
mod stop;
mod track;

pub use help::{help, not_a_command, start, stranger, unknown_command};
pub use list::{Firing, Listed, list};
pub use stop::{already_stopped, nothing_to_stop, stop_choices, stopped, unknown_name};
pub use track::{cancelled, confirm, no_page, outdated, refused, started};

/// A message: Telegram HTML and rows of buttons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The text, escaped, in Telegram's HTML.
    pub html: String,
    /// Rows of buttons below it.
    pub buttons: Vec<Vec<Button>>,
    /// Whether the person is asked to type an answer. A reply with buttons cannot ask.
    pub asks: Option<Asks>,
}

/// The person's app opens a reply to the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asks {
    /// What stands in the empty field, at most 64 characters.
    pub placeholder: String,
}

/// An inline button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// What it shows.
    pub text: String,
    /// What a press sends, at most 64 bytes.
    pub data: String,
}

impl Reply {
    /// A message without buttons.
    pub fn text(html: impl Into<String>) -> Self {
        Self {
            html: html.into(),
            buttons: Vec::new(),
            asks: None,
        }
    }

    /// The text as a notice above the chat shows it: without markup, cut at Telegram's 200 characters.
    pub fn notice(&self) -> String {
        const LONGEST: usize = 200;
        let pieces = self.html.split('<').enumerate();
        let plain: String = pieces
            .map(|(n, piece)| {
                if n == 0 {
                    piece
                } else {
                    piece.split_once('>').map_or("", |(_, text)| text)
                }
            })
            .collect();
        let plain = plain
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&");
        plain.chars().take(LONGEST).collect()
    }

    fn with_row(mut self, buttons: Vec<Button>) -> Self {
        self.buttons.push(buttons);
        self
    }
}

impl Button {
    fn new(text: impl Into<String>, data: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            data: data.into(),
        }
    }
}

/// What could not be done because a service did not answer; the log has the chain.
pub fn failure(what: &str, changed: &str, next: &str) -> Reply {
    Reply::text(format!(
        "⚠️ {} {} {}",
        escape(what),
        escape(changed),
        escape(next)
    ))
}

/// Text as Telegram's HTML takes it.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_has_no_markup_and_at_most_200_characters() {
        assert_eq!(
            stranger(-100).notice(),
            "Sorry, this bot is private: its operator can allow this chat by its id -100."
        );
        assert_eq!(
            Reply::text("a <b>b</b> &lt;c&gt; &amp;amp;").notice(),
            "a b <c> &amp;"
        );
        assert_eq!(Reply::text("안".repeat(300)).notice().chars().count(), 200);
    }
}
