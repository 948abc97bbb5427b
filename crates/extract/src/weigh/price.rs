//! Which price holds.

mod doubt;

use rust_decimal::Decimal;

use super::{Claim, Data, choose, evidence, name};
use crate::finding::Evidence;
use crate::item::Item;

/// The price that was chosen.
pub(super) struct Price {
    pub(super) amount: Decimal,
    pub(super) currency: Option<String>,
    pub(super) doubt: Option<String>,
    pub(super) weight: f32,
}

/// Below this weight an amount that is only seen is not believed.
const LEAST_SEEN: f32 = 2.55;
/// Below this weight an amount that data state is not believed.
const LEAST_STATED: f32 = 1.0;
/// Amounts that are only seen and weigh about the same are those of a choice: none of them is the price.
const CLEAR: f32 = 0.2;
const SURE_SEEN: f32 = 3.2;
/// An amount far ahead of all others is believed where the page is about a product.
const LEAST_AHEAD: f32 = 1.6;
const FAR_AHEAD: f32 = 1.4;
/// So many other amounts that weigh as much, up to so little, are a list.
const MANY: usize = 2;
const EQUAL: f32 = 0.4;
/// How many amounts that weigh about the same a page may have that shows no other sign of a product.
const MOST_ON_NO_PRODUCT: usize = 3;

/// The amount with the most weight behind it.
pub(super) fn decide(data: &Data<'_>, found: &mut Vec<Evidence>) -> Option<Price> {
    let claims = claims(data);
    let mut groups = groups(data, &claims);
    groups.sort_by(|a, b| b.weight().total_cmp(&a.weight()));
    let best = groups
        .first()
        .filter(|best| is_believed(data, best, groups.get(1)))
        .or_else(|| {
            groups
                .iter()
                .find(|group| group.structured >= LEAST_STATED && is_believed(data, group, None))
        });
    tell(data, &claims, best.map(|best| best.amount), found);
    let best = best?;
    Some(Price {
        amount: best.amount,
        currency: currency(data, best, &claims, found),
        doubt: doubt::contradiction(data, &claims, best, &groups).or_else(|| doubt::several(data)),
        weight: best.weight(),
    })
}

fn is_believed(data: &Data<'_>, best: &Group, next: Option<&Group>) -> bool {
    if best.structured > 0.0 {
        return best.weight() >= LEAST_STATED;
    }
    let lead = next.map_or(f32::MAX, |next| best.weight() - next.weight());
    if best.weight() < LEAST_SEEN {
        return best.weight() >= LEAST_AHEAD && lead >= FAR_AHEAD && name::is_product(data);
    }
    !is_of_list(data, best) && (lead >= CLEAR || best.weight() >= SURE_SEEN)
}

/// Whether an amount is one of several equals in elements of one kind, as those of a list of products are. Two may be
/// the ends of a range.
fn is_of_list(data: &Data<'_>, best: &Group) -> bool {
    let Some(shown) = data.prices.iter().find(|seen| seen.amount == best.amount) else {
        return false;
    };
    let own = without_digits(&shown.place);
    let mut close = data.prices.iter().filter(|seen| shown.score - seen.score < EQUAL);
    let others = close
        .clone()
        .filter(|seen| seen.amount != shown.amount && without_digits(&seen.place) == own);
    let is_list = others.count() >= MANY;
    is_list || (!name::is_product(data) && close.nth(MOST_ON_NO_PRODUCT).is_some())
}

/// `div#price_5` and `div#price_6` are of one kind.
fn without_digits(place: &str) -> String {
    place.chars().filter(|c| !c.is_ascii_digit()).collect()
}

fn tell(data: &Data<'_>, claims: &[Claim<Amount>], chosen: Option<Decimal>, found: &mut Vec<Evidence>) {
    for claim in claims {
        let amount = claim.value.0;
        found.push(evidence(
            "price",
            claim,
            amount.to_string(),
            chosen == Some(amount),
        ));
    }
    for seen in data.prices.iter().take(8) {
        let claim = Claim {
            value: (),
            source: format!("visible {}", seen.place),
            weight: seen.score,
        };
        found.push(evidence(
            "price",
            &claim,
            seen.amount.to_string(),
            chosen == Some(seen.amount),
        ));
    }
}

type Amount = (Decimal, Option<String>);

struct Group {
    amount: Decimal,
    structured: f32,
    visible: Option<f32>,
    /// How many more or less good places show it.
    places: u8,
}

impl Group {
    /// The best place counts.
    fn see(&mut self, score: f32) {
        self.visible = Some(self.visible.map_or(score, |best| best.max(score)));
        self.places += u8::from(score > 0.0 && self.places < 4);
    }

    /// What data state is not less sure for standing in a bad place too: a threshold may be the same amount.
    fn weight(&self) -> f32 {
        let least = if self.structured > 0.0 { -0.5 } else { -2.5 };
        self.structured + self.visible.unwrap_or_default().clamp(least, 6.0) + 0.15 * f32::from(self.places)
    }
}

fn groups(data: &Data<'_>, claims: &[Claim<Amount>]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut group = |amount: Decimal| -> usize {
        match groups.iter().position(|group| group.amount == amount) {
            Some(at) => at,
            None => {
                groups.push(Group {
                    amount,
                    structured: 0.0,
                    visible: None,
                    places: 0,
                });
                groups.len() - 1
            }
        }
    };
    let structured: Vec<(usize, f32)> = claims
        .iter()
        .map(|claim| (group(claim.value.0), claim.weight))
        .collect();
    let visible: Vec<(usize, f32)> = data
        .prices
        .iter()
        .map(|seen| (group(seen.amount), seen.score))
        .collect();
    for (at, weight) in structured {
        let so_far = groups[at].structured;
        groups[at].structured = so_far.max(weight) + 0.4 * so_far.min(weight);
    }
    for (at, score) in visible {
        groups[at].see(score);
    }
    groups
}

fn claims(data: &Data<'_>) -> Vec<Claim<Amount>> {
    let meta = data.meta.item();
    let source = meta
        .as_ref()
        .map_or(String::new(), |(_, source)| format!("meta {source}"));
    let sources = [
        (name::main(&data.json_ld, data), "json-ld", 2.7),
        (data.microdata.first(), "microdata", 2.5),
        (meta.as_ref().map(|(item, _)| item), source.as_str(), 2.3),
        (data.embedded.first(), "script", 1.6),
    ];
    let stated = sources
        .into_iter()
        .filter_map(|(item, source, weight)| Some(of_item(item?, source, weight)))
        .flatten();
    stated
        .map(|claim| {
            if is_outdated(data, claim.value.0) {
                weakened(claim)
            } else {
                claim
            }
        })
        .collect()
}

/// Whether the page shows an amount as the one before a lower price: then the data were not kept up.
fn is_outdated(data: &Data<'_>, amount: Decimal) -> bool {
    let is_old = data
        .prices
        .iter()
        .any(|seen| seen.amount == amount && seen.is_old);
    let asked = data.prices.iter().find(|seen| !seen.is_old);
    is_old && asked.is_some_and(|asked| asked.score >= LEAST_SEEN && asked.amount < amount)
}

fn weakened(claim: Claim<Amount>) -> Claim<Amount> {
    Claim {
        weight: 0.4 * claim.weight,
        ..claim
    }
}

/// An item's prices; where they differ, none of them is sure.
fn of_item(item: &Item, source: &str, weight: f32) -> Vec<Claim<Amount>> {
    let mut claims: Vec<Claim<Amount>> = Vec::new();
    for offer in item.best().into_iter().chain(&item.offers) {
        let Some(amount) = offer.price else { continue };
        if claims.iter().all(|claim| claim.value.0 != amount) {
            let weight = if claims.is_empty() { weight } else { 0.6 * weight };
            claims.push(Claim {
                value: (amount, offer.currency.clone()),
                source: source.to_owned(),
                weight,
            });
        }
    }
    if claims.len() > 1 {
        claims[0].weight *= 0.75;
    }
    claims
}

/// Where the amount stands decides; else any price's currency, the sign in the page's country, the country.
fn currency(
    data: &Data<'_>,
    best: &Group,
    claims: &[Claim<Amount>],
    found: &mut Vec<Evidence>,
) -> Option<String> {
    let stated = claims.iter().filter_map(|claim| {
        let weight = if claim.value.0 == best.amount { 3.0 } else { 1.2 };
        named(claim.value.1.clone()?, &claim.source, weight)
    });
    let shown = data.prices.iter().filter(|seen| seen.amount == best.amount);
    let written = shown.clone().find_map(|seen| Some((seen.currency?, &seen.place)));
    let written = written.and_then(|(code, place)| named(code.to_owned(), &format!("visible {place}"), 2.5));
    let signed = shown
        .filter_map(|seen| seen.sign)
        .find_map(|sign| Some((data.locale.currency(sign)?, sign)));
    let signed = signed.and_then(|(code, sign)| named(code.to_owned(), &format!("visible {sign}"), 1.0));
    let usual = data.locale.usual_currency();
    let usual = usual.and_then(|code| named(code.to_owned(), "country", 0.5));
    let mut all: Vec<Claim<String>> = Vec::new();
    for claim in stated.chain(written).chain(signed).chain(usual) {
        let is_known = all
            .iter()
            .any(|known| known.value == claim.value && known.source == claim.source);
        if !is_known {
            all.push(claim);
        }
    }
    choose("currency", all, found)
}

fn named(value: String, source: &str, weight: f32) -> Option<Claim<String>> {
    Some(Claim {
        value,
        source: source.to_owned(),
        weight,
    })
}
