//! `/start`, `/help`, and what a message or a press gets that leads nowhere.

use super::texts::Fill;
use super::{Reply, escape};
use crate::Language;

/// The first word to a new person.
pub fn start(language: Language) -> Reply {
    Reply::text(language.texts().start)
}

/// A wrong pairing code was sent.
pub fn wrong_code(language: Language) -> Reply {
    Reply::text(language.texts().wrong_code.to_owned())
}

/// To the chat that has become the owner of a bot on somebody's own machine.
pub fn paired(language: Language) -> Reply {
    let texts = language.texts();
    Reply::text(format!("{}\n\n{}", texts.paired, texts.start))
}

/// All commands, each with an example.
pub fn help(language: Language, platforms: &[String]) -> Reply {
    let platforms: Vec<String> = platforms.iter().map(|name| escape(name)).collect();
    let help = Fill::new(language.texts().help).html("platforms", &platforms.join(", "));
    Reply::text(help.done())
}

/// A command that does not exist.
pub fn unknown_command(language: Language, name: &str) -> Reply {
    Reply::text(
        Fill::new(language.texts().unknown_command)
            .put("name", name)
            .done(),
    )
}

/// A text that is no command, in a private chat.
pub fn not_a_command(language: Language) -> Reply {
    Reply::text(language.texts().not_a_command)
}

/// The one line for who is on no allow-list. In a private chat the chat's id is the person's.
pub fn stranger(language: Language, chat: i64, user: Option<i64>) -> Reply {
    let texts = language.texts();
    let (template, user) = match user {
        Some(user) if chat < 0 => (texts.stranger_group, user),
        _ => (texts.stranger_private, chat),
    };
    let user = user.to_string();
    let text = Fill::new(template)
        .put("chat", &chat.to_string())
        .put("user", &user);
    Reply::text(text.done())
}

/// The message of a button no longer says what it stood for.
pub fn outdated(language: Language) -> Reply {
    Reply::text(language.texts().outdated)
}

/// The question was put to somebody else.
pub fn not_yours(language: Language) -> Reply {
    Reply::text(language.texts().not_yours)
}

/// The tracking is somebody else's, in a group.
pub fn no_rights(language: Language) -> Reply {
    Reply::text(language.texts().no_rights)
}
