//! Lists that tell what one costs where more are bought: `1+ $3.46`, `10+ $2.49`, `100+ $1.71`.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::candidates::Candidate;
use super::score::kind;
use crate::view::View;

/// So many amounts, each less than the one before, are such a list.
const MANY: usize = 3;

/// By the index of an amount's element: whether it is the first of its list.
pub(super) struct Tiers(HashMap<usize, bool>);

impl Tiers {
    pub(super) fn of(view: &View<'_>, candidates: &[Candidate]) -> Self {
        let mut lists: HashMap<String, Vec<(usize, Decimal)>> = HashMap::new();
        for candidate in candidates {
            let element = &view.elements[candidate.element];
            let is_own = !(element.is_linked || element.is_elsewhere || element.is_repeated);
            if is_own && candidate.amount.beside_currency && !candidate.is_struck {
                let list = lists.entry(kind(view, candidate.element)).or_default();
                list.push((candidate.element, candidate.amount.money.amount));
            }
        }
        let falls = |list: &Vec<(usize, Decimal)>| {
            list.len() >= MANY && list.windows(2).all(|pair| pair[0].1 > pair[1].1)
        };
        let members = lists.into_values().filter(falls).flat_map(|list| {
            let members = list.into_iter().enumerate();
            members.map(|(rank, (element, _))| (element, rank == 0))
        });
        Self(members.collect())
    }

    /// Whether an amount is the first of its list; nothing for one in no list.
    pub(super) fn is_first(&self, candidate: &Candidate) -> Option<bool> {
        self.0.get(&candidate.element).copied()
    }
}
