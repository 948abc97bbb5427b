//! The requests of a file, checked.

use std::collections::BTreeMap;
use std::time::Duration;

use toml::Spanned;

use super::Reading;
use super::raw::{RawAgain, RawFetch, RawFields, RawItems, RawMethod, RawWay, Text};
use super::sources::{self, Base};
use crate::error::Complaint;
use crate::event::{CHANNEL, EventShape};
use crate::fields::FieldName;
use crate::items::{Items, List};
use crate::json_template::JsonTemplate;
use crate::pointer::Pointer;
use crate::template::{Part, Template};
use crate::url_template::{UrlTemplate, encoded};
use crate::way::{Address, Again, By, Method, Way};

/// Headers that the connection itself writes.
const NOT_OURS: &[&str] = &[
    "host",
    "content-length",
    "transfer-encoding",
    "connection",
    "upgrade",
    "te",
    "trailer",
    "keep-alive",
    "expect",
];
/// An answer is not waited for longer than this in all.
const LONGEST_WAIT: f64 = 30.0;

/// What the placeholders of a file may be.
pub(super) struct Known<'a> {
    pub(super) shape: &'a EventShape,
    pub(super) has_channels: bool,
}

impl Known<'_> {
    fn check<'a>(&self, what: &str, names: impl Iterator<Item = &'a str>) -> Result<(), String> {
        let known = self.shape.variables();
        for name in names {
            if name == CHANNEL && !self.has_channels {
                return Err(format!(
                    "{what} contains `{{channel}}`, but the file names no channels"
                ));
            }
            if name != CHANNEL && !known.contains(&name) {
                let known: Vec<String> = known.iter().map(|name| format!("{{{name}}}")).collect();
                let verb = if known.len() == 1 { "is" } else { "are" };
                return Err(format!(
                    "{what} contains `{{{name}}}`, only {} {verb} known",
                    known.join(", ")
                ));
            }
        }
        Ok(())
    }
}

/// One way.
pub(super) fn way(raw: RawWay, known: &Known<'_>, reading: &Reading) -> Result<Way, Complaint> {
    let by = by(raw.fetch, raw.wait_for.as_ref(), reading)?;
    let body = raw.json.as_ref().map(|json| body(json, known)).transpose()?;
    let headers = headers(raw.headers.unwrap_or_default(), known)?;
    let method = method(raw.method.as_ref(), body.is_some())?;
    if by != By::Http && (method == Method::Post || !headers.is_empty()) {
        return Err(Complaint::whole(
            "a browser takes an address alone: no method, headers or json",
        ));
    }
    let address = address(raw.url.as_ref(), raw.query.unwrap_or_default(), known)?;
    let way = Way {
        by,
        adds: raw.adds,
        again: raw.again.map(again).transpose()?,
        items: raw.items.map(|items| self::items(items, reading)).transpose()?,
        fields: sources::fields(raw.fields.unwrap_or_default(), Base::Answer, reading)?,
        address,
        method,
        headers,
        body,
    };
    names_an_event(&way, raw.url.as_ref(), known)?;
    Ok(way)
}

/// Who asks.
pub(super) fn by(
    fetch: Option<RawFetch>,
    wait_for: Option<&Text>,
    reading: &Reading,
) -> Result<By, Complaint> {
    let wait_for =
        wait_for.map(|text| sources::selector(text, reading).map(|selector| (text.span(), selector)));
    match (fetch.unwrap_or_default(), wait_for.transpose()?) {
        (RawFetch::Http, None) => Ok(By::Http),
        (RawFetch::Http, Some((span, _))) => Err(Complaint::at(span, "wait_for needs fetch = \"browser\"")),
        (RawFetch::Browser, wait_for) => Ok(By::Browser {
            wait_for: wait_for.map(|(_, selector)| selector),
        }),
    }
}

/// Where a list is.
pub(super) fn list(raw: &Text, script: Option<&Text>, reading: &Reading) -> Result<List, Complaint> {
    if !raw.as_ref().starts_with('/') {
        return match script {
            Some(script) => Err(Complaint::at(
                script.span(),
                "script needs a list that is a pointer",
            )),
            None => Ok(List::Elements(sources::selector(raw, reading)?)),
        };
    }
    let block = script
        .map(|script| sources::selector(script, reading))
        .transpose()?;
    let pointer = Pointer::parse(raw.as_ref()).map_err(|reason| Complaint::at(raw.span(), reason))?;
    Ok(List::Json { block, pointer })
}

/// What the places in a list are relative to.
pub(super) fn base(list: &List) -> Base {
    match list {
        List::Elements(_) => Base::Element,
        List::Json { .. } => Base::Json,
    }
}

fn items(raw: RawItems, reading: &Reading) -> Result<Items, Complaint> {
    let span = raw.list.span();
    let list = list(&raw.list, raw.script.as_ref(), reading)?;
    let base = base(&list);
    let figures = RawFields {
        price: raw.price,
        stock: raw.stock,
        sold: raw.sold,
        ..RawFields::default()
    };
    let fields = sources::fields(figures, base, reading)?;
    if fields.is_empty() {
        return Err(Complaint::at(span, "items need a sold, a stock or a price"));
    }
    Ok(Items {
        name: sources::sources(raw.name, FieldName::Title, base, reading)?,
        labels: sources::labels(raw.label, raw.otherwise, reading)?,
        list,
        fields,
    })
}

fn address(
    raw: Option<&Text>,
    query: BTreeMap<String, Text>,
    known: &Known<'_>,
) -> Result<Address, Complaint> {
    let Some(raw) = raw else {
        return if *known.shape == EventShape::Url && query.is_empty() {
            Ok(Address::Event)
        } else {
            Err(Complaint::whole(
                "url is missing: url = \"https://shop.example/{event}\", or event = \"url\"",
            ))
        };
    };
    if *known.shape == EventShape::Url {
        return Err(Complaint::at(
            raw.span(),
            "url has no place where event = \"url\"",
        ));
    }
    let template = with_query(raw.as_ref(), &query)
        .and_then(|text| UrlTemplate::parse(&text))
        .and_then(|template| known.check("url", template.variables()).map(|()| template));
    template
        .map(Address::Template)
        .map_err(|reason| Complaint::at(raw.span(), reason))
}

/// The address with the parameters of `query` behind its own.
fn with_query(url: &str, query: &BTreeMap<String, Text>) -> Result<String, String> {
    let mut whole = url.to_owned();
    for (name, value) in query {
        whole.push(if whole.contains('?') { '&' } else { '?' });
        whole.push_str(&encoded(name));
        whole.push('=');
        for part in Template::parse(value.as_ref())?.parts() {
            match part {
                Part::Text(text) => whole.push_str(&encoded(text)),
                Part::Variable(name) => whole.push_str(&format!("{{{name}}}")),
            }
        }
    }
    Ok(whole)
}

fn names_an_event(way: &Way, url: Option<&Text>, known: &Known<'_>) -> Result<(), Complaint> {
    let Address::Template(template) = &way.address else {
        return Ok(());
    };
    let events = known.shape.variables();
    let names = template.variables().any(|name| events.contains(&name));
    if names || way.body.as_ref().is_some_and(JsonTemplate::has_placeholder) {
        return Ok(());
    }
    let wanted: Vec<String> = events.iter().map(|name| format!("{{{name}}}")).collect();
    let reason = format!("url names no event: it has to contain {}", wanted.join(", "));
    Err(Complaint {
        span: url.map(Spanned::span),
        reason,
    })
}

fn method(raw: Option<&Spanned<RawMethod>>, has_body: bool) -> Result<Method, Complaint> {
    match (raw, has_body) {
        (Some(raw), true) if *raw.as_ref() == RawMethod::Get => {
            Err(Complaint::at(raw.span(), "json is sent by POST"))
        }
        (Some(raw), _) if *raw.as_ref() == RawMethod::Post => Ok(Method::Post),
        (_, true) => Ok(Method::Post),
        (_, false) => Ok(Method::Get),
    }
}

fn body(raw: &Text, known: &Known<'_>) -> Result<JsonTemplate, Complaint> {
    let numbers = *known.shape == EventShape::Number;
    JsonTemplate::parse(raw.as_ref(), &known.shape.variables(), numbers)
        .map_err(|reason| Complaint::at(raw.span(), reason))
}

fn headers(raw: BTreeMap<Text, Text>, known: &Known<'_>) -> Result<Vec<(String, Template)>, Complaint> {
    let checked = raw.into_iter().map(|(name, value)| {
        let span = value.span();
        let header = header(name.as_ref(), value.as_ref(), known);
        header.map_err(|reason| Complaint::at(span, reason))
    });
    checked.collect()
}

fn header(name: &str, value: &str, known: &Known<'_>) -> Result<(String, Template), String> {
    let is_token = !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    if !is_token {
        return Err(format!("`{name}` is no header"));
    }
    let lower = name.to_ascii_lowercase();
    if NOT_OURS.contains(&lower.as_str()) || lower.starts_with("proxy-") {
        return Err(format!("the header {name} is not a file's to set"));
    }
    if !value.bytes().all(|b| (b' '..=b'~').contains(&b)) {
        return Err(format!(
            "the header {name} has a character that no header may have"
        ));
    }
    let template = Template::parse(value)?;
    known.check("the header", template.variables())?;
    Ok((name.to_owned(), template))
}

fn again(raw: Spanned<RawAgain>) -> Result<Again, Complaint> {
    let span = raw.span();
    let raw = raw.into_inner();
    let at = Pointer::parse(raw.at.as_ref()).map_err(|reason| Complaint::at(raw.at.span(), reason))?;
    let whole = raw.wait * f64::from(raw.times);
    if !(raw.wait >= 0.1 && raw.times >= 1 && whole <= LONGEST_WAIT) {
        return Err(Complaint::at(
            span,
            format!("again waits at least 0.1 s, once or more, and at most {LONGEST_WAIT} s in all"),
        ));
    }
    if raw.is.is_empty() {
        return Err(Complaint::at(span, "again needs a code in `is`"));
    }
    Ok(Again {
        at,
        is: raw.is,
        wait: Duration::from_secs_f64(raw.wait),
        times: raw.times,
    })
}
