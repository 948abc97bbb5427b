//! From a platform file's text to what it says, checked: every refusal has a reason, and a line where one is to blame.

mod discover;
mod like;
mod raw;
mod shorthand;
mod sources;
mod ways;

use chrono_tz::Tz;
use domain::{EventForm, EventName};

use crate::discover::Discover;
use crate::error::Complaint;
use crate::event::{self, EventShape, Product, SHOP};
use crate::items::Labels;
use crate::link::LinkPattern;
use crate::pattern::Pattern;
use crate::way::{Address, Way};
use raw::{RawFile, RawId, Text};
use ways::Known;

/// A platform file's content, checked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PlatformFile {
    pub(crate) label: String,
    pub(crate) zone: Option<Tz>,
    pub(crate) shape: EventShape,
    pub(crate) channels: Vec<String>,
    pub(crate) shops: Vec<String>,
    pub(crate) links: Vec<LinkPattern>,
    pub(crate) products: Option<Labels>,
    pub(crate) events: Vec<(String, Vec<Product>)>,
    pub(crate) ways: Vec<Way>,
    pub(crate) discover: Option<Discover>,
}

/// What is known of a file while it is read.
struct Reading {
    is_trusted: bool,
}

impl PlatformFile {
    /// Reads a file. Selectors and patterns of a trusted one, which tests have checked, are not compiled before they are used.
    pub(crate) fn parse(text: &str, is_trusted: bool) -> Result<Self, Complaint> {
        let raw = parse_raw(text)?;
        if raw.like.is_some() {
            return like::read(raw);
        }
        build(raw, &Reading { is_trusted })
    }
}

impl Reading {
    fn pattern(&self, text: &str) -> Result<Pattern, String> {
        Pattern::parse(text, self.is_trusted)
    }
}

fn parse_raw(text: &str) -> Result<RawFile, Complaint> {
    toml::from_str(text).map_err(|error| Complaint {
        span: error.span(),
        reason: error.message().to_owned(),
    })
}

fn build(mut raw: RawFile, reading: &Reading) -> Result<PlatformFile, Complaint> {
    let shape = shape(raw.event.as_ref())?;
    let channels = channels(raw.channels.take())?;
    let known = Known {
        shape: &shape,
        has_channels: !channels.is_empty(),
    };
    let raw_ways = raw.take_ways();
    let first_url = raw_ways
        .first()
        .and_then(|way| way.url.as_ref())
        .map(|url| url.as_ref().clone());
    let ways: Vec<Way> = raw_ways
        .into_iter()
        .map(|way| ways::way(way, &known, reading))
        .collect::<Result<_, _>>()?;
    if ways.first().is_some_and(|way| way.adds) {
        return Err(Complaint::whole("the first way cannot add to one before it"));
    }
    let zone = zone(raw.zone.as_ref(), is_of_any_shop(&shape, &ways))?;
    Ok(PlatformFile {
        label: label(&raw.label)?,
        zone,
        channels,
        shops: shops(raw.shops.take().unwrap_or_default(), &shape)?,
        links: links(raw.links.as_deref(), first_url.as_deref(), &shape)?,
        products: products(raw.products.take(), &shape, reading)?,
        events: events(raw.events, &shape)?,
        discover: raw
            .discover
            .map(|raw| discover::read(raw, zone, reading))
            .transpose()?,
        ways,
        shape,
    })
}

fn label(raw: &Text) -> Result<String, Complaint> {
    let label = raw.as_ref().trim();
    if label.is_empty() || label.chars().count() > 40 || label.chars().any(char::is_control) {
        return Err(Complaint::at(
            raw.span(),
            "label has to be one line of 1 to 40 characters",
        ));
    }
    Ok(label.to_owned())
}

/// A shop has a zone; where the event may be any shop's, none could be known.
fn zone(raw: Option<&Text>, is_of_any_shop: bool) -> Result<Option<Tz>, Complaint> {
    match raw {
        None if is_of_any_shop => Ok(None),
        None => Err(Complaint::whole("zone is missing: zone = \"Asia/Seoul\"")),
        Some(raw) => {
            let zone = raw.as_ref().parse();
            zone.map(Some)
                .map_err(|_| Complaint::at(raw.span(), format!("unknown zone `{}`", raw.as_ref())))
        }
    }
}

fn is_of_any_shop(shape: &EventShape, ways: &[Way]) -> bool {
    let any_host = |way: &Way| matches!(&way.address, Address::Template(url) if url.has_shop_as_host());
    *shape == EventShape::Url || shape.variables().contains(&SHOP) || ways.iter().any(any_host)
}

fn shape(raw: Option<&Text>) -> Result<EventShape, Complaint> {
    let Some(raw) = raw else {
        return Ok(EventShape::Name);
    };
    EventShape::parse(raw.as_ref()).map_err(|reason| Complaint::at(raw.span(), reason))
}

fn channels(raw: Option<toml::Spanned<Vec<String>>>) -> Result<Vec<String>, Complaint> {
    let Some(raw) = raw else {
        return Ok(Vec::new());
    };
    let fits = |name: &String| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    let channels = raw.as_ref();
    let twice = channels
        .iter()
        .enumerate()
        .any(|(n, name)| channels[..n].contains(name));
    if channels.is_empty() || twice || !channels.iter().all(fits) {
        return Err(Complaint::at(
            raw.span(),
            "channels are different words of small letters and digits: [\"www\", \"kr\"]",
        ));
    }
    Ok(raw.into_inner())
}

fn shops(raw: Vec<Text>, shape: &EventShape) -> Result<Vec<String>, Complaint> {
    let checked = raw.into_iter().map(|shop| {
        let host = shop.as_ref().strip_prefix("*.").unwrap_or(shop.as_ref());
        let wrong = || {
            format!(
                "`{}` is no host name such as shop.example or *.shop.example",
                shop.as_ref()
            )
        };
        if !shape.variables().contains(&SHOP) {
            return Err(Complaint::at(shop.span(), "shops need an event with {shop}"));
        }
        let known = event::shop(host).map_err(|_| Complaint::at(shop.span(), wrong()))?;
        Ok(if host == shop.as_ref() {
            known
        } else {
            format!("*.{known}")
        })
    });
    checked.collect()
}

/// The file's links; a file without any is known by the address that it reads, where that says the whole event.
fn links(raw: Option<&[Text]>, url: Option<&str>, shape: &EventShape) -> Result<Vec<LinkPattern>, Complaint> {
    let known = shape.variables();
    let says_all = |text: &str| {
        *shape == EventShape::Url || known.iter().all(|name| text.contains(&format!("{{{name}}}")))
    };
    let Some(raw) = raw else {
        let own = url
            .filter(|url| says_all(url))
            .and_then(|url| LinkPattern::parse(url, &known).ok());
        return Ok(own.into_iter().collect());
    };
    let checked = raw.iter().map(|link| {
        if !says_all(link.as_ref()) {
            return Err(Complaint::at(
                link.span(),
                "the link does not say the whole event",
            ));
        }
        LinkPattern::parse(link.as_ref(), &known).map_err(|reason| Complaint::at(link.span(), reason))
    });
    checked.collect()
}

fn products(
    raw: Option<toml::Spanned<raw::RawProducts>>,
    shape: &EventShape,
    reading: &Reading,
) -> Result<Option<Labels>, Complaint> {
    let Some(raw) = raw else { return Ok(None) };
    if *shape == EventShape::Url {
        return Err(Complaint::at(
            raw.span(),
            "products have no place where event = \"url\"",
        ));
    }
    let raw = raw.into_inner();
    sources::labels(raw.label, raw.otherwise, reading).map(Some)
}

/// The events that the file itself names, each with its products in the order in which they stand there.
fn events(
    raw: std::collections::BTreeMap<Text, std::collections::BTreeMap<Text, toml::Spanned<RawId>>>,
    shape: &EventShape,
) -> Result<Vec<(String, Vec<Product>)>, Complaint> {
    let checked = raw.into_iter().map(|(name, products)| {
        let known = EventName::parse(name.as_ref(), EventForm::Name);
        let key = known.map_err(|error| Complaint::at(name.span(), error.to_string()))?;
        if *shape == EventShape::Url {
            return Err(Complaint::at(
                name.span(),
                "events have no place where event = \"url\"",
            ));
        }
        if products.is_empty() {
            return Err(Complaint::at(
                name.span(),
                "the event has no products: LABEL = \"ID\"",
            ));
        }
        let mut products: Vec<_> = products.into_iter().collect();
        products.sort_by_key(|(label, _)| label.span().start);
        let products = products.into_iter().map(|(label, id)| product(&label, id, shape));
        Ok((key.as_str().to_lowercase(), products.collect::<Result<_, _>>()?))
    });
    checked.collect()
}

fn product(label: &Text, id: toml::Spanned<RawId>, shape: &EventShape) -> Result<Product, Complaint> {
    let span = id.span();
    let id = match id.into_inner() {
        RawId::Text(text) => text,
        RawId::Number(number) => number.to_string(),
    };
    shape
        .product(Some(label.as_ref().trim().to_owned()), id.trim())
        .map_err(|error| Complaint::at(span, error.to_string()))
}
