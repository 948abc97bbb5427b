//! Parts of a page that a heading gives to other products, to reviews or to questions.

use super::View;
use crate::text;

/// Longer texts are no headings, in bytes: of letters that take three each, about thirty.
const LONGEST: usize = 90;

/// What such headings say, in lower case.
const OTHERS: &[&str] = &[
    // English
    "related",
    "similar",
    "you may also",
    "you might also",
    "might like",
    "more from",
    "other products",
    "other items",
    "other merch",
    "customers also",
    "also bought",
    "recommended",
    "recently viewed",
    "best sellers",
    "bestsellers",
    "frequently bought",
    "accessories",
    "reviews",
    "customer questions",
    "other sellers",
    "top of the shop",
    "also viewed",
    "also like",
    "also love",
    "complete the look",
    "complete your",
    "wear it with",
    "pairs well",
    "goes well with",
    "people also",
    "you may like",
    "inspired by",
    // German
    "ähnliche",
    "das könnte",
    "kunden kauften",
    "empfehlungen",
    "zuletzt angesehen",
    "zubehör",
    "bewertungen",
    "weitere artikel",
    "weitere produkte",
    "passend dazu",
    "bestseller",
    "angebot der woche",
    "wird oft zusammen",
    "dazu passt",
    "kunden interessierten",
    "andere kunden",
    // French
    "similaires",
    "vous aimerez",
    "vous pourriez",
    "produits associés",
    "avis clients",
    "accessoires",
    "autres vendeurs",
    "vendeurs partenaires",
    "déjà vus",
    "également",
    "complétez",
    "ont aussi",
    "vu récemment",
    // Spanish, Portuguese, Italian
    "relacionados",
    "similares",
    "también te",
    "te puede interesar",
    "opiniones",
    "accesorios",
    "vistos",
    "también compraron",
    "clientes también",
    "completa tu",
    "você também",
    "quem viu",
    "avaliações",
    "acessórios",
    "correlati",
    "simili",
    "ti potrebbe",
    "recensioni",
    "accessori",
    "ultimi visti",
    "potrebbe interessarti",
    "hanno acquistato anche",
    "visti di recente",
    // Dutch, Polish, Scandinavian
    "vergelijkbare",
    "ook bekeken",
    "beoordelingen",
    "podobne",
    "polecane",
    "opinie",
    "liknande",
    "relaterade",
    "lignende",
    "recensioner",
    // Chinese
    "相关",
    "相關",
    "推荐",
    "推薦",
    "精选商品",
    "精選商品",
    "猜你喜欢",
    "猜你喜歡",
    "其他商品",
    "热销",
    "熱銷",
    "商品评价",
    "商品評價",
    "评论",
    "評論",
    "你可能",
    "也購買",
    "也购买",
    "也買",
    "也买",
    "看了又看",
    "買了又買",
    "为你推荐",
    "最近瀏覽",
    "最近浏览",
    // Japanese
    "関連商品",
    "おすすめ",
    "こちらも",
    "最近チェック",
    "レビュー",
    "この商品を見",
    "この商品を買",
    "商品も買",
    "似ている",
    "一緒に購入",
    "よく一緒",
    "他の商品",
    "ランキング",
    // Korean
    "관련 상품",
    "관련상품",
    "추천",
    "베스트 상품",
    "비슷한",
    "함께 본",
    "최근 본",
    "리뷰",
    "다른 상품",
    "함께 구매",
    "함께구매",
    "같이 본",
    "이런 상품",
    "최근본",
];

/// The elements that stand below such headings, as ranges.
pub(super) fn of_others(view: &View<'_>) -> Vec<std::ops::Range<usize>> {
    let heading = view.heading;
    let is_main = |at: usize| heading.is_some_and(|heading| view.elements[at].holds(at, heading));
    let headings = (0..view.elements.len()).filter(|at| !is_main(*at) && names_others(view, *at));
    headings.filter_map(|at| below(view, at, &is_main)).collect()
}

fn names_others(view: &View<'_>, at: usize) -> bool {
    let element = &view.elements[at];
    matches!(element.name(), "h2" | "h3" | "h4" | "h5" | "h6")
        && (1..=4).contains(&element.runs.len())
        && view.text_length(&element.runs) <= LONGEST
        && text::has_phrase(&view.text(&element.runs).to_lowercase(), OTHERS)
}

/// Its parent; where that holds the product's name, what follows until the next heading of its kind.
fn below(view: &View<'_>, at: usize, is_main: &impl Fn(usize) -> bool) -> Option<std::ops::Range<usize>> {
    let parent = view.elements[at].parent?;
    let end = view.elements[parent].end;
    let is_page = matches!(view.elements[parent].name(), "html" | "body" | "main" | "form");
    if !is_main(parent) && !is_page {
        return Some(parent..end);
    }
    let name = view.elements[at].name();
    let next = (at + 1..end).find(|next| view.elements[*next].name() == name || is_main(*next));
    Some(at..next.unwrap_or(end))
}
