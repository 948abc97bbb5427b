//! The form of a platform file. Unknown keys are refused, so that a misspelt one is not silently without effect.

use chrono_tz::Tz;
use serde::Deserialize;
use toml::Spanned;

use crate::address::Address;
use crate::error::{Complaint, line_of};
use crate::fields::{Fields, Selector};

/// A platform file's content, checked.
#[derive(Debug)]
pub(crate) struct PlatformFile {
    pub(crate) label: String,
    pub(crate) zone: Option<Tz>,
    pub(crate) address: Address,
    pub(crate) fields: Fields,
}

impl PlatformFile {
    pub(crate) fn parse(text: &str) -> Result<Self, Complaint> {
        let raw: RawFile = toml::from_str(text).map_err(|error| Complaint {
            span: error.span(),
            reason: error.message().to_owned(),
        })?;
        let is_url = matches!(raw.event.as_ref().map(Spanned::as_ref), Some(RawEvent::Url));
        Ok(Self {
            label: label(&raw.label)?,
            zone: zone(raw.zone.as_ref(), is_url)?,
            address: address(raw.url.as_ref(), is_url)?,
            fields: fields(raw.fields, text)?,
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    label: Spanned<String>,
    zone: Option<Spanned<String>>,
    event: Option<Spanned<RawEvent>>,
    url: Option<Spanned<String>>,
    #[serde(default)]
    fields: RawFields,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum RawEvent {
    Name,
    Url,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct RawFields {
    title: Option<Spanned<String>>,
    price: Option<Spanned<String>>,
    currency: Option<Spanned<String>>,
    availability: Option<Spanned<String>>,
    stock: Option<Spanned<String>>,
    sold: Option<Spanned<String>>,
}

fn label(raw: &Spanned<String>) -> Result<String, Complaint> {
    let label = raw.as_ref().trim();
    if label.is_empty() || label.chars().count() > 40 || label.chars().any(char::is_control) {
        return Err(Complaint::at(
            raw.span(),
            "label has to be one line of 1 to 40 characters",
        ));
    }
    Ok(label.to_owned())
}

/// A shop has a zone; any page of the web has none that could be known.
fn zone(raw: Option<&Spanned<String>>, is_url: bool) -> Result<Option<Tz>, Complaint> {
    let Some(raw) = raw else {
        return if is_url {
            Ok(None)
        } else {
            Err(Complaint::whole("zone is missing: zone = \"Asia/Seoul\""))
        };
    };
    let zone = raw.as_ref().parse();
    zone.map(Some)
        .map_err(|_| Complaint::at(raw.span(), format!("unknown zone `{}`", raw.as_ref())))
}

fn address(raw: Option<&Spanned<String>>, is_url: bool) -> Result<Address, Complaint> {
    match (raw, is_url) {
        (None, true) => Ok(Address::Event),
        (Some(raw), true) => Err(Complaint::at(
            raw.span(),
            "url has no place where event = \"url\"",
        )),
        (Some(raw), false) => {
            Address::template(raw.as_ref()).map_err(|reason| Complaint::at(raw.span(), reason))
        }
        (None, false) => Err(Complaint::whole(
            "url is missing: url = \"https://shop.example/{event}\", or event = \"url\"",
        )),
    }
}

fn fields(raw: RawFields, text: &str) -> Result<Fields, Complaint> {
    let selector = |raw: Option<Spanned<String>>| raw.map(|raw| selector(raw, text)).transpose();
    Ok(Fields {
        title: selector(raw.title)?,
        price: selector(raw.price)?,
        currency: selector(raw.currency)?,
        availability: selector(raw.availability)?,
        stock: selector(raw.stock)?,
        sold: selector(raw.sold)?,
    })
}

fn selector(raw: Spanned<String>, text: &str) -> Result<Selector, Complaint> {
    if raw.as_ref().trim().is_empty() {
        return Err(Complaint::at(raw.span(), "the selector is empty"));
    }
    let line = line_of(text, raw.span().start);
    Ok(Selector {
        css: raw.into_inner(),
        line,
    })
}
