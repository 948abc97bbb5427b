//! `/start`, `/help`, and what a message gets that is neither a command nor allowed.

use super::{Reply, escape};

/// The first word to a new person.
pub fn start() -> Reply {
    Reply::text(
        "👋 I watch a shop's page for you, every minute until a deadline, and write price, stock and sales into a \
         Google Sheet.\n\nTry <code>/track demo ABC until in 4m</code>, or /help for everything I can do.",
    )
}

/// All commands, each with an example.
pub fn help(platforms: &[String]) -> Reply {
    let platforms = platforms
        .iter()
        .map(|name| escape(name))
        .collect::<Vec<_>>()
        .join(", ");
    Reply::text(format!(
        "<b>Track a page</b>\n<code>/track PLATFORM EVENT until DEADLINE</code>\n\
         for example <code>/track demo ABC until tomorrow 14:00</code>\n\
         or any page by its link: <code>/track web https://shop.example/album until 28 Feb 14:00 KST</code>\n\n\
         <b>Deadlines</b>: 14:00, tomorrow 14:00, 28 Feb 14:00, 2026-02-28 14:00, in 3h, in 2d; add KST, JST, HKT or \
         UTC when the shop prints its own time.\n\
         <b>How often</b>: every minute, or add <code>every 5m</code>, <code>every 1h</code>, <code>every 10s</code>, \
         <code>every auto</code> (closer near the deadline).\n\
         <b>Platforms</b>: {platforms}\n\n\
         /list shows what is tracked, /stop ends a tracking."
    ))
}

/// A command that does not exist.
pub fn unknown_command(name: &str) -> Reply {
    Reply::text(format!(
        "I do not know /{}. /help shows what I can do.",
        escape(name)
    ))
}

/// A text that is no command, in a private chat.
pub fn not_a_command() -> Reply {
    Reply::text(
        "I understand commands only, such as <code>/track demo ABC until in 4m</code>. /help shows all of them.",
    )
}

/// The one line that a chat gets which is not on the allow-list.
pub fn stranger(chat_id: i64) -> Reply {
    Reply::text(format!(
        "Sorry, this bot is private: its operator can allow this chat by its id <code>{chat_id}</code>."
    ))
}
