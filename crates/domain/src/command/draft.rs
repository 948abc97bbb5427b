//! A `/track` of which parts may still be missing. The bot keeps nothing: between two steps of the conversation the draft
//! stands in its own message, as the command that says the same.

use chrono::LocalResult;
use chrono_tz::Tz;

use super::TrackRequest;
use crate::zone::Zone;
use crate::{Alerts, Deadline, EventName, Interval, PlatformName, Wishes};

/// What is known so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Where the event is found.
    pub platform: Option<PlatformName>,
    /// What is watched.
    pub event: Option<EventName>,
    /// Until when.
    pub deadline: Option<Deadline>,
    /// How often.
    pub interval: Interval,
    /// What the chat wants to hear at once.
    pub alerts: Alerts,
    /// What it wants to hear of the event.
    pub wishes: Wishes,
}

/// A part that has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The platform.
    Platform,
    /// The event.
    Event,
    /// The deadline.
    Deadline,
}

impl Draft {
    /// The first part that is missing, in the order in which they are asked for.
    pub fn missing(&self) -> Option<Part> {
        if self.platform.is_none() {
            Some(Part::Platform)
        } else if self.event.is_none() {
            Some(Part::Event)
        } else if self.deadline.is_none() {
            Some(Part::Deadline)
        } else {
            None
        }
    }

    /// The whole request, once nothing is missing.
    pub fn request(&self) -> Option<TrackRequest> {
        Some(TrackRequest {
            platform: self.platform.clone()?,
            event: self.event.clone()?,
            deadline: self.deadline?,
            interval: self.interval.clone(),
            alerts: self.alerts.clone(),
            wishes: self.wishes.clone(),
        })
    }

    /// The command that says the same, however and whenever it is read.
    pub fn canonical(&self) -> String {
        let platform = self.platform.as_ref().map(ToString::to_string);
        let event = self.event.as_ref().map(ToString::to_string);
        let deadline = self
            .deadline
            .as_ref()
            .map(|deadline| format!("until {}", written(deadline)));
        let interval = match &self.interval {
            Interval::Cron(cron) => format!("every \"{cron}\""),
            other => format!("every {other}"),
        };
        let alerts = (!self.alerts.is_none()).then(|| format!("alert {}", self.alerts));
        let parts = [
            Some("/track".to_owned()),
            platform,
            event,
            deadline,
            Some(interval),
            alerts,
            wish("slots", self.wishes.slots_text()),
            wish("orders", self.wishes.orders_text()),
            wish("remind", self.wishes.reminders_text()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

impl From<TrackRequest> for Draft {
    fn from(request: TrackRequest) -> Self {
        Self {
            platform: Some(request.platform),
            event: Some(request.event),
            deadline: Some(request.deadline),
            interval: request.interval,
            alerts: request.alerts,
            wishes: request.wishes,
        }
    }
}

fn wish(keyword: &str, value: Option<String>) -> Option<String> {
    value.map(|value| format!("{keyword} {value}"))
}

/// The deadline in the zone that it was typed in, with a year and an unmistakable zone.
fn written(deadline: &Deadline) -> String {
    let at = deadline.at();
    let zone = match deadline.typed_in().instants(deadline.typed_in().wall_clock(at)) {
        LocalResult::Single(_) => deadline.typed_in(),
        // A time that clocks show twice is unmistakable in UTC only.
        LocalResult::Ambiguous(..) | LocalResult::None => Zone::Named(Tz::UTC),
    };
    let label = zone.label(at);
    let known = Zone::parse(&label).is_some_and(|parsed| parsed.offset(at) == zone.offset(at));
    let name = if known { label } else { zone.to_string() };
    format!("{} {name}", zone.wall_clock(at).format("%Y-%m-%d %H:%M"))
}
