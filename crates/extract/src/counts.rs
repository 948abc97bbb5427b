//! Stock left, pieces sold and the product's number, where the page shows them.

use crate::text;
use crate::view::View;

/// What the visible page counts.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Counts {
    pub(crate) stock: Option<i64>,
    pub(crate) sold: Option<i64>,
    pub(crate) sku: Option<String>,
}

/// Longer texts are descriptions.
const LONGEST: usize = 90;
/// How many texts before and after the product's name are looked at.
const BEFORE: usize = 40;
const AFTER: usize = 400;

/// Reads the lines around the product's name, each of them once.
pub(crate) fn visible(view: &View<'_>) -> Counts {
    let heading = view
        .heading
        .map(|at| view.elements[at].runs.clone())
        .unwrap_or_default();
    let from = heading.start.saturating_sub(BEFORE);
    let mut counts = Counts::default();
    for run in from..view.runs.len().min(heading.end + AFTER) {
        if let Some(line) = line(view, run) {
            let lower = line.to_lowercase();
            counts.stock = counts
                .stock
                .or_else(|| counted(&lower, STOCK_BEFORE, STOCK_AFTER));
            counts.sold = counts
                .sold
                .or_else(|| counted(&lower.replace('+', " "), SOLD_BEFORE, SOLD_AFTER));
            counts.sku = counts.sku.take().or_else(|| number_of_product(&line));
        }
    }
    counts
}

/// The line that begins with a text: its element's, with the label before it, where both are short.
fn line(view: &View<'_>, run: usize) -> Option<String> {
    let element = view.runs[run].element;
    let shown = &view.elements[element];
    let is_choice = view
        .around(element)
        .take(3)
        .any(|at| matches!(view.elements[at].name(), "button" | "option" | "select"));
    if shown.is_elsewhere || shown.is_hidden || shown.is_linked || shown.is_repeated || is_choice {
        return None;
    }
    let holds_heading = |at: usize| {
        view.heading
            .is_some_and(|heading| view.elements[at].holds(at, heading))
    };
    let line = view
        .around(element)
        .take(3)
        .take_while(|at| !holds_heading(*at) && view.elements[*at].name() != "body")
        .map(|at| &view.elements[at].runs)
        .take_while(|runs| runs.len() <= 6 && view.text_length(runs) <= LONGEST)
        .last();
    match line {
        Some(runs) if runs.start == run => Some(view.text(runs)),
        Some(_) | None => (view.runs[run].text.len() <= LONGEST).then(|| view.runs[run].text.to_owned()),
    }
}

/// The number that follows one of some phrases, or stands before one.
fn counted(line: &str, before: &[&str], after: &[&str]) -> Option<i64> {
    if !line.contains(|c: char| c.is_numeric()) {
        return None;
    }
    let following = before.iter().find_map(|phrase| {
        let at = text::phrase_at(line, phrase)?;
        let rest = line[at + phrase.len()..].trim_start_matches([':', '：', '=', ' ', '#', '约', '約']);
        let digits = rest.strip_prefix('-').unwrap_or(rest);
        digits
            .starts_with(|c: char| c.is_numeric())
            .then(|| text::count(rest))
            .flatten()
    });
    following.or_else(|| {
        after.iter().find_map(|phrase| {
            let at = text::phrase_at(line, phrase)?;
            let is_refusal = line[at + phrase.len()..].trim_start().starts_with("out");
            let words = line[..at].trim_end();
            let number = words.rsplit([' ', '(', ':']).next()?;
            let before = &words[..words.len() - number.len()];
            // `14:22` is a time.
            let is_time = before
                .strip_suffix(':')
                .is_some_and(|rest| rest.ends_with(|c: char| c.is_ascii_digit()));
            let is_count = number.starts_with(|c: char| c.is_numeric()) && !is_time && !is_refusal;
            let is_size = UNITS.contains(phrase) && !text::has_phrase(line, LEFT);
            (is_count && !is_size).then(|| text::count(number)).flatten()
        })
    })
}

/// `SKU: AB-123` and its like in other languages.
fn number_of_product(line: &str) -> Option<String> {
    let lower = line.to_lowercase();
    if lower.len() != line.len() {
        return None;
    }
    SKU.iter().find_map(|phrase| {
        let at = text::phrase_at(&lower, phrase)?;
        let rest = line.get(at + phrase.len()..)?;
        let rest = rest.trim_start_matches([':', '：', ' ', '#', '.']);
        let token = rest.split_whitespace().next()?.trim_matches([',', ';', ')', '(']);
        let is_number = (3..=30).contains(&token.len())
            && token.contains(|c: char| c.is_ascii_digit())
            && token
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c));
        is_number.then(|| token.to_owned())
    })
}

const STOCK_BEFORE: &[&str] = &[
    "stock",
    "in stock",
    "available",
    "stock left",
    "only",
    "nur noch",
    "noch",
    "plus que",
    "il reste",
    "quedan",
    "solo quedan",
    "restano",
    "restam",
    "zostało",
    "осталось",
    "в наличии",
    "還剩",
    "还剩",
    "solo",
    "재고",
    "남은 수량",
    "剩余",
    "剩餘",
    "仅剩",
    "僅剩",
    "只剩",
    "库存",
    "庫存",
    "残り",
    "あと",
    "在庫数",
    "在庫",
];

const STOCK_AFTER: &[&str] = &[
    "left",
    "left in stock",
    "in stock",
    "available",
    "remaining",
    "items left",
    "pieces left",
    "pcs left",
    "stück",
    "stk",
    "auf lager",
    "verfügbar",
    "en stock",
    "disponibles",
    "disponibili",
    "pezzi",
    "unidades",
    "exemplaires",
    "개 남음",
];

/// Counts of pieces, which may be how many a package holds.
const UNITS: &[&str] = &["stück", "stk", "pezzi", "unidades", "exemplaires"];

/// Beside such a count: so many are left.
const LEFT: &[&str] = &[
    "noch",
    "lager",
    "verfügbar",
    "lieferbar",
    "bestand",
    "disponibile",
    "disponibili",
    "disponibilità",
    "rimasti",
    "disponibles",
    "quedan",
    "stock",
    "reste",
    "restants",
];

const SOLD_BEFORE: &[&str] = &[
    "sold",
    "sales",
    "已售",
    "已售出",
    "销量",
    "銷量",
    "月销",
    "已賣",
    "累计销量",
    "판매",
    "판매량",
    "판매수량",
    "누적판매",
    "누적 판매",
    "販売数",
    "verkauft",
    "vendus",
    "vendidos",
    "venduti",
];

const SOLD_AFTER: &[&str] = &[
    "sold",
    "verkauft",
    "vendus",
    "vendidos",
    "venduti",
    "개 판매",
    "판매",
    "件已售",
    "已售出",
    "已售",
    "개 구매",
    "명이 구매",
    "点販売",
    "bought",
    "orders",
];

const SKU: &[&str] = &[
    "sku",
    "art.-nr",
    "art.nr",
    "art. nr",
    "artikelnummer",
    "artikel-nr",
    "article number",
    "item no",
    "item number",
    "item #",
    "product code",
    "product number",
    "product id",
    "model number",
    "réf",
    "référence",
    "ref",
    "referencia",
    "codice",
    "código",
    "货号",
    "貨號",
    "商品編號",
    "商品编号",
    "商品番号",
    "品番",
    "상품코드",
    "상품번호",
    "품번",
];

#[cfg(test)]
mod tests;
