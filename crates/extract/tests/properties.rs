//! A short run of what the fuzzers run for long.

#[path = "properties/entry_points.rs"]
mod entry_points;

use extract::text;
use proptest::prelude::*;
use proptest::sample::select;
use rust_decimal::Decimal;

const PARTS: &[&str] = &[
    "<h1>Album X</h1>",
    "<p class=price>",
    "$ 12.50",
    "1.299,00 €",
    "₩18,000",
    "<del>",
    "</del>",
    "<button>",
    "<button disabled>",
    "Add to cart",
    "</button>",
    "Sold out",
    "3 left",
    "재고 12",
    "已售 1.2万",
    "</p>",
    "<div class=related>",
    "</div>",
    "<table><tr><td>",
    "</table>",
    "<script type=application/ld+json>",
    "{\"@type\":\"Product\",\"offers\":{\"price\":\"12\"}}",
    "</script>",
    "<!--",
    "-->",
    "<meta property=og:price:amount content=12>",
    "<span itemprop=price>",
    "<template>",
    "<svg>",
    "<select><option>",
    "\0",
    "&#x110000;",
    "<b><p></b>",
    "<title>Just a moment...</title>",
    "<input type=password>",
    "<",
    ">",
    "\"",
    " ",
];

const JSON: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"@type\":\"Product\"",
    "\"@graph\":",
    "\"offers\":",
    "\"price\":",
    "\"12.50\"",
    "1e400",
    "-3",
    "null",
    "\"name\":\"A\"",
    "\"availability\":\"https://schema.org/OutOfStock\"",
    "\"hasVariant\":",
    "\"priceSpecification\":",
    "\"",
    "\\",
    "<!--",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_page_is_read_or_refused(page in any::<String>()) {
        entry_points::html(&page);
    }

    #[test]
    fn any_mixture_of_a_shops_markup_is_read_or_refused(parts in proptest::collection::vec(select(PARTS), 0..24)) {
        entry_points::html(&parts.concat());
    }

    #[test]
    fn any_json_ld_leaves_the_page_readable(parts in proptest::collection::vec(select(JSON), 0..24)) {
        entry_points::json_ld(&parts.concat());
    }

    #[test]
    fn any_text_is_a_price_or_none(text in "[0-9０-９., '’\u{a0}$€¥円원万kKHRMUSD%A-Za-z-]{0,40}") {
        entry_points::price(&text);
    }

    #[test]
    fn a_price_is_read_back_in_every_spelling(units in 0_u32..10_000_000, cents in 0_u32..100) {
        let amount = Decimal::new(i64::from(units) * 100 + i64::from(cents), 2).normalize();
        let digits = units.to_string();
        let grouped = |separator: &str| {
            let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).unwrap()).collect();
            groups.join(separator)
        };
        for text in [
            format!("EUR {}.{cents:02}", grouped(",")),
            format!("{},{cents:02} €", grouped(".")),
            format!("{},{cents:02} €", grouped("\u{202f}")),
            format!("€{units}.{cents:02}"),
        ] {
            let money = text::price(&text).unwrap();
            prop_assert_eq!((money.amount, money.currency), (amount, Some("EUR")), "{}", text);
        }
    }
}
