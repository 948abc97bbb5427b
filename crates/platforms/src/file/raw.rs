//! The form of a platform file as it is written. Unknown keys are refused, so that a misspelt one is not silently
//! without effect.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::shorthand::{Many, OrTable};

pub(super) type Text = Spanned<String>;
pub(super) type Sources = Spanned<Many<OrTable<RawSource>>>;
pub(super) type LabelRules = Spanned<Many<OrTable<RawLabelRule>>>;

/// A whole file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFile {
    pub(super) label: Text,
    pub(super) zone: Option<Text>,
    pub(super) like: Option<Text>,
    pub(super) hosts: Option<Spanned<BTreeMap<String, Text>>>,
    pub(super) event: Option<Text>,
    pub(super) channels: Option<Spanned<Vec<String>>>,
    pub(super) shops: Option<Vec<Text>>,
    pub(super) links: Option<Vec<Text>>,
    pub(super) products: Option<Spanned<RawProducts>>,
    #[serde(default)]
    pub(super) events: BTreeMap<Text, BTreeMap<Text, Spanned<RawId>>>,
    pub(super) discover: Option<Spanned<RawDiscover>>,
    #[serde(default)]
    pub(super) way: Vec<RawWay>,
    // The first way may stand in the file itself.
    url: Option<Text>,
    query: Option<BTreeMap<String, Text>>,
    method: Option<Spanned<RawMethod>>,
    headers: Option<BTreeMap<Text, Text>>,
    json: Option<Text>,
    fetch: Option<RawFetch>,
    wait_for: Option<Text>,
    again: Option<Spanned<RawAgain>>,
    items: Option<RawItems>,
    fields: Option<RawFields>,
}

/// A `[[way]]`.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWay {
    #[serde(default)]
    pub(super) adds: bool,
    pub(super) url: Option<Text>,
    pub(super) query: Option<BTreeMap<String, Text>>,
    pub(super) method: Option<Spanned<RawMethod>>,
    pub(super) headers: Option<BTreeMap<Text, Text>>,
    pub(super) json: Option<Text>,
    pub(super) fetch: Option<RawFetch>,
    pub(super) wait_for: Option<Text>,
    pub(super) again: Option<Spanned<RawAgain>>,
    pub(super) items: Option<RawItems>,
    pub(super) fields: Option<RawFields>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Default)]
#[serde(rename_all = "lowercase")]
pub(super) enum RawFetch {
    #[default]
    Http,
    Browser,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "UPPERCASE")]
pub(super) enum RawMethod {
    Get,
    Post,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAgain {
    pub(super) at: Text,
    pub(super) is: Vec<String>,
    pub(super) wait: f64,
    pub(super) times: u32,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFields {
    pub(super) title: Option<Sources>,
    pub(super) price: Option<Sources>,
    pub(super) currency: Option<Sources>,
    pub(super) availability: Option<Sources>,
    pub(super) stock: Option<Sources>,
    pub(super) sold: Option<Sources>,
    pub(super) sku: Option<Sources>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawItems {
    pub(super) list: Text,
    pub(super) script: Option<Text>,
    pub(super) name: Sources,
    pub(super) label: Option<LabelRules>,
    pub(super) otherwise: Option<Text>,
    pub(super) price: Option<Sources>,
    pub(super) stock: Option<Sources>,
    pub(super) sold: Option<Sources>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawProducts {
    pub(super) label: Option<LabelRules>,
    pub(super) otherwise: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDiscover {
    pub(super) url: Text,
    pub(super) fetch: Option<RawFetch>,
    pub(super) wait_for: Option<Text>,
    pub(super) script: Option<Text>,
    pub(super) list: Text,
    pub(super) event: Sources,
    pub(super) title: Sources,
    pub(super) kind: Option<Sources>,
    pub(super) start: Option<Sources>,
    pub(super) end: Option<Sources>,
    pub(super) format: Option<Text>,
    pub(super) zone: Option<Text>,
    #[serde(default)]
    pub(super) only: Vec<String>,
    #[serde(default)]
    pub(super) never: Vec<String>,
}

/// A product's id, which may be written as the number that it is.
#[derive(Deserialize)]
#[serde(untagged, expecting = "an id has to be a text or a number")]
pub(super) enum RawId {
    Text(String),
    Number(u64),
}

/// One place of a value.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSource {
    pub(super) css: Option<String>,
    pub(super) attr: Option<String>,
    pub(super) json: Option<String>,
    pub(super) script: Option<String>,
    pub(super) regex: Option<String>,
    pub(super) kind: Option<RawKind>,
    pub(super) is: Option<String>,
    pub(super) words: Option<BTreeMap<String, String>>,
    pub(super) minor: Option<RawMinor>,
    pub(super) when: Option<String>,
    pub(super) negative: Option<RawNegative>,
    #[serde(default)]
    pub(super) optional: bool,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
pub(super) enum RawKind {
    Money,
    Integer,
    Text,
    Availability,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum RawNegative {
    Hidden,
    Oversold,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "minor has to be a number of digits or a pointer")]
pub(super) enum RawMinor {
    Digits(u32),
    At(String),
}

/// How a label is cut out of a name.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLabelRule {
    #[serde(rename = "match")]
    pub(super) pattern: String,
    pub(super) is: Option<String>,
}

impl RawFile {
    /// Takes the ways out: the one that stands in the file itself, if any of its keys does, and then the others.
    pub(super) fn take_ways(&mut self) -> Vec<RawWay> {
        let first = RawWay {
            adds: false,
            url: self.url.take(),
            query: self.query.take(),
            method: self.method.take(),
            headers: self.headers.take(),
            json: self.json.take(),
            fetch: self.fetch.take(),
            wait_for: self.wait_for.take(),
            again: self.again.take(),
            items: self.items.take(),
            fields: self.fields.take(),
        };
        let others = std::mem::take(&mut self.way);
        let first = (others.is_empty() || first.says_anything()).then_some(first);
        first.into_iter().chain(others).collect()
    }

    /// The addresses that are asked.
    pub(super) fn requests_mut(&mut self) -> impl Iterator<Item = &mut String> {
        let ways = self.way.iter_mut().filter_map(|way| way.url.as_mut());
        let discover = self.discover.as_mut().map(|discover| &mut discover.as_mut().url);
        self.url
            .iter_mut()
            .chain(ways)
            .chain(discover)
            .map(Spanned::as_mut)
    }

    /// Puts other links in the place of the file's; one that has none is left out.
    pub(super) fn rewrite_links(&mut self, rewrite: impl Fn(&str) -> Option<String>) {
        for links in self.links.iter_mut() {
            let moved = links
                .drain(..)
                .filter_map(|link| Some(Spanned::new(link.span(), rewrite(link.as_ref())?)));
            let moved: Vec<Text> = moved.collect();
            *links = moved;
        }
    }

    /// Whether it says anything but what a file that is like another one may say.
    pub(super) fn says_how_to_read(&mut self) -> bool {
        let ways = self.take_ways();
        let says = ways.len() > 1 || ways.iter().any(RawWay::says_anything);
        says || self.event.is_some()
            || self.links.is_some()
            || self.products.is_some()
            || self.discover.is_some()
            || self.channels.is_some()
    }
}

impl RawWay {
    fn says_anything(&self) -> bool {
        self.url.is_some()
            || self.query.is_some()
            || self.method.is_some()
            || self.headers.is_some()
            || self.json.is_some()
            || self.fetch.is_some()
            || self.wait_for.is_some()
            || self.again.is_some()
            || self.items.is_some()
            || self.fields.is_some()
    }
}
