//! What the class, id and test names of an element say, in the words that shops everywhere use.

use scraper::node;

/// A set of meanings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Words(u32);

impl Words {
    /// A price.
    pub(crate) const PRICE: Self = Self(1);
    /// What something used to cost, or what others ask for it.
    pub(crate) const OLD: Self = Self(1 << 1);
    /// What something costs now.
    pub(crate) const CURRENT: Self = Self(1 << 2);
    /// What is saved, an instalment, shipping, the price of a measure.
    pub(crate) const PARTIAL: Self = Self(1 << 3);
    /// Other products, navigation, the cart, reviews.
    pub(crate) const OTHERS: Self = Self(1 << 4);
    /// Struck out.
    pub(crate) const STRUCK: Self = Self(1 << 5);
    /// Not shown.
    pub(crate) const HIDDEN: Self = Self(1 << 6);
    /// The part of a price behind the decimal point.
    pub(crate) const CENTS: Self = Self(1 << 7);
    /// Buying.
    pub(crate) const BUY: Self = Self(1 << 8);
    /// Stock and availability.
    pub(crate) const STOCK: Self = Self(1 << 9);
    /// A product's title.
    pub(crate) const TITLE: Self = Self(1 << 10);
    /// The product itself.
    pub(crate) const PRODUCT: Self = Self(1 << 11);
    /// One of several things to choose from.
    pub(crate) const OPTION: Self = Self(1 << 12);
    /// Something beside the price, or the price for some.
    pub(crate) const ASPECT: Self = Self(1 << 13);

    /// Part of a price beside a better one; alone in its place the price itself.
    pub(crate) const UNIT: Self = Self(1 << 14);

    /// Others by a word that is also used for the product's own parts.
    pub(super) const LOOSE: Self = Self(1 << 15);

    const MINI: Self = Self(1 << 20);
    const CART: Self = Self(1 << 21);
    const LIST: Self = Self(1 << 22);
    const ADD: Self = Self(1 << 23);
    const CROSS: Self = Self(1 << 24);
    const SELL: Self = Self(1 << 25);
    const TOTAL: Self = Self(1 << 26);

    /// Whether it has one of the meanings of another set.
    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The meanings of both.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is also in another set.
    pub(crate) fn only(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What a whole page is called says nothing about a part of it.
    pub(super) fn of(node: &node::Element) -> Self {
        if matches!(node.name(), "html" | "body") {
            return Self::default();
        }
        let attributes = ["class", "id", "itemprop", "data-test", "data-testid", "data-role"];
        let mut all = Self::default();
        for text in attributes.iter().filter_map(|name| node.attr(name)) {
            for name in text.split_ascii_whitespace() {
                all = all.and(Self::of_name(name));
            }
        }
        all
    }

    fn of_name(name: &str) -> Self {
        if HIDING.contains(&name) {
            return Self::HIDDEN;
        }
        let is_a_state = STATES.iter().any(|state| name.starts_with(state));
        if is_a_state {
            return Self::default();
        }
        let found = parts(name).fold(Self::default(), |words, part| words.and(Self::of_word(part)));
        found.combined()
    }

    /// Some words mean something only beside another: `mini-cart`, `list-price`, `cross-sell`.
    fn combined(self) -> Self {
        let mut words = self;
        if words.has(Self::CART) && words.has(Self::MINI) && !words.has(Self::ADD) {
            words = words.and(Self::OTHERS);
        }
        if words.has(Self::CART) && words.has(Self::ADD) {
            words = words.and(Self::BUY);
        }
        if words.has(Self::LIST) && words.has(Self::PRICE) && !words.has(Self::CURRENT) {
            words = words.and(Self::OLD);
        }
        if words.has(Self::TOTAL) && words.has(Self::PRICE) {
            words = words.and(Self::UNIT);
        }
        if words.has(Self::CROSS) && words.has(Self::SELL) {
            words = words.and(Self::OTHERS);
        }
        words
    }

    fn of_word(part: &str) -> Self {
        let mut buffer = [0_u8; 24];
        let Some(lower) = buffer.get_mut(..part.len()) else {
            return Self::default();
        };
        lower.copy_from_slice(part.as_bytes());
        lower.make_ascii_lowercase();
        std::str::from_utf8(lower).map_or(Self::default(), glued)
    }
}

/// Names that begin so tell how a part is, not what it is: `has-discount`.
const STATES: &[&str] = &["has-", "with-", "no-", "show-", "hide-", "js-has-"];

/// Classes that hide, as frameworks and shop systems name them.
const HIDING: &[&str] = &[
    "hide",
    "hidden",
    "d-none",
    "dn",
    "is-hidden",
    "is-hide",
    "u-hidden",
    "u-hide",
    "js-hidden",
    "js-hide",
    "hidden-element",
    "ng-hide",
    "ng-cloak-hidden",
    "displaynone",
    "display-none",
    "display_none",
    "no-display",
    "uk-hidden",
    "invisible",
];

/// `productPrice_old` is `product`, `Price` and `old`.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_alphanumeric())
        .flat_map(camel_parts)
        .filter(|part| !part.is_empty())
}

fn camel_parts(name: &str) -> impl Iterator<Item = &str> {
    let mut rest = name;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let bytes = rest.as_bytes();
        let end = (1..bytes.len())
            .find(|at| bytes[*at].is_ascii_uppercase() && bytes[at - 1].is_ascii_lowercase())
            .unwrap_or(bytes.len());
        let (part, after) = rest.split_at(end);
        rest = after;
        Some(part)
    })
}

/// `oldprice` and `pricenew` are two words.
fn glued(word: &str) -> Words {
    let found = meaning(word);
    let other = word.strip_prefix("price").or_else(|| word.strip_suffix("price"));
    match other {
        Some(other) if found == Words::default() => Words::PRICE.and(meaning(other)),
        _ => found,
    }
}

fn meaning(word: &str) -> Words {
    match word {
        "price" | "prices" | "pricing" | "prix" | "preis" | "precio" | "prezzo" | "preco" | "cena"
        | "prijs" | "hinta" | "pris" | "money" | "amount" | "cost" => Words::PRICE,
        "listprice" | "oldprice" | "wasprice" | "regularprice" | "rrp" | "uvp" | "msrp" | "old" | "was"
        | "regular" | "original" | "origin" | "base" | "suggest" | "suggested" | "consumer" | "before"
        | "previous" | "compare" | "retail" | "crossed" | "normally" | "strike" | "catalog" | "pvpr" => {
            Words::OLD
        }
        "strikethrough" | "striked" | "linethrough" | "barred" | "barre" | "streichpreis"
        | "durchgestrichen" | "tachado" | "strikeout" | "striken" => Words::STRUCK,
        "sale" | "current" | "now" | "final" | "special" | "actual" | "our" | "discounted" | "promo"
        | "new" | "selling" | "primary" | "deal" | "today" | "buybox" | "ours" | "reduced" | "saleprice"
        | "sales" => Words::CURRENT,
        "shipping" | "delivery" | "shipment" | "versand" | "postage" | "saving" | "savings" | "saved"
        | "rebate" | "installment" | "installments" | "instalment" | "instalments" | "monthly"
        | "finance" | "financing" | "warranty" | "insurance" | "protection" | "cashback" | "deposit"
        | "klarna" | "afterpay" | "affirm" | "trade" | "percent" | "percentage" | "fee" | "fees"
        | "estimate" => Words::PARTIAL,
        "unit" => Words::UNIT,
        "save" | "discount" | "per" | "credit" | "loyalty" | "points" | "tax" | "taxes" | "vat" | "net"
        | "voucher" | "coupon" | "badge" | "paypal" | "gift" | "bulk" | "tier" | "print" | "from" => {
            Words::ASPECT
        }
        "related" | "recommend" | "recommended" | "recommendation" | "recommendations" | "reco" | "recos"
        | "similar" | "upsell" | "upsells" | "crosssell" | "crossselling" | "crosssells" | "also"
        | "recently" | "viewed" | "history" | "sponsored" | "suggestion" | "suggestions" | "accessory"
        | "accessories" | "alternatives" | "bestseller" | "bestsellers" | "breadcrumb" | "breadcrumbs"
        | "footer" | "nav" | "navbar" | "navigation" | "minicart" | "minibasket" | "review" | "reviews"
        | "comment" | "comments" | "wishlist" | "bundle" | "bundles" | "fbt" | "together" | "advert"
        | "advertisement" | "ads" | "sidecart" | "megamenu" | "topbar" | "newsletter" => Words::OTHERS,
        "menu" | "carousel" | "comparison" => Words::OTHERS.and(Words::LOOSE),
        "cents" | "cent" | "decimal" | "decimals" | "fraction" | "centimes" | "dec" | "minor" => Words::CENTS,
        "buy" | "addtocart" | "addtobag" | "addtobasket" | "purchase" | "checkout" => Words::BUY,
        "stock" | "availability" | "available" | "inventory" | "quantity" | "soldout" | "instock" => {
            Words::STOCK
        }
        "title" | "name" | "headline" | "heading" | "headers" | "tit" | "subject" | "pagetitle"
        | "productname" | "producttitle" | "itemname" | "goodsname" => Words::TITLE,
        "product" | "pdp" | "item" | "prod" | "goods" | "produkt" | "artikel" | "produit" | "producto"
        | "prodotto" | "productinfo" | "productdetail" => Words::PRODUCT,
        "variant" | "variants" | "variation" | "swatch" | "swatches" | "option" | "options" => Words::OPTION,
        "mini" | "summary" | "side" | "drawer" | "header" | "popup" | "flyout" => Words::MINI,
        "total" | "totals" | "subtotal" => Words::MINI.and(Words::TOTAL),
        "cart" | "basket" | "bag" | "warenkorb" | "panier" => Words::CART,
        "list" => Words::LIST,
        "add" => Words::ADD,
        "cross" => Words::CROSS,
        "sell" => Words::SELL,
        _ => Words::default(),
    }
}
