//! One platform.

use chrono_tz::Tz;
use domain::{EventForm, EventName, PlatformName};
use url::Url;

use crate::discover::Discover;
use crate::error::PlatformError;
use crate::event::{EventError, EventShape, Product};
use crate::file::PlatformFile;
use crate::items::Labels;
use crate::link::LinkPattern;
use crate::way::Way;

/// What a platform file says.
#[derive(Debug, Clone, PartialEq)]
pub struct Platform {
    name: PlatformName,
    origin: String,
    file: PlatformFile,
}

impl Platform {
    /// Reads the text of a file; `origin` is what complaints call the file.
    pub fn parse(name: PlatformName, origin: &str, text: &str) -> Result<Self, PlatformError> {
        Self::read(name, origin, text, false)
    }

    /// Reads a file. The patterns of a trusted one, which tests have checked, are compiled when they are first used.
    pub(crate) fn read(
        name: PlatformName,
        origin: &str,
        text: &str,
        is_trusted: bool,
    ) -> Result<Self, PlatformError> {
        let file = PlatformFile::parse(text, is_trusted);
        Ok(Self {
            name,
            origin: origin.to_owned(),
            file: file.map_err(|complaint| complaint.about(origin, text))?,
        })
    }

    /// The file's name without `.toml`: what people type.
    pub fn name(&self) -> &PlatformName {
        &self.name
    }

    /// The file, as complaints name it.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// What people read.
    pub fn label(&self) -> &str {
        &self.file.label
    }

    /// The shop's own zone; none where the event may be a page of any shop.
    pub fn zone(&self) -> Option<Tz> {
        self.file.zone
    }

    /// Whether an event of this platform is the address of a page, rather than a name.
    pub fn takes_url(&self) -> bool {
        self.file.shape == EventShape::Url
    }

    /// How a person types an event of this platform.
    pub fn event_form(&self) -> EventForm {
        self.file.shape.form()
    }

    /// The products that an event stands for; most events are one.
    pub fn products(&self, event: &EventName) -> Result<Vec<Product>, EventError> {
        let typed = event.as_str().to_lowercase();
        if let Some((_, products)) = self.file.events.iter().find(|(name, _)| *name == typed) {
            return Ok(products.clone());
        }
        match self.file.products {
            Some(_) => self.file.shape.products(event),
            None => Ok(vec![self.file.shape.product(None, event.as_str())?]),
        }
    }

    /// The event that an address is the page of, if it is one of this platform's.
    pub fn event_of(&self, link: &Url) -> Option<EventName> {
        let links = self.file.links.iter();
        links.filter_map(|pattern| self.event_by(pattern, link)).next()
    }

    /// The same, but only where the address alone tells that it is this platform's, and how surely it does.
    pub(crate) fn recognise(&self, link: &Url) -> Option<(usize, EventName)> {
        let known = |pattern: &&LinkPattern| !pattern.is_of_any_shop() || self.has_shop(link.host_str());
        let links = self.file.links.iter().filter(known);
        links
            .filter_map(|pattern| Some((pattern.closeness(), self.event_by(pattern, link)?)))
            .max_by_key(|(closeness, _)| *closeness)
    }

    /// What the addresses of its events look like, as the file has it.
    pub fn links(&self) -> impl Iterator<Item = &str> {
        self.file.links.iter().map(LinkPattern::as_str)
    }

    /// The ways to a reading, in the order in which they are tried.
    pub fn ways(&self) -> &[Way] {
        &self.file.ways
    }

    /// The sites that are asked one after the other where a way has channels.
    pub fn channels(&self) -> &[String] {
        &self.file.channels
    }

    /// How the label of a product that was typed without one is cut out of its title.
    pub fn product_labels(&self) -> Option<&Labels> {
        self.file.products.as_ref()
    }

    /// Where the platform lists what it has on sale.
    pub fn discover(&self) -> Option<&Discover> {
        self.file.discover.as_ref()
    }

    /// Whether the platform says what it has on sale.
    pub fn discovers(&self) -> bool {
        self.file.discover.is_some()
    }

    /// Whether every event of this platform has several items.
    pub fn has_items(&self) -> bool {
        self.file.ways.iter().any(|way| way.items.is_some())
    }

    /// Whether this event has several items: as every event of the platform, or because it is several products.
    pub fn has_items_in(&self, event: &EventName) -> bool {
        let several = |products: Vec<Product>| {
            products.len() > 1 || products.iter().any(|product| product.label.is_some())
        };
        self.has_items() || self.products(event).is_ok_and(several)
    }

    /// Whether what was sold follows from what is left.
    pub fn sold_from_stock(&self) -> bool {
        self.file.ways.iter().any(|way| {
            let items = way
                .items
                .as_ref()
                .is_some_and(|items| items.fields.sold_from_stock());
            items || way.fields.sold_from_stock()
        })
    }

    fn has_shop(&self, host: Option<&str>) -> bool {
        let Some(host) = host else { return false };
        self.file.shops.iter().any(|shop| match shop.strip_prefix("*.") {
            Some(domain) => host
                .strip_suffix(domain)
                .is_some_and(|name| name.len() > 1 && name.ends_with('.')),
            None => host == shop,
        })
    }

    fn event_by(&self, pattern: &LinkPattern, link: &Url) -> Option<EventName> {
        let shape = &self.file.shape;
        let values = pattern.read(link, &self.file.channels)?;
        let text = match shape {
            EventShape::Url => link.to_string(),
            _ => shape.join(&values)?,
        };
        let event = EventName::parse(&text, shape.form()).ok()?;
        // What an event is read back as has to be what the link said.
        shape.product(None, event.as_str()).ok().map(|_| event)
    }
}
