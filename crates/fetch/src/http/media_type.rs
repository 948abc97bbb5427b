//! Which answers are text.

/// Endings of media types that are text without being `text/...`: `application/ld+json`, `application/xhtml+xml`.
const TEXT: &[&str] = &["json", "xml", "javascript", "ecmascript"];

/// The media type, where it is not one of text.
pub(super) fn other_than_text(content_type: &str) -> Option<&str> {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    let lower = kind.to_ascii_lowercase();
    let is_text =
        lower.is_empty() || lower.starts_with("text/") || TEXT.iter().any(|ending| lower.ends_with(ending));
    (!is_text).then_some(kind)
}

/// Whether a page may name its charset within itself: JSON and scripts do not, and a shop's text in them may look like it.
pub(super) fn is_markup(content_type: Option<&str>) -> bool {
    let kind = content_type
        .and_then(|text| text.split(';').next())
        .unwrap_or_default();
    let lower = kind.trim().to_ascii_lowercase();
    lower.is_empty() || lower.ends_with("html") || lower.ends_with("xml")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_pictures_are_no_text() {
        for (content_type, kind) in [
            ("text/html; charset=utf-8", None),
            ("TEXT/HTML", None),
            ("application/xhtml+xml", None),
            ("text/plain", None),
            ("", None),
            ("application/json;charset=UTF-8", None),
            ("application/ld+json", None),
            ("application/vnd.api+json", None),
            ("application/x-javascript", None),
            ("text/javascript", None),
            ("application/atom+xml", None),
            ("application/pdf", Some("application/pdf")),
            ("image/png; x=y", Some("image/png")),
            ("application/octet-stream", Some("application/octet-stream")),
            ("video/mp4", Some("video/mp4")),
            ("application/zip", Some("application/zip")),
        ] {
            assert_eq!(other_than_text(content_type), kind, "{content_type}");
        }
    }
}
