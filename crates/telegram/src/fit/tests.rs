use proptest::prelude::*;

use super::*;

fn shown(html: &str) -> usize {
    Pieces(html).map(|piece| piece.units()).sum()
}

/// Every tag is closed in the reverse order of opening.
fn balanced(html: &str) -> bool {
    let mut open = Vec::new();
    for piece in Pieces(html) {
        match piece {
            Piece::Start { name, .. } => open.push(name),
            Piece::End { source } => {
                if open.pop() != source.get(2..source.len() - 1) {
                    return false;
                }
            }
            Piece::Text { .. } => {}
        }
    }
    open.is_empty()
}

#[test]
fn a_text_is_cut_where_it_stays_readable() {
    for (html, limit, expected) in [
        ("short", 5, "short"),
        ("<b>short</b>", 5, "<b>short</b>"),
        ("&amp;&lt;&#38;&#x1F600;", 5, "&amp;&lt;&#38;&#x1F600;"),
        ("too long", 6, "too l…"),
        ("too long", 5, "too…"),
        ("<b>too long</b> all", 6, "<b>too l…</b>"),
        ("a&amp;&amp;&amp;", 3, "a&amp;…"),
        ("a😀😀", 3, "a…"),
        ("a😀😀", 4, "a😀…"),
        ("& b c", 4, "& b…"),
        ("say <code>/stop it</code> now", 9, "say…"),
        ("say <code>/stop it</code> now", 14, "say <code>/stop it</code>…"),
        (
            "<i>see <a href=\"https://x.example/?a=1&amp;b=2\">there</a></i>",
            6,
            "<i>see…</i>",
        ),
        ("<code>/stop it</code>", 6, "<code>/stop…</code>"),
    ] {
        assert_eq!(fit(html, limit), expected, "{html} in {limit}");
    }
}

fn html() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        "[a-z안😀 \n]{0,12}",
        Just("&amp;".to_owned()),
        Just("&lt;".to_owned()),
        Just("&#128512;".to_owned()),
    ];
    text.prop_recursive(4, 64, 6, |inner| {
        let inside = prop::collection::vec(inner, 0..6).prop_map(|parts| parts.concat());
        (
            prop::sample::select(vec!["b", "i", "code", "a", "pre", ""]),
            inside,
        )
            .prop_map(|(tag, inside)| match tag {
                "" => inside,
                "a" => format!("<a href=\"https://x.example/?a&amp;b\">{inside}</a>"),
                tag => format!("<{tag}>{inside}</{tag}>"),
            })
    })
}

proptest! {
    #[test]
    fn whatever_is_cut_fits_and_is_whole(html in html(), limit in 1_usize..60) {
        let cut = fit(&html, limit);
        prop_assert!(shown(&cut) <= limit, "{} units of {limit}: {cut}", shown(&cut));
        prop_assert!(balanced(&cut), "{cut}");
        if shown(&html) <= limit {
            prop_assert_eq!(&*cut, &html);
        } else {
            let kept = cut.split('…').next().unwrap_or_default();
            prop_assert!(html.starts_with(kept), "{kept} begins {html}");
            prop_assert!(cut.contains('…'), "{cut}");
        }
    }
}

#[test]
fn a_caption_has_1024_characters_without_its_markup() {
    let html = |length: usize| format!("<b>{}</b>&amp;", "x".repeat(length - 1));
    assert!(fits_a_caption(&html(1024)));
    assert!(!fits_a_caption(&html(1025)));
}
