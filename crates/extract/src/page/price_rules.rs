//! Which amount of a page is the price, rule by rule.

use crate::read;

/// The price of a page about an album.
fn price(body: &str) -> Option<String> {
    let html = format!(
        "<html><head><title>Blue Album | Shop</title></head><body><h1>Blue Album</h1>{body}</body></html>"
    );
    let reading = read(&html, None).ok()?.reading;
    reading.price.map(|price| price.to_string())
}

#[test]
fn an_amount_in_a_sentence_is_not_the_price() {
    for other in [
        "<p>Please allow $4 for planting a tree with every order that you make with us today.</p>",
        "<p>Orders of more than $50 are sent without a charge. Others are sent for $6, whatever they weigh.</p>",
        "<p>50,000원 이상 구매 시 무료배송. 그 외 배송비 3,000원. 제주·도서산간 추가 3,000원.</p>",
        "<ul><li>Ex Tax: $9.50</li></ul>",
        "<p>2 or more $8.00</p>",
        "<p>Any 3 for $30.00</p>",
        "<p>10+ $8.00</p>",
        "<p>Members $10.80</p>",
        "<p>Gift wrapping $3.00</p>",
        "<p>Deposit $6.00</p>",
        "<p>4 payments of $3.00</p>",
        "<style>.w{text-decoration:line-through}</style><div class=w>$15.00</div>",
        "<p>$17.00 for both</p>",
        "<select><option>with a box +$30.00</option></select>",
        "<p>as low as $1.20</p>",
    ] {
        for body in [
            format!("<div>$12.00</div>{other}<button>Add to cart</button>"),
            format!("{other}<div>$12.00</div><button>Add to cart</button>"),
        ] {
            assert_eq!(price(&body).as_deref(), Some("12"), "{body}");
        }
    }
}

#[test]
fn a_number_in_the_products_name_does_not_count_pieces() {
    assert_eq!(
        price("<p>Phone 15 for $799</p><button>Add to cart</button>").as_deref(),
        Some("799")
    );
}

#[test]
fn a_name_that_sounds_like_a_part_of_the_price_is_one_of_the_price() {
    for (body, amount) in [
        (
            "<tr><th>판매가<td>52,000원<tr><th>할인판매가<td>46,800원 <span>(5,200원 할인)</span>",
            "46800",
        ),
        (
            "<tr><th>정가<td>52,000원<tr><th>판매가<td>43,600원 (16% 할인)",
            "43600",
        ),
        ("<tr><th>原價<td>NT$ 500<tr><th>折扣價<td>NT$ 450", "450"),
    ] {
        let body = format!("<table>{body}</table><button>구매하기</button>");
        assert_eq!(price(&body).as_deref(), Some(amount), "{body}");
    }
}

#[test]
fn parts_of_one_amount_are_put_together_however_they_are_split() {
    for (body, amount) in [
        ("<div class=price>89<span>€99</span></div>", "89.99"),
        ("<div class=price>24<sup>€50</sup></div>", "24.5"),
        ("<div class=price>$1,896<sup>95</sup></div>", "1896.95"),
        (
            "<div class=price><span>43,600</span>원 (배송비 무료)</div>",
            "43600",
        ),
        ("<div class=price><span>US$</span>55<sup>99</sup></div>", "55.99"),
        ("<div class=price>Size 42 <b>€99</b></div>", "99"),
    ] {
        assert_eq!(price(body).as_deref(), Some(amount), "{body}");
    }
}

#[test]
fn a_class_speaks_against_an_amount_only_beside_a_better_one() {
    for (body, amount) in [
        (
            "<div class=price-box><span class=regular-price><span class=price>$40.00</span></span></div>",
            "40",
        ),
        (
            "<div class=price-box><span class=regular-price>$40.00</span> <span class=special-price>$30.00</span></div>",
            "30",
        ),
        (
            "<div class=price><span class=price-unit--normal>399 €</span></div>",
            "399",
        ),
        (
            "<div class=price><b class=price>399 €</b> <span class=unit-price>79,80 €</span></div>",
            "399",
        ),
        (
            "<div class=price><i class=origin-price>$27.90</i><b class=total-price>$22.90</b></div>",
            "22.9",
        ),
        (
            "<div class='product-price has-discount'>63,20 € <span>Économisez 20%</span></div><p>52,67 € HT</p>",
            "63.2",
        ),
    ] {
        let body = format!("{body}<button>Add to cart</button>");
        assert_eq!(price(&body).as_deref(), Some(amount), "{body}");
    }
}

#[test]
fn data_that_state_what_the_page_shows_as_the_old_price_were_not_kept_up() {
    let data = r#"<script type="application/ld+json">{"@type":"Product","name":"Blue Album","offers":{"price":89,"priceCurrency":"USD"}}</script>"#;
    for shown in [
        "<p><span class=price-now>$71.20</span> <span class=price-was>$89.00</span></p>",
        "<p class=price><del>$89.00</del> <ins>$71.20</ins></p>",
    ] {
        let body = format!("{data}{shown}<button>Add to bag - $71.20</button>");
        assert_eq!(price(&body).as_deref(), Some("71.2"), "{body}");
    }
}

#[test]
fn good_data_are_not_lost_to_a_bad_place_of_the_same_amount() {
    for kind in ["Product", "MusicEvent"] {
        let data = format!(
            r#"<script type="application/ld+json">{{"@type":"{kind}","name":"Blue Album","offers":{{"price":50,"priceCurrency":"USD"}}}}</script>"#
        );
        let body = format!("{data}<footer>Free shipping over $50</footer>");
        assert_eq!(price(&body).as_deref(), Some("50"), "{body}");
    }
}

#[test]
fn used_goods_are_another_offer() {
    let offer = |price: f32, condition: &str| {
        format!(
            r#"{{"@type":"Offer","price":{price},"itemCondition":"https://schema.org/{condition}Condition"}}"#
        )
    };
    let page = |offers: String| {
        let data = format!(
            r#"{{"@type":"Product","name":"Blue Album","offers":{{"@type":"AggregateOffer","lowPrice":12,"offers":[{offers}]}}}}"#
        );
        price(&format!("<script type=\"application/ld+json\">{data}</script>"))
    };
    let (new, used) = (offer(24.5, "New"), offer(12.0, "Used"));
    assert_eq!(page(format!("{used},{new}")).as_deref(), Some("24.5"));
    assert_eq!(page(used).as_deref(), Some("12"));
}

#[test]
fn of_a_list_of_tiers_the_first_is_what_one_costs() {
    let tier = |from: &str, amount: &str| format!("<tr><td>{from}</td><td class=tier>{amount}</td></tr>");
    let tiers = [tier("1", "$3.46"), tier("10", "$2.49"), tier("100", "$1.71")].concat();
    assert_eq!(
        price(&format!("<table>{tiers}</table><button>Add to cart</button>")).as_deref(),
        Some("3.46")
    );
}

#[test]
fn other_products_built_alike_have_other_prices() {
    let card = |name: &str, amount: &str| {
        format!(
            "<div class=card><a href=/x>{name} of the same label</a><span class=price>{amount}</span></div>"
        )
    };
    let cards = [
        card("Red Album", "$9.00"),
        card("Green Album", "$8.00"),
        card("Grey Album", "$7.00"),
    ]
    .concat();
    assert_eq!(
        price(&format!("<div>$12.00</div><button>Add to cart</button>{cards}")).as_deref(),
        Some("12")
    );
    assert_eq!(price(&cards), None);
}

#[test]
fn the_only_amount_of_a_product_page_is_its_price_without_a_heading() {
    let html =
        "<title>Shop</title><div class=order><p>Album<p><b>870 руб</b><button>В корзину</button></div>";
    let reading = read(html, None).unwrap().reading;
    assert_eq!(reading.price, Some(870.into()));
}
