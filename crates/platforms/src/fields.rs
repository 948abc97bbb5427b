//! Which elements of a page hold what.

/// A CSS selector as it stands in the file. Whoever reads pages compiles it; this crate knows no HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector {
    /// The selector.
    pub css: String,
    /// The line of the file that it stands in, for a complaint about it.
    pub line: usize,
}

/// The fields that a platform reads by selector; an absent one is read from the page's schema.org data only.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fields {
    /// The item's name.
    pub title: Option<Selector>,
    /// What one costs.
    pub price: Option<Selector>,
    /// The price's currency, where the price does not carry it.
    pub currency: Option<Selector>,
    /// Whether it is for sale.
    pub availability: Option<Selector>,
    /// How many are left.
    pub stock: Option<Selector>,
    /// How many were sold.
    pub sold: Option<Selector>,
}

impl Fields {
    /// The fields that have a selector, each with its name in the file.
    pub fn named(&self) -> impl Iterator<Item = (&'static str, &Selector)> {
        [
            ("title", &self.title),
            ("price", &self.price),
            ("currency", &self.currency),
            ("availability", &self.availability),
            ("stock", &self.stock),
            ("sold", &self.sold),
        ]
        .into_iter()
        .filter_map(|(name, selector)| Some((name, selector.as_ref()?)))
    }

    /// Whether everything is read from schema.org data.
    pub fn is_empty(&self) -> bool {
        self.named().next().is_none()
    }
}
