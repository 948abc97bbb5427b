//! `/list`: what is tracked in this chat, as Cloud Scheduler tells it.

use chrono::{DateTime, Utc};

use super::{Reply, escape};
use crate::Tracking;
use crate::zone::{Zone, clock_words, span_words};

/// Telegram takes 4096 UTF-16 units a message; entities and a heading need room as well.
const LONGEST_PAGE: usize = 3_500;

/// A tracking with what Scheduler knows of its job.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// The tracking.
    pub tracking: Tracking,
    /// Its last firing.
    pub last: Option<Firing>,
    /// Its next firing; none while it is paused.
    pub next: Option<DateTime<Utc>>,
}

/// One firing of a Scheduler job. That it was accepted says nothing about a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Firing {
    /// When.
    pub at: DateTime<Utc>,
    /// Whether Cloud Run took it.
    pub accepted: bool,
}

/// One block per tracking, in as many messages as they need.
pub fn list(trackings: &[Listed], now: DateTime<Utc>) -> Vec<Reply> {
    if trackings.is_empty() {
        let html = "Nothing is tracked in this chat. Begin with <code>/track demo ABC until in 4m</code>.";
        return vec![Reply::text(html)];
    }
    let mut pages: Vec<String> = Vec::new();
    for block in trackings.iter().map(|listed| block(listed, now)) {
        match pages.last_mut() {
            Some(page) if page.encode_utf16().count() + block.encode_utf16().count() < LONGEST_PAGE => {
                page.push_str("\n\n");
                page.push_str(&block);
            }
            _ => pages.push(block),
        }
    }
    pages.into_iter().map(Reply::text).collect()
}

fn block(listed: &Listed, now: DateTime<Utc>) -> String {
    let tracking = &listed.tracking;
    let zone = Zone::Named(tracking.zone);
    format!(
        "<b>{}</b>, {}\nuntil {}, {}\n{}\n{}",
        escape(&tracking.title()),
        tracking.interval.words(),
        escape(&clock_words(tracking.deadline, zone)),
        left(tracking.deadline, now),
        last_words(listed.last, zone),
        next_words(listed.next, now, zone),
    )
}

fn left(deadline: DateTime<Utc>, now: DateTime<Utc>) -> String {
    if deadline > now {
        format!("{} left", span_words(deadline - now))
    } else {
        "it has passed".to_owned()
    }
}

fn last_words(last: Option<Firing>, zone: Zone) -> String {
    match last {
        None => "no firing yet".to_owned(),
        Some(Firing { at, accepted: true }) => format!("last firing {}, accepted", clock_words(at, zone)),
        Some(Firing { at, accepted: false }) => {
            format!(
                "⚠️ last firing {}, refused: tell the operator",
                clock_words(at, zone)
            )
        }
    }
}

fn next_words(next: Option<DateTime<Utc>>, now: DateTime<Utc>, zone: Zone) -> String {
    match next {
        Some(at) => format!(
            "next firing {}, in {}",
            clock_words(at, zone),
            span_words(at - now)
        ),
        None => "paused".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::{Duration, TimeZone};
    use chrono_tz::Tz;

    use super::*;
    use crate::{EventForm, EventName, Interval, PlatformName, Turns};

    fn now() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 2, 28, 2, 48, 20).unwrap()
    }

    fn listed(event: &str) -> Listed {
        let tracking = Tracking {
            id: "track-1".to_owned(),
            scheduler_job: Some("track-1".to_owned()),
            platform: PlatformName::parse("demo").unwrap(),
            event: EventName::parse(event, EventForm::Name).unwrap(),
            deadline: Utc.with_ymd_and_hms(2026, 2, 28, 6, 0, 0).unwrap(),
            zone: Tz::Asia__Hong_Kong,
            interval: Interval::Minutes(1),
            chat_id: Some(1),
            turns: Turns::EACH_MINUTE,
            language: crate::Language::English,
            alerts: crate::Alerts::default(),
            owner: None,
        };
        let last = Firing {
            at: now() - Duration::seconds(20),
            accepted: true,
        };
        Listed {
            tracking,
            last: Some(last),
            next: Some(now() + Duration::seconds(40)),
        }
    }

    #[test]
    fn a_tracking_is_told_with_its_firings_and_never_with_a_reading() {
        let text = "<b>demo ABC</b>, every minute\nuntil Sat 28 Feb 14:00 HKT, 3 h 11 min left\n\
                    last firing Sat 28 Feb 10:48 HKT, accepted\nnext firing Sat 28 Feb 10:49 HKT, in 40 s";
        assert_eq!(list(&[listed("ABC")], now()), [Reply::text(text)]);
    }

    #[test]
    fn a_refused_firing_and_a_paused_job_are_told() {
        let mut listed = listed("ABC");
        listed.last = Some(Firing {
            at: now(),
            accepted: false,
        });
        listed.next = None;
        let html = &list(&[listed], now())[0].html;
        assert!(
            html.contains("⚠️ last firing Sat 28 Feb 10:48 HKT, refused: tell the operator\npaused"),
            "{html}"
        );
    }

    #[test]
    fn many_trackings_fill_several_messages_none_too_long() {
        let many: Vec<_> = (0..60)
            .map(|n| listed(&format!("ABC {n} {}", "안".repeat(60))))
            .collect();
        let pages = list(&many, now());
        assert!(pages.len() > 1);
        assert!(pages.iter().all(|page| page.html.encode_utf16().count() < 4_096));
        assert_eq!(
            pages
                .iter()
                .map(|page| page.html.matches("<b>").count())
                .sum::<usize>(),
            60
        );
    }
}
