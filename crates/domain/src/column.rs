//! The columns of a tab: fixed ones for one item, and for an event of several items those of its items.

use crate::items::{FIGURES, Items};
use crate::state::TabState;

/// One column of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its header, in the tab and in the CSV.
    pub name: String,
    /// What the tab's metadata calls it: short, because a sheet's metadata has a limit.
    pub key: String,
    /// Width in the tab, in pixels.
    pub width: u16,
    /// What stands in it.
    pub(crate) holds: Holds,
}

/// An axis of a tab's chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    /// Prices; for an event of several items, what was sold.
    Left,
    /// What is left.
    Right,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    Time,
    Status,
    Title,
    Price,
    Currency,
    Availability,
    Stock,
    Sold,
    /// A figure of the item at a place of [`Items`].
    Item(usize, ItemFigure),
    TotalSold,
}

/// What a tab says about an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ItemFigure {
    Sold,
    /// Sold since the last reading.
    Change,
    Stock,
    Price,
}

impl Column {
    /// Whether its numbers are times.
    pub fn is_time(&self) -> bool {
        self.holds == Holds::Time
    }

    /// The axis on which the tab's chart draws it over time; nothing for what it does not draw.
    pub fn axis(&self) -> Option<Axis> {
        match self.holds {
            Holds::Price | Holds::TotalSold | Holds::Item(_, ItemFigure::Sold) => Some(Axis::Left),
            Holds::Stock => Some(Axis::Right),
            _ => None,
        }
    }

    fn fixed(name: &str, width: u16, holds: Holds) -> Self {
        Self {
            name: name.to_owned(),
            key: name.to_owned(),
            width,
            holds,
        }
    }

    fn of_item(place: usize, label: &str, figure: ItemFigure) -> Self {
        Self {
            name: format!("{label} {}", figure.word()),
            key: format!("{place}{}", figure.letter()),
            width: 130,
            holds: Holds::Item(place, figure),
        }
    }
}

impl ItemFigure {
    fn word(self) -> &'static str {
        match self {
            Self::Sold => "sold",
            Self::Change => "change",
            Self::Stock => "stock",
            Self::Price => "price",
        }
    }

    fn letter(self) -> char {
        match self {
            Self::Sold => 's',
            Self::Change => 'c',
            Self::Stock => 'n',
            Self::Price => 'p',
        }
    }
}

impl TabState {
    /// The tab's columns in their order, wherever people have moved them since. Further ones are only ever added behind.
    pub fn columns(&self) -> Vec<Column> {
        let mut columns = vec![
            Column::fixed("time", 150, Holds::Time),
            Column::fixed("status", 160, Holds::Status),
        ];
        match &self.items {
            None => columns.extend(of_one_item()),
            Some(items) => columns.extend(of_several(items)),
        }
        columns
    }
}

fn of_one_item() -> [Column; 6] {
    [
        Column::fixed("title", 260, Holds::Title),
        Column::fixed("price", 80, Holds::Price),
        Column::fixed("currency", 80, Holds::Currency),
        Column::fixed("availability", 100, Holds::Availability),
        Column::fixed("stock", 80, Holds::Stock),
        Column::fixed("sold", 80, Holds::Sold),
    ]
}

/// The total stands behind the items of the first reading; those that appeared later stand behind it.
fn of_several(items: &Items) -> Vec<Column> {
    let labels = items.labels();
    let mut columns = Vec::new();
    for (place, label) in labels.iter().enumerate() {
        let shown = FIGURES.into_iter().filter(|figure| items.shows(*figure));
        columns.extend(shown.map(|figure| Column::of_item(place, label, figure)));
        if place + 1 == items.first {
            columns.push(Column {
                key: "total".to_owned(),
                ..Column::fixed("total sold", 100, Holds::TotalSold)
            });
        }
    }
    columns
}
