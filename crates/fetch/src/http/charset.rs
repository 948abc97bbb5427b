//! From bytes to text as browsers do it: byte order mark, then header, then what the page says. A page that says nothing,
//! or plainly something else than it is, has the charset that its bytes look like.

use chardetng::EncodingDetector;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::media_type::is_markup;

/// How far into a page its `<meta>` is looked for.
const PRESCAN: usize = 4096;

/// The page as text; what the charset cannot say becomes U+FFFD.
pub fn decode(bytes: Vec<u8>, content_type: Option<&str>) -> String {
    let marked = Encoding::for_bom(&bytes).map(|(encoding, _)| encoding);
    let declared = marked
        .or_else(|| from_header(content_type?))
        .or_else(|| is_markup(content_type).then(|| from_page(&bytes))?);
    if let Some(marked) = marked {
        return marked.decode(&bytes).0.into_owned();
    }
    match declared {
        None => utf8(bytes, declared),
        Some(encoding) if encoding == UTF_8 => utf8(bytes, declared),
        Some(declared) => {
            let (text, _, had_errors) = declared.decode(&bytes);
            let otherwise = had_errors.then(|| otherwise(&bytes, &text)).flatten();
            otherwise.unwrap_or_else(|| text.into_owned())
        }
    }
}

/// Taken over without a copy where it is UTF-8, which nearly every page is.
fn utf8(bytes: Vec<u8>, declared: Option<&'static Encoding>) -> String {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return text,
        Err(error) => error.into_bytes(),
    };
    let text = String::from_utf8_lossy(&bytes);
    match (declared, otherwise(&bytes, &text)) {
        (_, Some(guessed)) => guessed,
        (Some(_), None) => text.into_owned(),
        (None, None) => WINDOWS_1252.decode(&bytes).0.into_owned(),
    }
}

/// The page in the charset that its bytes look like, where that has them all, while the text as it was declared lacks more
/// than a few: a shop that cuts a comment in the middle of a character has still said what it writes.
fn otherwise(bytes: &[u8], text: &str) -> Option<String> {
    if !is_garbled(text) {
        return None;
    }
    let mut detector = EncodingDetector::new();
    detector.feed(bytes, true);
    let (guessed, _, had_errors) = detector.guess(None, true).decode(bytes);
    (!had_errors).then(|| guessed.into_owned())
}

/// Whether so much of a text could not be read that what is left of it cannot be trusted.
pub fn is_garbled(text: &str) -> bool {
    let lost = text.matches('\u{FFFD}').count();
    lost * 400 > text.len()
}

fn from_header(content_type: &str) -> Option<&'static Encoding> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        if !name.trim().eq_ignore_ascii_case("charset") {
            return None;
        }
        Encoding::for_label(value.trim().trim_matches(['"', '\'']).as_bytes())
    })
}

fn from_page(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(PRESCAN)]).to_ascii_lowercase();
    from_declaration(&head).or_else(|| from_meta(&head))
}

/// `<?xml version="1.0" encoding="euc-kr"?>`
fn from_declaration(head: &str) -> Option<&'static Encoding> {
    let (declaration, _) = head.strip_prefix("<?xml")?.split_once('>')?;
    from_attribute(declaration, "encoding")
}

fn from_meta(head: &str) -> Option<&'static Encoding> {
    let mut rest = head;
    loop {
        let (comment, meta) = (rest.find("<!--"), rest.find("<meta"));
        let at = meta?;
        if comment.is_some_and(|comment| comment < at) {
            rest = rest[comment?..].split_once("-->")?.1;
            continue;
        }
        let tag = &rest[at..];
        let (tag, after) = tag.split_once('>')?;
        if let Some(encoding) = from_attribute(tag, "charset") {
            return Some(encoding);
        }
        rest = after;
    }
}

/// Also within another: `<meta http-equiv=content-type content="text/html; charset=big5">`.
fn from_attribute(tag: &str, name: &str) -> Option<&'static Encoding> {
    let value = tag.split_once(name)?.1.trim_start().strip_prefix('=')?;
    let value = value.trim_start().trim_start_matches(['"', '\'']);
    let label = value.split(['"', '\'', ';', ' ', '/', '?']).next()?;
    let encoding = Encoding::for_label(label.as_bytes())?;
    // Whoever could read this tag byte by byte does not read UTF-16.
    Some(if encoding == UTF_16LE || encoding == UTF_16BE {
        UTF_8
    } else {
        encoding
    })
}

#[cfg(test)]
mod tests {
    use encoding_rs::{BIG5, EUC_KR, GBK, SHIFT_JIS};

    use super::*;

    #[test]
    fn a_charset_named_by_the_page_is_used() {
        for (encoding, label, text) in [
            (SHIFT_JIS, "Shift_JIS", "在庫あり 1,200円"),
            (EUC_KR, "EUC-KR", "품절 18,000원"),
            (BIG5, "big5", "現貨 NT$1,280"),
            (GBK, "GBK", "有货 128元"),
            (GBK, "gb2312", "缺货"),
        ] {
            for tag in [
                format!("<meta charset={label}>"),
                format!("<META CharSet='{label}' />"),
                format!("<meta http-equiv=\"Content-Type\" content=\"text/html; charset={label}\">"),
                format!("<!-- <meta charset=utf-8> --><meta name=a content=b><meta charset=\"{label}\">"),
            ] {
                let page = format!("<html><head>{tag}</head><body>{text}");
                let (bytes, _, _) = encoding.encode(&page);
                assert_eq!(decode(bytes.into_owned(), Some("text/html")), page);
            }
        }
    }

    #[test]
    fn a_mark_wins_over_the_header_and_the_header_over_the_page() {
        let page = "<meta charset=utf-8>円";
        let (sjis, _, _) = SHIFT_JIS.encode(page);
        assert_eq!(
            decode(sjis.into_owned(), Some("text/html; Charset=\"shift_jis\"")),
            page
        );
        let marked = format!("\u{feff}{page}").into_bytes();
        assert_eq!(decode(marked, Some("text/html; charset=shift_jis")), page);
        let utf16 = [0xFF, 0xFE, 0x41, 0x00, 0x86, 0x51];
        assert_eq!(decode(utf16.to_vec(), Some("text/html; charset=utf-8")), "A円");
    }

    #[test]
    fn an_undeclared_page_is_utf8_or_else_western() {
        assert_eq!(decode("€ 12".into(), None), "€ 12");
        assert_eq!(decode(b"\x80 12".to_vec(), None), "€ 12");
        assert_eq!(
            decode(b"<meta charset=nonsense>x".to_vec(), Some("text/html; charset=?")),
            "<meta charset=nonsense>x"
        );
    }

    #[test]
    fn a_page_that_says_nothing_or_something_else_has_the_charset_of_its_bytes() {
        let (korean, japanese, chinese) = (
            "<h1>포토북 앨범</h1><p>18,000원</p><button>구매하기</button> 재고 12개 남음",
            "<h1>写真集 アルバム</h1><p>1,800円</p><button>カートに入れる</button>",
            "<h1>专辑 写真</h1><p>128.00元</p><button>加入购物车</button> 已售 1.2万",
        );
        for (encoding, page) in [(EUC_KR, korean), (SHIFT_JIS, japanese), (GBK, chinese)] {
            let (bytes, _, _) = encoding.encode(page);
            for content_type in [None, Some("text/html"), Some("text/html; charset=utf-8")] {
                assert_eq!(decode(bytes.to_vec(), content_type), page, "{content_type:?}");
            }
        }
    }

    #[test]
    fn a_single_broken_character_changes_no_charset() {
        let mut bytes = "<p>円 가격 ".repeat(100).into_bytes();
        bytes.extend(b"\xe5\x86<p>");
        let text = decode(bytes, Some("text/html; charset=utf-8"));
        assert!(
            text.starts_with("<p>円 가격") && text.ends_with("\u{FFFD}<p>"),
            "{text}"
        );
        assert!(!is_garbled(&text));
    }

    #[test]
    fn an_xml_declaration_names_the_charset() {
        for start in [
            "<?xml version='1.0' encoding='EUC-KR'?>",
            "<?xml encoding = \"euc-kr\" ?>",
        ] {
            let page = format!("{start}<html>품절");
            let (bytes, _, _) = EUC_KR.encode(&page);
            assert_eq!(decode(bytes.into_owned(), Some("application/xhtml+xml")), page);
        }
    }

    #[test]
    fn json_has_the_charset_of_its_mark_or_its_header_and_no_other() {
        let json = "{\"description\":\"<meta charset=euc-kr>품절\"}";
        for content_type in [
            "application/json",
            "application/ld+json",
            "text/javascript",
            "text/plain",
        ] {
            assert_eq!(decode(json.into(), Some(content_type)), json);
        }
        let marked = format!("\u{feff}{json}");
        assert_eq!(decode(marked.clone().into(), Some("application/json")), json);
        let wide: Vec<u8> = marked.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(wide, Some("application/json; charset=utf-8")), json);
        let (korean, _, _) = EUC_KR.encode(json);
        assert_eq!(
            decode(korean.into_owned(), Some("application/json;charset=EUC-KR")),
            json
        );
    }
}
