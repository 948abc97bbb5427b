//! The conversation around `/track`.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{Button, Reply, escape};
use crate::command::{TrackError, TrackRequest};
use crate::deadline::DeadlineError;
use crate::names::EventNameError;
use crate::zone::Zone;
use crate::{Deadline, IntervalError, Tracking};

/// A command that is right, shown under every refusal.
const EXAMPLE: &str = "/track demo ABC until tomorrow 14:00";
/// The same for pages by their link.
const LINK_EXAMPLE: &str = "/track web https://shop.example/album until tomorrow 14:00";

/// What was understood, with Start and Cancel. The command in it is what Start reads: the bot itself keeps nothing.
pub fn confirm(request: &TrackRequest, message_id: i32, now: DateTime<Utc>, zone: Tz) -> Reply {
    let html = format!(
        "<b>{} {}</b>\nuntil <b>{}</b>, in {}\na reading {}\n\n<code>{}</code>",
        escape(request.platform.as_str()),
        escape(request.event.as_str()),
        escape(&request.deadline.echo(Zone::Named(zone))),
        request.deadline.left(now),
        request.interval.words(),
        escape(&request.canonical()),
    );
    let start = Button::new("▶️ Start", format!("start:{message_id}"));
    Reply::text(html).with_row(vec![start, Button::new("Cancel", "cancel")])
}

/// The tracking exists and its first execution was started; `first_reading` is false when only the latter failed.
pub fn started(tracking: &Tracking, deadline: &Deadline, now: DateTime<Utc>, first_reading: bool) -> Reply {
    let next = if first_reading {
        "The first reading is on its way to the sheet."
    } else {
        "The first reading comes with the next firing."
    };
    Reply::text(format!(
        "✅ <b>{}</b> is tracked until <b>{}</b> (in {}), {}.\n{next} /list shows it, /stop ends it.",
        escape(&tracking.title()),
        escape(&deadline.echo(Zone::Named(tracking.zone))),
        deadline.left(now),
        tracking.interval.words(),
    ))
}

/// Cancel was pressed.
pub fn cancelled() -> Reply {
    Reply::text("Cancelled, nothing was started.")
}

/// The message of a button no longer says what it stood for.
pub fn outdated() -> Reply {
    Reply::text(format!(
        "This question is too old, nothing was changed. Begin again: <code>{EXAMPLE}</code>"
    ))
}

/// Why a `/track` was not followed, and how it would be right.
pub fn refused(error: &TrackError) -> Reply {
    let (reason, example) = explain(error);
    Reply::text(format!(
        "{reason} Nothing was started.\nFor example: <code>{}</code>",
        escape(example)
    ))
}

/// The event, taken by itself, is one, but leads to no page.
pub fn no_page(request: &TrackRequest) -> Reply {
    Reply::text(format!(
        "“{}” leads to no page of the platform <b>{}</b>. Nothing was started.\nFor example: <code>{}</code>",
        quoted(request.event.as_str()),
        escape(request.platform.as_str()),
        escape(LINK_EXAMPLE)
    ))
}

fn explain(error: &TrackError) -> (String, &'static str) {
    match error {
        TrackError::Nothing => ("Tell me what to track and until when.".to_owned(), EXAMPLE),
        TrackError::NoUntil => (
            "I miss the word <b>until</b> with the deadline behind it.".to_owned(),
            EXAMPLE,
        ),
        TrackError::NoEvent => (
            "I miss the platform or the event before <b>until</b>.".to_owned(),
            EXAMPLE,
        ),
        TrackError::LinkOfAnother { typed, of } => (
            format!(
                "That link is of the platform <b>{}</b>, not of <b>{}</b>: leave the platform out, or name the right one.",
                escape(of.as_str()),
                escape(typed.as_str())
            ),
            LINK_EXAMPLE,
        ),
        TrackError::UnknownPlatform { typed, known } => (
            format!(
                "I do not know the platform “{}”. I know: {}.",
                quoted(typed),
                escape(&known.join(", "))
            ),
            EXAMPLE,
        ),
        TrackError::Event(error) => explain_event(error),
        TrackError::Deadline(error) => explain_deadline(error),
        TrackError::Interval(error) => explain_interval(error),
    }
}

fn explain_event(error: &EventNameError) -> (String, &'static str) {
    match error {
        EventNameError::Empty => ("I miss the event's name.".to_owned(), EXAMPLE),
        EventNameError::TooLong { length, limit } => (
            format!("The event's name has {length} characters, I can take {limit}."),
            EXAMPLE,
        ),
        EventNameError::Character(c) => (
            format!(
                "The event's name contains “{}”: I take letters, digits, spaces and simple punctuation.",
                visible(*c)
            ),
            EXAMPLE,
        ),
        EventNameError::LinkForName => (
            "That is a link where this platform wants a name; links go with the platform <b>web</b>."
                .to_owned(),
            LINK_EXAMPLE,
        ),
        EventNameError::NameForLink => (
            "This platform wants the page's whole link, beginning with http:// or https://.".to_owned(),
            LINK_EXAMPLE,
        ),
    }
}

fn explain_deadline(error: &DeadlineError) -> (String, &'static str) {
    let reason = match error {
        DeadlineError::Empty => "I miss the deadline behind <b>until</b>.".to_owned(),
        DeadlineError::Unreadable(text) => format!("I cannot read the deadline “{}”.", quoted(text)),
        DeadlineError::NoTime(text) => format!("“{}” has no time of day.", quoted(text)),
        DeadlineError::NoSuchDay(text) => format!("“{}” names a day that does not exist.", quoted(text)),
        DeadlineError::OtherWeekday { date, actual } => format!("{} is a {}.", escape(date), escape(actual)),
        DeadlineError::Skipped { text, zone } => {
            format!(
                "“{}” does not exist in {}: clocks skip it.",
                quoted(text),
                escape(zone)
            )
        }
        DeadlineError::Past(at) => format!("{} has passed.", escape(at)),
        DeadlineError::TooFar { at } => {
            format!(
                "{} is too distant: at most {} days ahead are possible.",
                quoted(at),
                crate::LONGEST_DAYS
            )
        }
    };
    (reason, EXAMPLE)
}

fn explain_interval(error: &IntervalError) -> (String, &'static str) {
    const EVERY: &str = "/track demo ABC until tomorrow 14:00 every 5m";
    let reason = match error {
        IntervalError::Unreadable(text) => format!("I cannot read the interval “{}”.", quoted(text)),
        IntervalError::Seconds(seconds) => {
            format!(
                "Every {seconds} s is not possible: below a minute I know 10s, 15s, 20s and 30s, above it whole minutes."
            )
        }
        IntervalError::OutOfRange => "An interval lasts from 10 seconds to 24 hours.".to_owned(),
        IntervalError::Cron { text, reason } => {
            format!(
                "I cannot use the cron expression “{}”: {}.",
                quoted(text),
                escape(reason)
            )
        }
    };
    (reason, EVERY)
}

/// A person's own words, short enough for a reply.
fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    let short: String = text.chars().take(LONGEST).collect();
    escape(&if short.len() < text.len() {
        format!("{short}…")
    } else {
        short
    })
}

/// A character as a person can see it.
fn visible(c: char) -> String {
    if c.is_control() || c.is_whitespace() || ('\u{200B}'..='\u{206F}').contains(&c) {
        format!("U+{:04X}", u32::from(c))
    } else {
        escape(&c.to_string())
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;
    use crate::command::TrackWords;
    use crate::{EventForm, PlatformName};

    const ZONE: Tz = Tz::Asia__Hong_Kong;

    fn now() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 2, 26, 2, 48, 20).unwrap()
    }

    fn understand(arguments: &str) -> Result<TrackRequest, TrackError> {
        let platforms = [(PlatformName::parse("demo").unwrap(), EventForm::Name)];
        TrackWords::read(arguments)?.understand(now(), ZONE, &platforms)
    }

    #[test]
    fn a_command_is_echoed_with_both_zones_time_left_and_the_command_that_start_reads() {
        let reply = confirm(
            &understand("demo &TEAM until 28 Feb 00:30 KST").unwrap(),
            7,
            now(),
            ZONE,
        );
        let html = "<b>demo &amp;TEAM</b>\nuntil <b>Fri 27 Feb 23:30 HKT (Sat 28 Feb 00:30 KST)</b>, in 1 d 12 h\n\
                    a reading every minute\n\n<code>/track demo &amp;TEAM until 2026-02-28 00:30 KST every 1m</code>";
        assert_eq!(reply.html, html);
        assert_eq!(reply.buttons[0][0].data, "start:7");
    }

    #[test]
    fn every_refusal_shows_an_example_and_says_that_nothing_was_started() {
        for arguments in [
            "",
            "demo ABC",
            "demo until 14:00",
            "nope A until 14:00",
            "https://x.example until 14:00",
            "demo https://x.example until 14:00",
            "demo <b> until 14:00",
            "demo A until soon",
            "demo A until 25 Feb 14:00",
            "demo A until in 63d",
            "demo A until 14:00 every 7s",
        ] {
            let html = refused(&understand(arguments).unwrap_err()).html;
            assert!(
                html.contains("Nothing was started.\nFor example: <code>/track "),
                "{html}"
            );
        }
    }

    #[test]
    fn a_persons_words_are_escaped_and_cut() {
        let html = refused(&understand(&format!("demo A until <i>{}", "x".repeat(500))).unwrap_err()).html;
        assert!(
            html.contains("&lt;i&gt;xxx") && html.chars().count() < 250,
            "{html}"
        );
        let html = refused(&understand("demo a\u{202E}b until 14:00").unwrap_err()).html;
        assert!(html.contains("U+202E"), "{html}");
    }
}
