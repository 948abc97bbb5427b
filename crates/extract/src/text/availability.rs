//! Whether something is for sale, from schema.org's words and from shops' phrases.

use domain::Availability::{self, InStock, OutOfStock, PreOrder, Unknown};

/// What a text says about availability. A refusal wins over an offer that stands beside it ("250 in stock. Sold out").
pub fn availability(text: &str) -> Availability {
    let schema = schema_word(text);
    if schema != Unknown {
        return schema;
    }
    let text = super::fold(text).to_lowercase();
    let says = |phrases: &[&str]| phrases.iter().any(|phrase| contains(&text, phrase));
    if says(SOLD_OUT) {
        OutOfStock
    } else if says(AHEAD) {
        PreOrder
    } else if says(FOR_SALE) {
        InStock
    } else {
        Unknown
    }
}

/// `https://schema.org/InStock`, `InStock`, `in_stock`.
fn schema_word(text: &str) -> Availability {
    let word = text.trim().rsplit(['/', '#', ':']).next().unwrap_or_default();
    let has_other = word.contains(|c: char| !c.is_ascii_alphabetic() && !matches!(c, ' ' | '_' | '-'));
    let letters: String = word.chars().filter(char::is_ascii_alphabetic).collect();
    match letters.to_ascii_lowercase().as_str() {
        _ if has_other => Unknown,
        "instock" | "instoreonly" | "onlineonly" | "limitedavailability" | "madetoorder" => InStock,
        "outofstock" | "soldout" | "discontinued" | "reserved" => OutOfStock,
        "preorder" | "presale" | "backorder" => PreOrder,
        _ => Unknown,
    }
}

/// Whether a phrase stands in a text, an English one not as part of a longer word: `unavailable` is not `available`.
fn contains(text: &str, phrase: &str) -> bool {
    let is_word = phrase.is_ascii();
    text.match_indices(phrase).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + phrase.len()..].chars().next();
        let touches = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        !is_word || !(touches(before) || touches(after))
    })
}

const SOLD_OUT: &[&str] = &[
    "out of stock",
    "out-of-stock",
    "sold out",
    "sold-out",
    "soldout",
    "not in stock",
    "no longer available",
    "not available",
    "currently unavailable",
    "unavailable",
    "no stock",
    "0 in stock",
    "0 left",
    "sales ended",
    "sale ended",
    "缺貨",
    "缺货",
    "售罄",
    "售完",
    "完售",
    "賣完",
    "卖完",
    "無庫存",
    "无库存",
    "沒有庫存",
    "沒有現貨",
    "没有现货",
    "暫無現貨",
    "暂无现货",
    "无货",
    "無貨",
    "已下架",
    "已結束",
    "已结束",
    "补货中",
    "補貨中",
    "품절",
    "매진",
    "재고 없음",
    "재고없음",
    "판매종료",
    "판매 종료",
    "판매완료",
    "판매중지",
    "구매불가",
    "売り切れ",
    "売切",
    "品切れ",
    "在庫切れ",
    "在庫なし",
    "在庫無し",
    "在庫がありません",
    "完売",
    "販売終了",
    "受付終了",
    "入荷待ち",
];

const AHEAD: &[&str] = &[
    "pre-order",
    "preorder",
    "pre order",
    "預購",
    "预购",
    "預訂",
    "预订",
    "預售",
    "预售",
    "예약판매",
    "예약 판매",
    "예약구매",
    "예약 구매",
    "예약주문",
    "予約受付中",
    "予約する",
    "予約商品",
    "予約販売",
];

const FOR_SALE: &[&str] = &[
    "in stock",
    "in-stock",
    "available",
    "available now",
    "add to cart",
    "add to bag",
    "add to basket",
    "buy now",
    "left in stock",
    "有貨",
    "有货",
    "現貨",
    "现货",
    "有庫存",
    "有库存",
    "尚有庫存",
    "加入購物車",
    "加入购物车",
    "放入購物車",
    "立即購買",
    "立即购买",
    "발매중",
    "판매중",
    "판매 중",
    "재고 있음",
    "재고있음",
    "구매하기",
    "바로구매",
    "바로 구매",
    "장바구니",
    "在庫あり",
    "在庫有り",
    "在庫有",
    "在庫残り",
    "残りわずか",
    "残り僅か",
    "カートに入れる",
    "カートに追加",
    "購入する",
    "今すぐ購入",
];

#[cfg(test)]
mod tests {
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
}
