use super::*;

#[test]
fn schema_orgs_words_are_known_in_every_spelling() {
    for (text, meaning) in [
        ("https://schema.org/InStock", InStock),
        ("http://schema.org/OutOfStock", OutOfStock),
        ("schema:PreOrder", PreOrder),
        ("InStock", InStock),
        ("in_stock", InStock),
        ("https://schema.org/LimitedAvailability", InStock),
        ("https://schema.org/SoldOut", OutOfStock),
        ("https://schema.org/Discontinued", OutOfStock),
        ("https://schema.org/BackOrder", PreOrder),
        ("https://schema.org/ItemAvailability", Unknown),
        ("", Unknown),
    ] {
        assert_eq!(availability(text), meaning, "{text}");
    }
}

#[test]
fn phrases_of_four_languages_are_known() {
    for (text, meaning) in [
        ("In stock", InStock),
        ("250 in stock", InStock),
        ("Add to cart", InStock),
        ("Available", InStock),
        ("Unavailable", OutOfStock),
        ("Currently\n unavailable", OutOfStock),
        ("Not in stock", OutOfStock),
        ("0 in stock", OutOfStock),
        ("SOLD OUT", OutOfStock),
        ("250 in stock. Sold out", OutOfStock),
        ("Pre-order now", PreOrder),
        ("有貨", InStock),
        ("加入购物车", InStock),
        ("暂无现货", OutOfStock),
        ("已售罄", OutOfStock),
        ("預購", PreOrder),
        ("바로구매", InStock),
        ("일시품절", OutOfStock),
        ("예약판매", PreOrder),
        ("在庫あり", InStock),
        ("在庫切れ", OutOfStock),
        ("予約受付中", PreOrder),
        ("Ships from Seoul", Unknown),
        ("售", Unknown),
    ] {
        assert_eq!(availability(text), meaning, "{text}");
    }
}
