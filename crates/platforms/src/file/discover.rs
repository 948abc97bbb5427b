//! A file's `[discover]`, checked.

use chrono::format::{Item, StrftimeItems};
use chrono_tz::Tz;
use toml::Spanned;
use url::Url;

use super::Reading;
use super::raw::{RawDiscover, Sources, Text};
use super::sources::{self, Base};
use super::ways;
use crate::discover::Discover;
use crate::error::Complaint;
use crate::fields::FieldName;
use crate::source::Source;

const FORMAT: &str = "%Y-%m-%d %H:%M:%S";

/// Where a platform lists its events.
pub(super) fn read(
    raw: Spanned<RawDiscover>,
    zone: Option<Tz>,
    reading: &Reading,
) -> Result<Discover, Complaint> {
    let span = raw.span();
    let raw = raw.into_inner();
    let list = ways::list(&raw.list, raw.script.as_ref(), reading)?;
    let base = ways::base(&list);
    let text = |raw: Option<Sources>| optional(raw, base, reading);
    Ok(Discover {
        url: address(&raw.url)?,
        by: ways::by(raw.fetch, raw.wait_for.as_ref(), reading)?,
        event: sources::sources(raw.event, FieldName::Title, base, reading)?,
        title: sources::sources(raw.title, FieldName::Title, base, reading)?,
        kind: text(raw.kind)?,
        start: text(raw.start)?,
        end: text(raw.end)?,
        format: format(raw.format)?,
        zone: match raw.zone {
            Some(text) => text
                .as_ref()
                .parse()
                .map_err(|_| Complaint::at(text.span(), format!("unknown zone `{}`", text.as_ref())))?,
            None => zone.ok_or_else(|| Complaint::at(span, "discover needs a zone"))?,
        },
        only: lower(raw.only),
        never: lower(raw.never),
        list,
    })
}

fn optional(raw: Option<Sources>, base: Base, reading: &Reading) -> Result<Vec<Source>, Complaint> {
    match raw {
        Some(raw) => sources::sources(raw, FieldName::Title, base, reading),
        None => Ok(Vec::new()),
    }
}

/// How the shop writes its times.
fn format(raw: Option<Text>) -> Result<String, Complaint> {
    let Some(raw) = raw else {
        return Ok(FORMAT.to_owned());
    };
    if StrftimeItems::new(raw.as_ref()).any(|item| item == Item::Error) {
        let reason = format!("`{}` is no format of a time, see chrono's strftime", raw.as_ref());
        return Err(Complaint::at(raw.span(), reason));
    }
    Ok(raw.into_inner())
}

fn address(raw: &Text) -> Result<Url, Complaint> {
    let url = Url::parse(raw.as_ref())
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"));
    url.filter(|_| !raw.as_ref().contains(['{', '}']))
        .ok_or_else(|| Complaint::at(raw.span(), "url has to be a web address without placeholders"))
}

fn lower(words: Vec<String>) -> Vec<String> {
    words.into_iter().map(|word| word.to_lowercase()).collect()
}
