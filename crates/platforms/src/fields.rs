//! Which places hold what.

use std::fmt;

use crate::source::{Kind, Source};

/// A field of a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FieldName {
    /// The item's name.
    Title,
    /// What one costs.
    Price,
    /// The price's currency, where the price does not carry it.
    Currency,
    /// Whether it is for sale.
    Availability,
    /// How many are left.
    Stock,
    /// How many were sold.
    Sold,
    /// The shop's own number of the item.
    Sku,
}

impl FieldName {
    /// Its name in the file and in the JSON of a reading.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Price => "price",
            Self::Currency => "currency",
            Self::Availability => "availability",
            Self::Stock => "stock",
            Self::Sold => "sold",
            Self::Sku => "sku",
        }
    }

    /// The kind that the name implies.
    pub(crate) fn kind(self) -> Kind {
        match self {
            Self::Price => Kind::Money,
            Self::Stock | Self::Sold => Kind::Integer,
            Self::Availability => Kind::Availability,
            Self::Title | Self::Currency | Self::Sku => Kind::Text,
        }
    }

    /// Whether the field can be read as another kind.
    pub(crate) fn takes(self, kind: Kind) -> bool {
        match self {
            Self::Price => matches!(kind, Kind::Money | Kind::Integer),
            Self::Stock | Self::Sold => kind == Kind::Integer,
            Self::Availability => kind != Kind::Money,
            Self::Title | Self::Currency | Self::Sku => kind == Kind::Text,
        }
    }
}

impl fmt::Display for FieldName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The fields that a platform's file names; an absent one is read as on any shop's page, where there is a page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Fields {
    pub(crate) sources: Vec<(FieldName, Vec<Source>)>,
    pub(crate) sold_from_stock: bool,
}

impl Fields {
    /// The places of a field, to be tried in this order; none where the file does not name it.
    pub fn sources(&self, name: FieldName) -> &[Source] {
        let found = self.sources.iter().find(|(known, _)| *known == name);
        found.map_or(&[], |(_, sources)| sources)
    }

    /// Whether the file names a field.
    pub fn names(&self, name: FieldName) -> bool {
        !self.sources(name).is_empty()
    }

    /// Whether what was sold follows from what is left.
    pub fn sold_from_stock(&self) -> bool {
        self.sold_from_stock
    }

    /// Whether nothing is named.
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// Every place with its field's name in the file.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Source)> {
        self.sources
            .iter()
            .flat_map(|(name, sources)| sources.iter().map(|source| (name.as_str(), source)))
    }
}
