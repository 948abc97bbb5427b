//! A pressed button: which one it is.

use domain::Command;
use domain::{command, reply, scheduler_job};
use telegram::Press;

use super::{HandleError, press_cancel, press_start, press_stop};
use crate::bot::Bot;

/// What a button stands for.
#[derive(Debug, PartialEq, Eq)]
enum Choice {
    /// Start the tracking that the message describes, asked for in the person's message of that id.
    Start { arguments: String, asked_in: i32 },
    /// Forget it.
    Cancel,
    /// Stop the tracking of a Scheduler job.
    Stop { job: String },
}

/// Handles a press. It is answered in every case, beside the work so that the button does not wait.
pub(super) async fn handle(bot: &Bot, press: &Press) -> Result<(), HandleError> {
    if !bot.allows(press.chat) {
        tracing::info!("a chat that is not in ALLOWED_CHAT_IDS");
        return Ok(bot.notify(press, &reply::stranger(press.chat)).await?);
    }
    let Some(choice) = Choice::read(press) else {
        return Ok(bot.notify(press, &reply::outdated()).await?);
    };
    let ((), done) = tokio::join!(bot.acknowledge(press), choose(bot, press, choice));
    done
}

async fn choose(bot: &Bot, press: &Press, choice: Choice) -> Result<(), HandleError> {
    match choice {
        Choice::Start { arguments, asked_in } => press_start::handle(bot, press, &arguments, asked_in).await,
        Choice::Cancel => press_cancel::handle(bot, press).await,
        Choice::Stop { job } => press_stop::handle(bot, press, &job).await,
    }
}

impl Choice {
    /// Reads a button's data. Start and Cancel need the question still to stand in the message: once it is answered,
    /// by a first press for example, they stand for nothing.
    fn read(press: &Press) -> Option<Self> {
        if let Some(job) = press.data.strip_prefix("stop:") {
            return is_job_id(job).then(|| Self::Stop { job: job.to_owned() });
        }
        let arguments = asked_for(&press.codes)?;
        if press.data == "cancel" {
            return Some(Self::Cancel);
        }
        let asked_in = press.data.strip_prefix("start:")?.parse().ok()?;
        Some(Self::Start { arguments, asked_in })
    }
}

/// What stands behind the `/track` in the message.
fn asked_for(codes: &[String]) -> Option<String> {
    codes.iter().find_map(|code| match command::parse(code)?.command {
        Command::Track(arguments) => Some(arguments),
        _ => None,
    })
}

/// The data of a press may be forged, and an id becomes part of a URL.
fn is_job_id(text: &str) -> bool {
    text.starts_with(scheduler_job::PREFIX)
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use telegram::{ChatKind, Person};

    use super::*;

    fn press(data: &str, code: &str) -> Press {
        Press {
            id: "q".to_owned(),
            from: Person {
                id: 5,
                first_name: "A".to_owned(),
                language_code: None,
            },
            chat: 1,
            chat_kind: ChatKind::Private,
            message_id: 8,
            message_at: 1_772_000_000,
            asked_by: None,
            data: data.to_owned(),
            text: code.to_owned(),
            codes: vec![code.to_owned()],
            mentions: Vec::new(),
        }
    }

    #[test]
    fn a_button_is_read_with_the_question_it_belongs_to() {
        let track = "/track demo ABC until 14:00";
        let start = Choice::Start {
            arguments: "demo ABC until 14:00".to_owned(),
            asked_in: 7,
        };
        let stop = Choice::Stop {
            job: "track-demo-1".to_owned(),
        };
        for (data, code, choice) in [
            ("start:7", track, Some(start)),
            ("cancel", track, Some(Choice::Cancel)),
            ("stop:track-demo-1", "", Some(stop)),
            ("start:7", "", None),
            ("start:7", "/list", None),
            ("start:", track, None),
            ("start:x", track, None),
            ("cancel", "", None),
            ("stop:", "", None),
            ("stop:backup", "", None),
            ("stop:track-../../x", "", None),
            ("stop:track-a:run", "", None),
            ("dance", track, None),
        ] {
            assert_eq!(Choice::read(&press(data, code)), choice, "{data} {code}");
        }
    }
}
