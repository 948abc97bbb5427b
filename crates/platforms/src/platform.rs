//! One platform.

use chrono_tz::Tz;
use domain::{EventName, PlatformName};
use url::Url;

use crate::address::{Address, AddressError};
use crate::error::PlatformError;
use crate::fields::Fields;
use crate::file::PlatformFile;

/// What a platform file says.
#[derive(Debug, Clone, PartialEq)]
pub struct Platform {
    name: PlatformName,
    origin: String,
    label: String,
    zone: Option<Tz>,
    address: Address,
    fields: Fields,
}

impl Platform {
    /// Reads the text of a file; `origin` is what complaints call the file.
    pub fn parse(name: PlatformName, origin: &str, text: &str) -> Result<Self, PlatformError> {
        let PlatformFile {
            label,
            zone,
            address,
            fields,
        } = PlatformFile::parse(text).map_err(|complaint| complaint.about(origin, text))?;
        Ok(Self {
            name,
            origin: origin.to_owned(),
            label,
            zone,
            address,
            fields,
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
        &self.label
    }

    /// The shop's own zone; none where the event may be a page of any shop.
    pub fn zone(&self) -> Option<Tz> {
        self.zone
    }

    /// Whether an event of this platform is the address of a page, rather than a name.
    pub fn takes_url(&self) -> bool {
        self.address == Address::Event
    }

    /// The address of an event's page.
    pub fn page_url(&self, event: &EventName) -> Result<Url, AddressError> {
        self.address.of(event)
    }

    /// What is read by selector.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }
}
