//! One request, and what is read from its answer.

use std::time::Duration;

use url::Url;

use crate::event::{CHANNEL, EventError, Product};
use crate::fields::Fields;
use crate::items::Items;
use crate::json_template::JsonTemplate;
use crate::pointer::Pointer;
use crate::source::Selector;
use crate::template::Template;
use crate::url_template::{self, UrlTemplate, encoded};

/// One way to a reading.
#[derive(Debug, Clone, PartialEq)]
pub struct Way {
    /// Who asks.
    pub by: By,
    /// Whether it is also asked where a way before it worked, to fill what that left open. Any way stands in for those
    /// that failed.
    pub adds: bool,
    /// Answers after which it is asked again.
    pub again: Option<Again>,
    /// The event's items.
    pub items: Option<Items>,
    /// What is said of the event as a whole.
    pub fields: Fields,
    pub(crate) address: Address,
    pub(crate) method: Method,
    pub(crate) headers: Vec<(String, Template)>,
    pub(crate) body: Option<JsonTemplate>,
}

/// Who asks for a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// Our own HTTP client.
    Http,
    /// Chromium.
    Browser {
        /// The element that is there once the page is ready.
        wait_for: Option<Selector>,
    },
}

/// How a request is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Asks for a page.
    Get,
    /// Sends a body.
    Post,
}

/// An answer that means "ask again shortly".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Again {
    /// Where in the answer's JSON the code stands.
    pub at: Pointer,
    /// The codes.
    pub is: Vec<String>,
    /// How long to wait.
    pub wait: Duration,
    /// How often.
    pub times: u32,
}

/// A request with everything filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WayRequest {
    /// How it is made.
    pub method: Method,
    /// Where it goes.
    pub url: Url,
    /// What goes with it.
    pub headers: Vec<(String, String)>,
    /// What it sends.
    pub body: Option<String>,
}

/// Where a way's pages are.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Address {
    /// The event is the address itself.
    Event,
    /// An address with placeholders.
    Template(UrlTemplate),
}

impl Way {
    /// The request for a product, on one of the channels where it has several.
    pub fn request(&self, product: &Product, channel: Option<&str>) -> Result<WayRequest, EventError> {
        let values = &product.values;
        let header =
            |template: &Template| template.fill(|name| encoded(url_template::value(name, values, channel)));
        Ok(WayRequest {
            method: self.method,
            url: self.address.of(product, channel)?,
            headers: self
                .headers
                .iter()
                .map(|(name, value)| (name.clone(), header(value)))
                .collect(),
            body: self.body.as_ref().map(|body| body.fill(values)),
        })
    }

    /// Whether it is asked once for each of the file's channels.
    pub fn has_channels(&self) -> bool {
        matches!(&self.address, Address::Template(url) if url.variables().any(|name| name == CHANNEL))
    }
}

impl Address {
    fn of(&self, product: &Product, channel: Option<&str>) -> Result<Url, EventError> {
        match self {
            Self::Event => Url::parse(&product.id).map_err(|_| EventError::NotAnAddress(product.id.clone())),
            Self::Template(template) => template.fill(&product.values, channel),
        }
    }
}
