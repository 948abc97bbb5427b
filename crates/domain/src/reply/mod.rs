//! Everything that the bot says. The sentences stand in `texts`, one file per language; here they get their values. A reply
//! says what happened, whether anything changed, and what to do next.

mod alert;
mod ask;
mod card;
mod confirm;
mod failure;
mod help;
mod language;
mod list;
mod menu;
mod news;
mod on_sale;
mod pace;
mod refusal;
mod reminder;
mod stop;
mod texts;
mod words;

pub use alert::{alerts_choices, alerts_now, alerts_usage};
pub use ask::{Question, alerts as ask_alerts, ask, edit, intervals, prompt};
pub use card::{Firing, Listed, View, begun, card, later_too_far, moved_already};
pub use confirm::{AWAITED, Glimpse, cancelled, confirm, too_many};
pub use failure::{
    events_off, flood, not_changed, not_moved, not_run, not_started, not_stopped, scheduler_refused,
    unreadable,
};
pub use help::{
    help, no_rights, not_a_command, not_yours, outdated, paired, start, stranger, unknown_command, wrong_code,
};
pub use language::{language_choices, language_set};
pub use list::{list, nothing_tracked, unknown_name, which};
pub use menu::{about, commands, description};
pub use news::{
    alert, chart, chart_nothing, drawing, ended, failing, nearly_full, no_sheet, overdue, read_now, reading,
    recovered, sheet, silent, started,
};
pub use on_sale::{
    PICK, end_asking, events_asking, events_of_which, events_unlisted, on_sale, picked, shops_end,
    understanding,
};
pub use pace::{adding_up, pace};
pub use reminder::{moved, reminder};
pub use stop::{already_stopped, stopped, undo_late, undone};

/// Longest text of a button.
const LONGEST_BUTTON: usize = 40;

/// A message: Telegram HTML and rows of buttons.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reply {
    /// The text, escaped, in Telegram's HTML.
    pub html: String,
    /// Rows of buttons below it.
    pub buttons: Vec<Vec<Button>>,
    /// Whether the person's app opens an answer to it at once; a message with buttons cannot.
    pub asks: Option<Asks>,
}

/// Telegram's `ForceReply`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asks {
    /// What the empty field shows, at most 64 characters.
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
            ..Self::default()
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
            .replace("&#123;", "{")
            .replace("&amp;", "&");
        plain.chars().take(LONGEST).collect()
    }

    fn with_row(mut self, buttons: Vec<Button>) -> Self {
        self.buttons.push(buttons);
        self
    }

    fn with_line(mut self, html: &str) -> Self {
        self.html.push('\n');
        self.html.push_str(html);
        self
    }
}

impl Button {
    fn new(text: impl AsRef<str>, data: impl Into<String>) -> Self {
        Self {
            text: shortened(text.as_ref(), LONGEST_BUTTON),
            data: data.into(),
        }
    }
}

/// Text as Telegram's HTML takes it.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>']) {
        let (plain, special) = rest.split_at(at);
        escaped.push_str(plain);
        escaped.push_str(match special.as_bytes()[0] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            _ => "&gt;",
        });
        rest = &special[1..];
    }
    escaped.push_str(rest);
    escaped
}

/// Text that is no longer than so many characters.
fn shortened(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    let kept: String = text.chars().take(longest.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// Sentences one after the other.
fn joined(sentences: &[&str]) -> Reply {
    Reply::text(sentences.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;

    #[test]
    fn a_notice_has_no_markup_and_at_most_200_characters() {
        let notice = stranger(Language::English, 5, Some(5)).notice();
        assert!(
            notice.starts_with("Sorry, this bot is private.") && !notice.contains('<'),
            "{notice}"
        );
        assert_eq!(
            Reply::text("a <b>b</b> &lt;c&gt; &amp;amp;").notice(),
            "a b <c> &amp;"
        );
        assert_eq!(Reply::text("안".repeat(300)).notice().chars().count(), 200);
    }
}
