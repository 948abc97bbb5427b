//! What a platform has on sale.

use chrono::{DateTime, LocalResult, NaiveDate, NaiveDateTime, TimeZone};
use chrono_tz::Tz;
use domain::EventName;
use platforms::{Discover, Method, Platform, Source, WayRequest};

use crate::account::Steps;
use crate::answer::Answer;
use crate::error::{FieldError, ReadError};
use crate::read::fields;
use crate::read::items::for_each;
use crate::read::place::Scope;
use crate::reader::{Reader, troubled};

/// An event that a platform has on sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnSale {
    /// The event as people type it.
    pub event: EventName,
    /// The shop's title.
    pub title: String,
    /// The shop's word for the kind of event.
    pub kind: Option<String>,
    /// When the sale begins, in the shop's zone.
    pub start: Option<DateTime<Tz>>,
    /// When the sale ends, in the shop's zone.
    pub end: Option<DateTime<Tz>>,
}

impl Reader {
    /// The platform's events of the kinds that its file names, in the shop's own order.
    pub async fn discover(&self, platform: &Platform) -> Result<Vec<OnSale>, ReadError> {
        let discover = platform.discover().ok_or(ReadError::ListsNothing)?;
        let request = WayRequest {
            method: Method::Get,
            url: discover.url.clone(),
            headers: Vec::new(),
            body: None,
        };
        let page = self
            .asker
            .ask(&discover.by, request, None, &mut Steps::default())
            .await?;
        let answer = Answer::new(platform, &page.text, Some(&page.final_url));
        list(platform, discover, &answer).map_err(|error| troubled(&answer, error))
    }
}

/// The entries that are wanted.
pub(crate) fn list(
    platform: &Platform,
    discover: &Discover,
    answer: &Answer<'_>,
) -> Result<Vec<OnSale>, FieldError> {
    let mut events = Vec::new();
    for_each(answer, &discover.list, |scope| {
        let title = fields::text(&discover.title, scope)?.unwrap_or_default();
        let kind = optional(&discover.kind, scope);
        if discover.wants(&title, kind.as_deref().unwrap_or_default()) {
            events.push(OnSale {
                event: event(platform, discover, scope)?,
                title,
                kind,
                start: time(discover, &discover.start, scope)?,
                end: time(discover, &discover.end, scope)?,
            });
        }
        Ok(())
    })?;
    Ok(events)
}

fn event(platform: &Platform, discover: &Discover, scope: Scope<'_>) -> Result<EventName, FieldError> {
    let text = fields::text(&discover.event, scope)?.unwrap_or_default();
    let event = EventName::parse(&text, platform.event_form()).ok();
    event
        .filter(|event| platform.products(event).is_ok())
        .ok_or_else(|| not_understood(&discover.event, "event", &text))
}

fn optional(sources: &[Source], scope: Scope<'_>) -> Option<String> {
    fields::text(sources, scope).ok().flatten()
}

/// A time that is there has to be one; a shop's clock that shows an hour twice means the first.
fn time(
    discover: &Discover,
    sources: &[Source],
    scope: Scope<'_>,
) -> Result<Option<DateTime<Tz>>, FieldError> {
    let Some(text) = optional(sources, scope) else {
        return Ok(None);
    };
    let time = parse(&text, &discover.format, discover.zone);
    time.map(Some)
        .ok_or_else(|| not_understood(sources, "time", &text))
}

fn parse(text: &str, format: &str, zone: Tz) -> Option<DateTime<Tz>> {
    if let Ok(at) = DateTime::parse_from_str(text, format) {
        return Some(at.with_timezone(&zone));
    }
    let day = || NaiveDate::parse_from_str(text, format).ok()?.and_hms_opt(0, 0, 0);
    let local = NaiveDateTime::parse_from_str(text, format).ok().or_else(day)?;
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at),
        LocalResult::None => None,
    }
}

fn not_understood(sources: &[Source], kind: &'static str, text: &str) -> FieldError {
    FieldError::NotUnderstood {
        place: sources.first().map(ToString::to_string).unwrap_or_default(),
        kind,
        text: fields::quote(text),
    }
}
