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
        assert_eq!(long_tags::cut(&page), page);
    }
}

#[test]
fn a_tree_without_end_is_cut() {
    let fonts: String = (0..2_000).map(|at| format!("<font a={at}>")).collect();
    let page = format!("{fonts}{}", "<p>x".repeat(20_000));
    assert!(elements(&parse(&page)) < 400_000);
}
