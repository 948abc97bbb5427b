use super::*;
use crate::document;

fn counts(line: &str) -> Counts {
    let document = document::parse(&format!("<h1>Album</h1>{line}"));
    visible(&View::of(&document, &[]))
}

#[test]
fn stock_is_read_as_shops_write_it() {
    for (line, stock) in [
        ("<p>3 left</p>", 3),
        ("<p>Only 3 left in stock - order soon.</p>", 3),
        ("<p>재고 <b>12</b></p>", 12),
        ("<p>剩余 3 件</p>", 3),
        ("<p>残り3点</p>", 3),
        ("<p>noch 3 Stück</p>", 3),
        ("<p>Plus que 3 en stock</p>", 3),
        ("<dl><dt>Stock:</dt><dd>1,250</dd></dl>", 1_250),
        ("<p>재고 -3</p>", -3),
        ("<p>庫存=3</p>", 3),
        ("<p>残りわずか（あと4個）</p>", 4),
        ("<p>Disponibile - 9 pezzi</p>", 9),
        ("<p>Осталось 6 шт.</p>", 6),
        ("<p><a href=/sizes>Sizes</a> 5 in stock</p>", 5),
        ("<div><label>En stock</label> <span>2 Produits</span></div>", 2),
    ] {
        assert_eq!(counts(line).stock, Some(stock), "{line}");
    }
}

#[test]
fn sold_is_read_as_shops_write_it() {
    for (line, sold) in [
        ("<p>已售 1.2万</p>", 12_000),
        ("<p>판매 3,021</p>", 3_021),
        ("<p>1.2k sold</p>", 1_200),
        ("<p>Sold: 42</p>", 42),
        ("<p>Nuevo | +1000 vendidos</p>", 1_000),
        ("<div><div>3,814</div><div>已售出</div></div>", 3_814),
    ] {
        assert_eq!(counts(line).sold, Some(sold), "{line}");
    }
}

#[test]
fn the_products_number_is_read_beside_its_label() {
    for (line, sku) in [
        ("<p>SKU: AB-123</p>", "AB-123"),
        ("<p><span>Art.-Nr.</span> <span>4005556</span></p>", "4005556"),
        ("<p>商品番号：X-10</p>", "X-10"),
    ] {
        assert_eq!(counts(line).sku.as_deref(), Some(sku), "{line}");
    }
}

#[test]
fn other_numbers_count_nothing() {
    for line in [
        "<p>4 reviews</p>",
        "<p>(+50 disponibles)</p>",
        "<p>Sold out</p>",
        "<p>Stock up on summer</p>",
        "<p>Only today</p>",
        "<footer><p>3 left</p></footer>",
        "<p hidden>3 left</p>",
        "<a href='/other'>3 left</a>",
        "<p>Skull design</p>",
        "<p>In Stock - Nr. 601576</p>",
        "<p>IN STOCK - H20-6447PB</p>",
        "<p>38\" sold out</p>",
        "<p>Am 17. Nov um 14:22 verkauft</p>",
        "<p>20 Stück | Tabletten</p>",
        "<select><option>7 in stock</option></select>",
    ] {
        assert_eq!(counts(line), Counts::default(), "{line}");
    }
}
