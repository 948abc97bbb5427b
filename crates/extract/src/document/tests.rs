use proptest::prelude::*;

use super::*;

fn elements(document: &Html) -> usize {
    document
        .tree
        .nodes()
        .filter(|node| node.value().is_element())
        .count()
}

fn depth(document: &Html) -> usize {
    document
        .tree
        .nodes()
        .map(|node| node.ancestors().count())
        .max()
        .unwrap_or_default()
}

#[test]
fn an_ordinary_page_has_the_tree_that_the_parser_gives() {
    for page in [
        "",
        "<!doctype html><html lang=ko><head><title>a&amp;b</title></head><body><p>x<p>y</body></html>",
        "<table><tr><td>1<b>2<tr>3</table>4<i>5<p>6</i>7<template><li>8</template>",
        "<script>if(a<b){c('<p>')}</script><textarea><b></textarea><svg><style/><p>x</svg><!--<p>--><p>y",
        "\u{feff}<p a=1 b='2' c=\"3\" d>\0x&nbsp;&#x41;&bogus;</p></p></br>",
        "<select><option>1<optgroup><option>2</select><frameset><frame></frameset>",
    ] {
        let expected = Html::parse_document(page);
        assert_eq!(parse(page).tree, expected.tree, "{page}");
    }
}

/// The tree as text: a line for each element, text and comment.
fn outline(document: &Html) -> String {
    let line = |node: ego_tree::NodeRef<'_, scraper::Node>| {
        let what = match node.value() {
            scraper::Node::Element(element) => {
                let kept = element
                    .attrs()
                    .filter(|(name, _)| attributes::is_always_kept(name));
                format!("<{} {:?}>", element.name(), kept.collect::<Vec<_>>())
            }
            scraper::Node::Text(text) => text.to_string(),
            _ => "other".to_owned(),
        };
        format!("{}{what}\n", " ".repeat(node.ancestors().count()))
    };
    document.tree.root().descendants().map(line).collect()
}

/// What is left of a page where only some places are asked for; the gaps closed.
fn left_of(page: &str, places: &str) -> String {
    let left = attributes::cut(page, &Asked::of(&[places])).into_owned();
    let words: Vec<&str> = left.split_whitespace().collect();
    words.join(" ").replace(" >", ">")
}

#[test]
fn only_attributes_that_are_asked_for_are_kept() {
    let page = r#"<p class="price old" data-x="1" title='a>b'>1<a class=link href=/1 TITLE=x>2<b class=x y>3</b></a>"#;
    for (places, expected) in [
        ("", "<p>1<a>2<b class=x y>3</b></a>"),
        (".price", r#"<p class="price old">1<a>2<b class=x y>3</b></a>"#),
        ("a title", "<p title='a>b'>1<a TITLE=x>2<b class=x y>3</b></a>"),
        (
            "[class]",
            r#"<p class="price old">1<a class=link>2<b class=x y>3</b></a>"#,
        ),
        (r"[data\-y]", page),
    ] {
        assert_eq!(left_of(page, places), expected, "{places}");
    }
}

#[test]
fn an_element_keeps_the_attribute_that_is_its_value() {
    let page = "<meta content=1 name=2><link href=3 rel=4><input value=5 type=hidden><p content=6>";
    assert_eq!(
        left_of(page, ""),
        "<meta content=1><link href=3><input value=5 type=hidden><p>"
    );
}

proptest! {
    #[test]
    fn leaving_attributes_out_changes_nothing_else(parts in prop::collection::vec(piece(), 0..40)) {
        let page = parts.concat();
        prop_assert_eq!(outline(&parse_for(&page, &[])), outline(&parse(&page)), "{}", page);
    }
}

/// What the scanner could take for something else than the parser does.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "<p a=1>",
        "<p a='>' b=\">\"c>",
        "</p x=1>",
        "<a href=/x/>",
        "<br/a/>",
        "<b a>",
        "<b a=1>",
        "</b>",
        "<i x=y>",
        "<table a=1>",
        "<tr>",
        "<td b=2>",
        "</table>",
        "<input a=1 type=hidden>",
        "<form a>",
        "<select a=1>",
        "<option a=1>",
        "<svg a=1>",
        "<math>",
        "<title a=1>",
        "</title>",
        "<style a=1>",
        "</style>",
        "<script a=1>",
        "</script>",
        "</script ",
        "<textarea a=1>",
        "</textareas a=1>",
        "</textarea>",
        "<!--",
        "-->",
        "--!>",
        "<!-->",
        "<!doctype html>",
        "<?x a=1>",
        "<font a=1>",
        "<p =a=1>",
        "<p a = 1>",
        "<p a=1b=2>",
        "<p a=\"1\"b>",
        "<p a=>",
        "x",
        " ",
        "<",
        ">",
        "\"",
        "'",
        "가",
        "<p a",
        "<template a=1>",
        "</template>",
        "<noscript a=1>",
        "</noscript>",
        "<button a=1>",
        "<li a=1>",
        "<body a=1>",
        "<html a=1>",
    ])
}

#[test]
fn a_text_longer_than_a_chunk_stays_whole() {
    let text = "가나다 <b>라</b> ".repeat(20_000);
    let page = format!("<p>{text}</p>");
    let shown: String = parse(&page).root_element().text().collect();
    assert_eq!(shown, text.replace("<b>", "").replace("</b>", ""));
}

#[test]
fn what_is_nested_very_deeply_is_flattened_and_nothing_is_lost() {
    let page = format!(
        "{}x{}<p id=after>y",
        "<div>".repeat(20_000),
        "</div>".repeat(20_000)
    );
    let document = parse(&page);
    assert!(depth(&document) < 700, "{}", depth(&document));
    let text: String = document.root_element().text().collect();
    assert_eq!(text, "xy");
    let after = document.tree.nodes().find(|node| {
        node.value()
            .as_element()
            .is_some_and(|element| element.id() == Some("after"))
    });
    assert_eq!(after.map(|node| node.ancestors().count()), Some(3));
}

#[test]
fn a_tag_of_too_many_attributes_keeps_the_first() {
    let attributes: String = (0..50_000).map(|at| format!(" a{at}='>{at}'")).collect();
    let document = parse(&format!("<p id=x{attributes}>y</p><p id=z>"));
    let first = document.tree.nodes().find_map(|node| {
        node.value()
            .as_element()
            .filter(|element| element.id() == Some("x"))
    });
    assert_eq!(first.map(|element| element.attrs().count()), Some(200));
    let text: String = document.root_element().text().collect();
    assert_eq!(text, "y");
    assert_eq!(elements(&document), 5);
}

#[test]
fn scripts_and_comments_are_no_tags() {
    let spaces = "a ".repeat(1_000);
    for page in [
        format!("<script>a<b {spaces}</script><p>"),
        format!("<!--<b {spaces}--><p>"),
        format!("<STYLE>a<b {spaces}</STYLE><p>"),
        format!("1 < 2 {spaces}<p>"),
    ] {
        assert_eq!(attributes::cut(&page, &Asked::Everything), page);
    }
}

#[test]
fn a_tree_without_end_is_cut() {
    let fonts: String = (0..2_000).map(|at| format!("<font a={at}>")).collect();
    let page = format!("{fonts}{}", "<p>x".repeat(20_000));
    assert!(elements(&parse(&page)) < 400_000);
}
