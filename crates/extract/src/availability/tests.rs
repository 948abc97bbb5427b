use domain::Availability::{self, InStock, OutOfStock, PreOrder, Unknown};

use super::*;
use crate::document;

/// What weighs most on a page with a title.
fn seen(body: &str) -> Availability {
    let document = document::parse(&format!("<title>Album X</title><h1>Album X</h1>{body}"));
    let view = View::of(&document, &["Album X"]);
    let candidates = visible(&view);
    let weight = |value| -> f32 {
        candidates
            .iter()
            .filter(|c| c.value == value)
            .map(|c| c.confidence)
            .sum()
    };
    let values = [InStock, OutOfStock, PreOrder]
        .into_iter()
        .filter(|value| weight(*value) > 0.0);
    values
        .max_by(|a, b| weight(*a).total_cmp(&weight(*b)))
        .unwrap_or_default()
}

#[test]
fn a_button_tells_in_every_language_whether_the_product_can_be_bought() {
    for (label, value) in [
        ("Add to cart", InStock),
        ("Buy now", InStock),
        ("Add to bag – HK$ 128", InStock),
        ("In den Warenkorb", InStock),
        ("Ajouter au panier", InStock),
        ("Añadir al carrito", InStock),
        ("Aggiungi al carrello", InStock),
        ("Adicionar ao carrinho", InStock),
        ("In winkelwagen", InStock),
        ("Dodaj do koszyka", InStock),
        ("加入購物車", InStock),
        ("加入购物车", InStock),
        ("立即購買", InStock),
        ("カートに入れる", InStock),
        ("購入", InStock),
        ("장바구니 담기", InStock),
        ("구매하기", InStock),
        ("Pre-order", PreOrder),
        ("Vorbestellen", PreOrder),
        ("予約する", PreOrder),
        ("Sold out", OutOfStock),
        ("Ausverkauft", OutOfStock),
        ("Notify me when available", OutOfStock),
        ("Join the waitlist", OutOfStock),
        ("貨到通知我", OutOfStock),
        ("再入荷お知らせ", OutOfStock),
        ("재입고 알림 신청", OutOfStock),
        ("How to buy", Unknown),
        ("View cart", Unknown),
        ("Search", Unknown),
    ] {
        assert_eq!(
            seen(&format!("<p>HK$ 128</p><button>{label}</button>")),
            value,
            "{label}"
        );
    }
}

#[test]
fn a_button_that_cannot_be_pressed_refuses() {
    for button in [
        "<button disabled>Add to cart</button>",
        "<button aria-disabled=true>Add to cart</button>",
        "<a class='btn btn--disabled'>Add to cart</a>",
        "<div class='add-to-cart is-disabled'><span>Add to cart</span></div>",
        "<input type=submit disabled value='Add to cart'>",
    ] {
        assert_eq!(seen(button), OutOfStock, "{button}");
    }
    for button in [
        "<input type=submit value='Add to cart'>",
        "<button class='disabled:opacity-50'>Add to cart</button>",
        "<a disabled=false href=/cart/add>Add to cart</a>",
        "<button aria-label='Add to cart'><svg></svg></button>",
    ] {
        assert_eq!(seen(button), InStock, "{button}");
    }
}

#[test]
fn a_text_near_the_title_tells() {
    for (text, value) in [
        ("In stock", InStock),
        ("Only 2 left in stock", InStock),
        ("Only <b>2</b> left", InStock),
        ("Availability: available", InStock),
        ("Lieferbar - in 3-5 Werktagen bei dir", InStock),
        ("Sofort lieferbar", InStock),
        ("Disponibilità: solo 1", InStock),
        ("有現貨", InStock),
        ("在庫あり", InStock),
        ("재고 12", InStock),
        ("Almost sold out!", Unknown),
        ("While stocks last", Unknown),
        ("Temporarily out of stock", OutOfStock),
        ("Currently unavailable.", OutOfStock),
        ("This item is sold", OutOfStock),
        ("<table><tr><td>In stock:<td>No</table>", OutOfStock),
        ("<table><tr><td>In stock:<td>Yes</table>", InStock),
        ("0 in stock", OutOfStock),
        ("Actuellement indisponible.", OutOfStock),
        ("Non disponibile.", OutOfStock),
        ("Derzeit nicht verfügbar", OutOfStock),
        ("已售罄", OutOfStock),
        ("庫存：0", OutOfStock),
        ("品切れ中", OutOfStock),
        ("일시품절", OutOfStock),
        ("Discontinued", OutOfStock),
        ("Coming soon", PreOrder),
        ("Delivery available", Unknown),
        ("Available on the App Store", Unknown),
        ("Not available in stores", Unknown),
        ("Image not available", Unknown),
        ("Live chat isn't available right now", Unknown),
        ("Date first available: 2020", Unknown),
    ] {
        assert_eq!(seen(&format!("<p>HK$ 128</p><p>{text}</p>")), value, "{text}");
    }
}

#[test]
fn a_refusal_beside_an_offer_wins() {
    assert_eq!(seen("<p>250 in stock</p><p>Out of stock</p>"), OutOfStock);
    assert_eq!(
        seen("<p>250 in stock</p><button disabled>Sold out</button>"),
        OutOfStock
    );
    assert_eq!(
        seen("<p>Out of stock</p><button>Add to wishlist</button>"),
        OutOfStock
    );
}

#[test]
fn what_is_about_something_else_says_nothing() {
    for refusal in [
        "<div class=related-products><p>Out of stock</p></div>",
        "<footer><p>Sold out</p></footer>",
        "<div class=reviews><p>It was sold out in a day</p></div>",
        "<select><option>XL - sold out</select>",
        "<ul class=size-options><li>XL sold out</li></ul>",
        "<script>var a = '<p>Sold out</p>'</script>",
        "<template><p>Sold out</p></template>",
        "<p hidden>Sold out</p>",
        "<p style='display: none'>Sold out</p>",
        "<div role=dialog><p>Sold out</p></div>",
        "<nav><a href=/x>Sold out</a></nav>",
    ] {
        assert_eq!(
            seen(&format!("<button>Add to cart</button>{refusal}")),
            InStock,
            "{refusal}"
        );
        assert_eq!(seen(refusal), Unknown, "{refusal}");
    }
}

#[test]
fn a_refusal_of_something_else_does_not_hide_that_the_product_is_for_sale() {
    let buy = "<button>Add to cart</button>";
    for other in [
        "<div>Storage <a>256 GB</a><a>512 GB <i>Currently unavailable</i></a></div>",
        "<div><label>Size <select><option>25</option><option>26 - agotado</option></select></label></div>",
        "<div class=tile><button>Other Album (Sold Out)</button></div>",
        "<div class=tile><p>Other Album Sold Out $9.90</p></div>",
        "<p>最中 10個 1,980円(税込) 品切れ</p>",
        "<p>Was sold out for months, so happy to have it!</p>",
        "<p>Estuvo agotado meses, por fin.</p>",
        "<p>War lange ausverkauft, endlich wieder da!</p>",
        "<p>Abholung in Filiale Köln: nicht verfügbar</p>",
        "<p>Out of stock at Springfield</p>",
        "<div class=ng-hide>Sold out</div>",
        "<p class=displaynone>품절</p>",
        "<style>.msg{display:none}</style><p class=msg>Sold out</p>",
        "<div><h3>You may also like</h3><p>Sold out</p></div>",
        "<div><h4>レビュー</h4><p>売り切れ</p></div>",
    ] {
        assert_eq!(seen(&format!("{buy}{other}")), InStock, "{other}");
    }
}

#[test]
fn a_refusal_of_the_product_itself_still_counts() {
    for own in [
        "<button>Add to cart</button><p>Sold out</p>",
        "<p>Sorry, this item is currently unavailable.</p>",
        "<p>HK$ 128 Sold out</p>",
        "<button>Sold out</button>",
        "<button>Sold out - $39</button>",
    ] {
        assert_eq!(seen(own), OutOfStock, "{own}");
    }
}

#[test]
fn a_locked_button_says_less_than_a_count() {
    let locked = "<button disabled>Add to cart</button>";
    assert_eq!(seen(locked), OutOfStock);
    assert_eq!(seen(&format!("{locked}<p>58 in stock</p>")), InStock);
}
