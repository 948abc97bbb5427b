//! Whether a page's product is for sale, rule by rule.

use domain::Availability::{self, InStock, OutOfStock, PreOrder};

use crate::read;

fn availability(body: &str) -> Availability {
    let html = format!(
        "<html><head><title>Photobook Album</title></head><body><div class=product><h1>Photobook Album</h1>\
         <div class=price>$18.00</div>{body}</div></body></html>"
    );
    read(&html, None).unwrap().reading.availability
}

#[test]
fn a_refusal_in_a_short_block_beside_the_title_is_seen() {
    for refusal in [
        "Out of stock",
        "Sold out",
        "Ausverkauft",
        "Rupture de stock",
        "Agotado",
        "Esaurito",
        "품절",
        "已售罄",
        "売り切れ",
    ] {
        for (open, close) in [
            ("<span>", "</span>"),
            ("<strong>", "</strong>"),
            ("<em>", "</em>"),
            ("<span class=badge>", "</span>"),
            ("<br><span>", "</span>"),
            ("<img alt='", "'>"),
        ] {
            let body = format!("{open}{refusal}{close}");
            assert_eq!(availability(&body), OutOfStock, "{body}");
        }
    }
}

#[test]
fn a_refusal_of_a_part_or_of_another_thing_is_none_of_the_product() {
    let comment = |text: &str| format!("<div class=c><b>Someone</b><p>{text}</p></div>");
    let comments = [
        "到處都缺貨,終於在這裡買到!兩天就到了",
        "買了3個送人,很好,謝謝賣家",
        "顏色比照片深一點,但是很好看",
    ];
    for other in [
        "<span class=badge>Sale</span><span class=badge>Sold out</span>".to_owned(),
        "<ul><li><input type=radio>Blue <span>(out of stock)</span></li></ul>".to_owned(),
        "<ul><li>Grey</li><li>Green <span>Sold out</span></li></ul>".to_owned(),
        "<ul><li><button aria-disabled=true>41 <span>Sold out</span></button></li></ul>".to_owned(),
        "<table><tr><td>○</td><td>×売り切れ</td></tr></table>".to_owned(),
        "<p>This product is not available for VAT relief</p>".to_owned(),
        "<div><p>Store pickup</p><strong>Not available</strong></div>".to_owned(),
        "<div><div>3,814</div><div>已售出</div></div>".to_owned(),
        comments.map(comment).concat(),
        "<h3>この商品を買った人はこんな商品も買っています</h3><div><p>ノート</p><p>売り切れ</p></div>"
            .to_owned(),
    ] {
        let body = format!("<button>Add to cart</button>{other}");
        assert_eq!(availability(&body), InStock, "{body}");
    }
}

#[test]
fn a_label_says_what_it_says_in_any_list() {
    for (line, value) in [
        ("Availability: Out Of Stock", OutOfStock),
        ("Availability: 7-10 Production Days", InStock),
        ("Verfügbarkeit: 3 Werktage", InStock),
    ] {
        let body = format!("<ul><li>Brand: X</li><li>{line}</li></ul><button>Add to cart</button>");
        assert_eq!(availability(&body), value, "{line}");
    }
}

#[test]
fn what_can_be_bought_from_a_day_on_is_ahead() {
    for text in [
        "Available from 12 March",
        "Lieferbar ab 12. März 2026",
        "Disponible à partir du 12 mars",
        "Disponible desde el 12 de marzo",
        "Disponibile dal 12.03.2026",
    ] {
        assert_eq!(availability(&format!("<p>{text}</p>")), PreOrder, "{text}");
    }
    assert_eq!(availability("<p>Available from 3 sellers</p>"), InStock);
}
