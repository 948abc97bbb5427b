//! Counting one item: what was sold, since when, and what a stock that falls or rises says about it.

use serde::{Deserialize, Serialize};

/// What is remembered of an item to count the next reading; its short keys keep a tab's memory small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counter {
    /// What was sold at the last reading.
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    pub sold: Option<i64>,
    /// The stock of the first reading, where `sold` is derived from it.
    #[serde(rename = "f", default, skip_serializing_if = "Option::is_none")]
    pub first_stock: Option<i64>,
    /// The sites whose stock was summed up at the last reading.
    #[serde(rename = "w", default, skip_serializing_if = "is_zero")]
    pub sites: u32,
}

/// What a reading shows of an item.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Shown {
    pub(crate) sold: Option<i64>,
    pub(crate) stock: Option<i64>,
    pub(crate) sites: u32,
}

/// How a reading is to be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rule {
    /// The platform shows stock only: what the stock has lost since the first reading is sold.
    pub(crate) from_stock: bool,
    /// A later sample has been counted already: this one changes nothing.
    pub(crate) late: bool,
}

/// What a reading says about an item beside its predecessor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Counted {
    pub(crate) sold: Option<i64>,
    /// Sold since the last reading; below zero orders were cancelled.
    pub(crate) change: Option<i64>,
    /// By how much the stock rose.
    pub(crate) returned: Option<i64>,
}

impl Counter {
    /// Counts a reading and remembers it.
    pub(crate) fn count(&mut self, shown: Shown, rule: Rule) -> Counted {
        let Shown { sold, stock, sites } = shown;
        let derived = rule.from_stock && sold.is_none();
        if derived {
            self.compare_with(stock, sites);
        }
        let difference = || Some(self.first_stock?.saturating_sub(stock?));
        let sold = if derived { difference() } else { sold };
        let since = self.sold.filter(|_| !rule.late);
        self.sold = if rule.late {
            self.sold.or(sold)
        } else {
            sold.or(self.sold)
        };
        let change = sold.zip(since).map(|(sold, since)| sold.saturating_sub(since));
        Counted {
            sold,
            change,
            returned: change
                .filter(|change| derived && *change < 0)
                .map(i64::saturating_abs),
        }
    }
}

impl Counter {
    /// Chooses the stock that others are compared with. Where other sites have the product than before, what the sum
    /// differs by was neither sold nor cancelled: the count goes on from where it stood.
    fn compare_with(&mut self, stock: Option<i64>, sites: u32) {
        let Some(stock) = stock else { return };
        let goes_on = self
            .sold
            .filter(|_| self.sites != sites)
            .map(|sold| stock.saturating_add(sold));
        self.first_stock = goes_on.or(self.first_stock).or(Some(stock));
        self.sites = sites;
    }
}

fn is_zero(sites: &u32) -> bool {
    *sites == 0
}

impl Counted {
    /// What the row says where the stock rose. More than was ever sold cannot have been cancelled alone.
    pub(crate) fn doubt(&self, label: Option<&str>) -> Option<String> {
        let returned = self.returned?;
        let what = if self.sold.is_some_and(|sold| sold < 0) {
            "cancelled or restocked"
        } else {
            "cancelled"
        };
        Some(match label {
            Some(label) => format!("{label} {returned} {what}"),
            None => format!("{returned} {what}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHOWN: Rule = Rule {
        from_stock: false,
        late: false,
    };
    const FROM_STOCK: Rule = Rule {
        from_stock: true,
        late: false,
    };

    fn shown(sold: Option<i64>, stock: Option<i64>) -> Shown {
        Shown {
            sold,
            stock,
            sites: 0,
        }
    }

    /// Reads `stocks` one after the other; `(sold, change, doubt)` of each.
    fn from_stocks(stocks: &[Option<i64>]) -> Vec<(Option<i64>, Option<i64>, Option<String>)> {
        let mut counter = Counter::default();
        let counted = stocks
            .iter()
            .map(|stock| counter.count(shown(None, *stock), FROM_STOCK));
        counted
            .map(|counted| (counted.sold, counted.change, counted.doubt(Some("A"))))
            .collect()
    }

    #[test]
    fn what_the_stock_has_lost_is_sold_also_below_zero() {
        assert_eq!(
            from_stocks(&[Some(10), Some(7), Some(7), Some(-2)]),
            [
                (Some(0), None, None),
                (Some(3), Some(3), None),
                (Some(3), Some(0), None),
                (Some(12), Some(9), None)
            ]
        );
    }

    #[test]
    fn a_stock_that_rises_is_a_cancellation_and_says_so() {
        let cancelled = |text: &str| Some(text.to_owned());
        assert_eq!(
            from_stocks(&[Some(10), Some(6), Some(8), Some(7), Some(50)])[2..],
            [
                (Some(2), Some(-2), cancelled("A 2 cancelled")),
                (Some(3), Some(1), None),
                (Some(-40), Some(-43), cancelled("A 43 cancelled or restocked"))
            ]
        );
    }

    #[test]
    fn a_reading_without_stock_is_skipped_and_the_next_one_counts_from_the_last_that_had_one() {
        assert_eq!(
            from_stocks(&[None, Some(10), None, Some(4)]),
            [
                (None, None, None),
                (Some(0), None, None),
                (None, None, None),
                (Some(6), Some(6), None)
            ]
        );
    }

    #[test]
    fn sold_as_the_shop_shows_it_wins_and_its_fall_is_no_doubt() {
        let mut counter = Counter::default();
        counter.count(shown(Some(100), Some(5)), FROM_STOCK);
        let counted = counter.count(shown(Some(98), Some(7)), FROM_STOCK);
        assert_eq!(
            (counted.sold, counted.change, counted.returned),
            (Some(98), Some(-2), None)
        );
        assert_eq!(counter.first_stock, None);
    }

    #[test]
    fn stock_is_not_counted_where_the_platform_does_not_say_so() {
        let counted = Counter::default().count(shown(None, Some(5)), SHOWN);
        assert_eq!(counted, Counted::default());
    }

    #[test]
    fn a_late_reading_changes_nothing_that_was_counted() {
        let mut counter = Counter {
            sold: Some(15),
            ..Counter::default()
        };
        let late = Rule { late: true, ..SHOWN };
        let counted = counter.count(shown(Some(12), None), late);
        assert_eq!((counted.sold, counted.change), (Some(12), None));
        assert_eq!(counter.sold, Some(15));
    }

    #[test]
    fn figures_at_the_end_of_their_range_are_no_overflow() {
        let mut counter = Counter::default();
        counter.count(shown(None, Some(i64::MAX)), FROM_STOCK);
        let counted = counter.count(shown(None, Some(i64::MIN)), FROM_STOCK);
        assert_eq!(counted.sold, Some(i64::MAX));
        counter.count(shown(None, Some(i64::MAX)), FROM_STOCK);
    }

    #[test]
    fn a_site_that_does_not_have_the_product_makes_neither_sales_nor_cancellations() {
        let mut counter = Counter::default();
        let counted: Vec<_> = [(100, 3), (96, 3), (46, 1), (44, 1), (93, 3), (92, 3)]
            .into_iter()
            .map(|(stock, sites)| {
                let shown = Shown {
                    sites,
                    ..shown(None, Some(stock))
                };
                let counted = counter.count(shown, FROM_STOCK);
                (counted.sold.unwrap(), counted.change)
            })
            .collect();
        assert_eq!(
            counted,
            [
                (0, None),
                (4, Some(4)),
                (4, Some(0)),
                (6, Some(2)),
                (6, Some(0)),
                (7, Some(1))
            ]
        );
    }
}
