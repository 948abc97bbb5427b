//! What a person types, as a command. Pure text in, a value or a reason out.

mod draft;
mod prompt;
mod track;
mod words;

pub use draft::{Draft, Part};
pub use prompt::{Field, Prompt};
pub use track::{TrackError, TrackRequest, TrackWords};

/// A command with what stands behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// `/start`
    Start,
    /// `/help`
    Help,
    /// `/list`
    List,
    /// `/track ...`
    Track(String),
    /// `/stop`, `/stop NAME` or `/stop all`
    Stop(String),
    /// `/now` or `/now NAME`
    Now(String),
    /// `/chart` or `/chart NAME`
    Chart(String),
    /// `/pace` or `/pace NAME`
    Pace(String),
    /// `/sheet` or `/sheet NAME`
    Sheet(String),
    /// `/alert [NAME] ALERTS`
    Alert(String),
    /// `/lang` or `/lang CODE`
    Lang(String),
    /// A command that the bot does not have.
    Unknown(String),
}

/// A message's text, cut into command and addressee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressed {
    /// The command.
    pub command: Command,
    /// The bot named behind an `@`, without it.
    pub bot: Option<String>,
}

/// Reads a message; nothing when it is no command.
pub fn parse(text: &str) -> Option<Addressed> {
    let text = text.trim();
    let rest = text.strip_prefix('/')?;
    let (word, arguments) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let (name, bot) = match word.split_once('@') {
        Some((name, bot)) => (name, Some(bot.to_owned())),
        None => (word, None),
    };
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return None;
    }
    let arguments = arguments.trim().to_owned();
    let command = match name.to_ascii_lowercase().as_str() {
        "start" => Command::Start,
        "help" => Command::Help,
        "list" => Command::List,
        "track" => Command::Track(arguments),
        "stop" => Command::Stop(arguments),
        "now" => Command::Now(arguments),
        "chart" => Command::Chart(arguments),
        "pace" | "sales" => Command::Pace(arguments),
        "sheet" => Command::Sheet(arguments),
        "alert" | "alerts" => Command::Alert(arguments),
        "lang" | "language" => Command::Lang(arguments),
        other => Command::Unknown(other.to_owned()),
    };
    Some(Addressed { command, bot })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_read_in_any_case_with_and_without_the_bots_name() {
        for (text, command, bot) in [
            ("/start", Command::Start, None),
            (" /LIST ", Command::List, None),
            ("/stop ABC", Command::Stop("ABC".to_owned()), None),
            (
                "/track@SignBot demo ABC until 14:00",
                Command::Track("demo ABC until 14:00".to_owned()),
                Some("SignBot"),
            ),
            ("/track\ndemo ABC", Command::Track("demo ABC".to_owned()), None),
            ("/dance", Command::Unknown("dance".to_owned()), None),
        ] {
            assert_eq!(
                parse(text),
                Some(Addressed {
                    command,
                    bot: bot.map(str::to_owned)
                }),
                "{text}"
            );
        }
    }

    #[test]
    fn other_texts_are_no_commands() {
        for text in ["", "hello", "/", "/ track", "//", "/@bot", "/日本", "track demo"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
