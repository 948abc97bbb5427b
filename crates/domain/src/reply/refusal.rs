//! Why a part of a `/track` was not followed.

use super::texts::Fill;
use super::{escape, shortened, words};
use crate::command::TrackError;
use crate::deadline::DeadlineError;
use crate::names::EventNameError;
use crate::{IntervalError, LONGEST_DAYS, Language, WishError};

/// The longest of a person's own words that is repeated.
const LONGEST: usize = 60;

/// The reason, as Telegram HTML.
pub(super) fn reason(language: Language, error: &TrackError) -> String {
    let texts = language.texts();
    match error {
        TrackError::LinkOfAnother { typed, of } => Fill::new(texts.wrong_link)
            .put("of", of.as_str())
            .put("typed", typed.as_str()),
        TrackError::UnknownPlatform { typed } => Fill::new(texts.wrong_platform).put("typed", &short(typed)),
        TrackError::NoPage { platform, event } => Fill::new(texts.wrong_no_page)
            .put("event", &short(event.as_str()))
            .put("platform", platform.as_str()),
        TrackError::Event(error) => event(language, error),
        TrackError::Deadline(error) => deadline(language, error),
        TrackError::Interval(error) => interval(language, error),
        TrackError::Alerts(error) => Fill::new(texts.wrong_alerts).put("text", &short(&error.0)),
        TrackError::Wish(error) => wish(language, error),
    }
    .done()
}

fn event(language: Language, error: &EventNameError) -> Fill {
    let texts = language.texts();
    match error {
        EventNameError::Empty => Fill::new(texts.wrong_event_empty),
        EventNameError::TooLong { length, limit } => Fill::new(texts.wrong_event_long)
            .put("length", &length.to_string())
            .put("limit", &limit.to_string()),
        EventNameError::Character(c) => {
            Fill::new(texts.wrong_event_character).html("character", &visible(*c))
        }
        EventNameError::LinkForName => Fill::new(texts.wrong_event_link),
        EventNameError::NameForLink => Fill::new(texts.wrong_event_name),
    }
}

fn deadline(language: Language, error: &DeadlineError) -> Fill {
    let texts = language.texts();
    let of = |template, text: &str| Fill::new(template).put("text", &short(text));
    match error {
        DeadlineError::Empty => of(texts.wrong_deadline, ""),
        DeadlineError::Unreadable(text) => of(texts.wrong_deadline, text),
        DeadlineError::NoTime(text) => of(texts.wrong_no_time, text),
        DeadlineError::NoSuchDay(text) => of(texts.wrong_no_day, text),
        DeadlineError::OtherWeekday(date) => Fill::new(texts.wrong_weekday).put("date", &date.to_string()),
        DeadlineError::Skipped { text, zone } => of(texts.wrong_skipped, text).put("zone", zone),
        DeadlineError::Past(deadline) => {
            let at = words::clock(language, deadline.at(), deadline.typed_in());
            Fill::new(texts.wrong_past).put("at", &at)
        }
        DeadlineError::TooFar { at } => Fill::new(texts.wrong_far)
            .put("at", &short(at))
            .put("days", &LONGEST_DAYS.to_string()),
    }
}

fn interval(language: Language, error: &IntervalError) -> Fill {
    let texts = language.texts();
    match error {
        IntervalError::Unreadable(text) => Fill::new(texts.wrong_interval).put("text", &short(text)),
        IntervalError::Seconds(seconds) => {
            Fill::new(texts.wrong_seconds).put("seconds", &seconds.to_string())
        }
        IntervalError::OutOfRange => Fill::new(texts.wrong_range),
        IntervalError::Cron { text, reason } => Fill::new(texts.wrong_cron)
            .put("text", &short(text))
            .put("reason", reason),
    }
}

fn wish(language: Language, error: &WishError) -> Fill {
    let texts = language.texts();
    let (template, text) = match error {
        WishError::Slots(text) => (texts.wrong_slots, text),
        WishError::Orders(text) => (texts.wrong_orders, text),
        WishError::Reminders(text) => (texts.wrong_reminders, text),
    };
    Fill::new(template).put("text", &short(text))
}

fn short(text: &str) -> String {
    shortened(text, LONGEST)
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
    use chrono_tz::Tz;

    use super::*;
    use crate::command::TrackWords;
    use crate::{EventForm, PlatformName};

    fn reasons(arguments: &str) -> Vec<String> {
        let now = "2026-02-26T02:48:20Z".parse().unwrap();
        let platforms = [(PlatformName::parse("demo").unwrap(), EventForm::Name)];
        let (_, error) = TrackWords::read(arguments).draft(now, Tz::Asia__Hong_Kong, &platforms);
        let error = error.unwrap_or_else(|| panic!("{arguments} is wrong"));
        Language::ALL.map(|language| reason(language, &error)).into()
    }

    #[test]
    fn what_was_typed_wrong_is_named_in_each_language() {
        for (arguments, named) in [
            ("nope A until 14:00", "nope"),
            ("demo <b> until 14:00", "&lt;"),
            ("demo a\u{202E}b until 14:00", "U+202E"),
            ("demo A until soon", "soon"),
            ("demo A until 25 Feb 14:00", "14:00 HKT"),
            ("demo A until in 63d", "62"),
            ("demo A until 14:00 every 7s", "7"),
            ("demo A until 14:00 alert <x>", "&lt;x&gt;"),
            ("demo A until 14:00 slots <x>", "&lt;x&gt;"),
            ("demo A until 14:00 orders 0", "0"),
            ("demo A until 14:00 remind soon", "soon"),
        ] {
            for reason in reasons(arguments) {
                assert!(reason.contains(named), "{reason}");
            }
        }
    }

    #[test]
    fn a_persons_words_are_cut() {
        for reason in reasons(&format!("demo A until <i>{}", "x".repeat(500))) {
            assert!(
                reason.contains("&lt;i&gt;xxx") && reason.chars().count() < 150,
                "{reason}"
            );
        }
    }
}
