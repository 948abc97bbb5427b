use chrono::TimeDelta;

use super::*;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// One offer per ten seconds over `hours` from a fixed instant.
fn watch(event: &str, hours: i64) -> Vec<Offer> {
    let start = at("2026-02-28T04:00:00Z");
    (0..hours * 360)
        .map(|n| offer(event, start + TimeDelta::seconds(10 * n)))
        .collect()
}

#[test]
fn the_same_name_and_time_give_the_same_offer() {
    let now = at("2026-02-28T05:59:30Z");
    assert_eq!(offer("ABC", now), offer("ABC", now));
    assert_ne!(offer("ABC", now).sku, offer("XYZ", now).sku);
}

#[test]
fn known_offers_stay_as_they_are() {
    let table = [
        ("ABC", "2026-02-28T06:00:00Z", (128, 82, 192200)),
        ("ABC", "2026-02-28T07:00:00Z", (108, 145, 192283)),
        ("ILLIT 서울", "2026-11-24T00:00:00Z", (118, 34, 178952)),
    ];
    for (event, now, expected) in table {
        let Offer {
            price, stock, sold, ..
        } = offer(event, at(now));
        assert_eq!((price, stock, sold), expected, "{event} at {now}");
    }
}

#[test]
fn over_a_day_stock_falls_in_bursts_runs_out_and_is_restocked() {
    for event in ["ABC", "XYZ", "", "💥"] {
        let day = watch(event, 24);
        let falls: Vec<u64> = day
            .windows(2)
            .filter_map(|w| w[0].stock.checked_sub(w[1].stock))
            .collect();
        let restocks = day.windows(2).filter(|w| w[1].stock > w[0].stock).count();
        assert!(
            falls.iter().filter(|&&fall| fall == 0).count() > 100,
            "{event}: calm times"
        );
        assert!(falls.iter().max() >= Some(&2), "{event}: bursts");
        assert_eq!(restocks, 16, "{event}");
        assert!(day.iter().any(|offer| !offer.in_stock()), "{event} sells out");
        assert!(
            day.iter().any(|offer| offer.stock > 60),
            "{event} is well stocked at times"
        );
    }
}

#[test]
fn sold_only_grows_and_by_what_leaves_the_shelf() {
    for pair in watch("ABC", 24).windows(2) {
        assert!(pair[1].sold >= pair[0].sold);
        if pair[1].stock <= pair[0].stock {
            assert_eq!(pair[1].sold - pair[0].sold, pair[0].stock - pair[1].stock);
        }
    }
}

#[test]
fn the_price_is_sometimes_lower_than_the_list_price_and_never_higher() {
    let day = watch("ABC", 24);
    let promotions = day.iter().filter(|offer| offer.price < offer.list_price).count();
    assert!(
        day.iter()
            .all(|offer| offer.price <= offer.list_price && offer.price >= 100)
    );
    assert!(
        promotions > day.len() / 10 && promotions < day.len() * 7 / 10,
        "{promotions} of {}",
        day.len()
    );
}

#[test]
fn no_related_item_costs_what_the_album_may_cost() {
    for event in ["ABC", "XYZ", "ILLIT", "a"] {
        let prices: Vec<u64> = watch(event, 24).iter().map(|offer| offer.price).collect();
        assert!(
            related(event).iter().all(|item| !prices.contains(&item.price)),
            "{event}"
        );
    }
}

#[test]
fn times_before_1970_are_times_too() {
    let early = offer("ABC", at("1969-12-31T23:00:00Z"));
    assert!(early.stock <= 200 && early.price >= 100);
}
