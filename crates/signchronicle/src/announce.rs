//! What the terminal says when the system has started, or has not.

use anyhow::anyhow;
use chrono::TimeDelta;
use local_cloud::{LocalCloud, StartError};

use crate::replay;

/// The last line is for programs: it comes when the page answers.
pub(crate) fn here(cloud: &LocalCloud) {
    let origin = cloud.origin();
    println!("SignChronicle is running. Open {origin} in a browser and type, for example:");
    println!("    /track demo ABC until in 4m");
    println!("    /track {origin}/demo/ktown4u/eventsub?eve_no=44469917 until in 10m");
    if let Some(ahead) = cloud.time_ahead() {
        println!(
            "Time here {}; a new folder (--data DIR) begins with the present.",
            words_of(ahead)
        );
    }
    if let Some((event, ends)) = cloud.replay() {
        println!("A recorded event is sold anew:");
        println!("    {}", replay::words(origin, event, ends));
    }
    println!("{origin}/demo has more shops to try; `signchronicle read URL` tries any page.");
    println!("Ctrl-C ends it; what it knows stays in the data folder.");
    println!("ready {origin}");
}

/// The same where people write elsewhere.
pub(crate) fn there(origin: &str) {
    println!("SignChronicle is running. Write to your bot at Telegram, for example:");
    println!("    /track demo ABC until in 4m");
    println!("What it does stands at {origin}, which opens on this machine only; so do the links to rows.");
    println!("Ctrl-C ends it; what it knows stays in the data folder.");
    println!("ready {origin}");
}

/// Why nothing was started, and what to do on the command line.
pub(crate) fn explain(error: StartError, port: u16) -> anyhow::Error {
    match error {
        StartError::PortTaken(_) => {
            anyhow!("Nothing was started: port {port} is taken. `cargo run -- --port 0` picks a free one.")
        }
        StartError::OtherChats {
            trackings,
            at_telegram,
        } => anyhow!("Nothing was started: {}", other_chats(trackings, at_telegram)),
        StartError::TimeAhead(ahead) => anyhow!(
            "Nothing was started: time in the data folder {}, and people at Telegram know the real one. Choose another folder, such \
             as `--data telegram`.",
            words_of(ahead)
        ),
        error => anyhow::Error::new(error).context("Nothing was started"),
    }
}

fn other_chats(trackings: usize, at_telegram: bool) -> String {
    let many = if trackings == 1 {
        "1 tracking".to_owned()
    } else {
        format!("{trackings} trackings")
    };
    if at_telegram {
        format!(
            "the data folder has {many} of people at Telegram, who would hear nothing more without TELEGRAM_BOT_TOKEN. Set it \
             as before, or choose another folder, such as `--data page`."
        )
    } else {
        format!(
            "the data folder has {many} of the page's chat, whose news would go to strangers at Telegram. Choose another \
             folder, such as `--data telegram`, or start without TELEGRAM_BOT_TOKEN and stop them first."
        )
    }
}

/// How far time is ahead of the clock, and why.
fn words_of(ahead: TimeDelta) -> String {
    let span = match (ahead.num_days(), ahead.num_hours(), ahead.num_minutes()) {
        (days @ 2.., _, _) => format!("{days} days"),
        (_, hours @ 2.., _) => format!("{hours} hours"),
        (_, _, minutes) => format!("{minutes} minutes"),
    };
    format!("is {span} ahead of this machine's clock, because it ran faster before")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_far_time_is_ahead_is_told_in_the_unit_that_fits() {
        for (ahead, words) in [
            (TimeDelta::seconds(95 * 60), "is 95 minutes ahead"),
            (TimeDelta::hours(47), "is 47 hours ahead"),
            (TimeDelta::hours(100), "is 4 days ahead"),
        ] {
            let said = words_of(ahead);
            assert!(said.starts_with(words), "{said}");
        }
    }
}
