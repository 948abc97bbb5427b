//! Addresses in texts.

use ::url::Url;

/// The address of a link as Telegram keeps it, or nothing where it would drop the link.
pub(super) fn checked_link(address: &str) -> Option<String> {
    let address = address.trim();
    let with_scheme = if has_scheme(address) {
        address.to_owned()
    } else {
        format!("http://{address}")
    };
    let url = Url::parse(&with_scheme).ok()?;
    let allowed = match url.scheme() {
        "http" | "https" => url.host_str().is_some_and(|host| host.contains(['.', ':'])),
        // A person named by id is no link but a mention.
        "tg" => url.host_str() != Some("user"),
        "ton" | "tonsite" => true,
        _ => false,
    };
    allowed.then(|| url.to_string())
}

/// The person that `tg://user?id=5` names.
pub(super) fn mentioned(address: &str) -> Option<i64> {
    let url = Url::parse(address.trim()).ok()?;
    let id = url.query_pairs().find(|(name, _)| name == "id")?.1.parse().ok();
    id.filter(|_| url.scheme() == "tg" && url.host_str() == Some("user"))
}

fn has_scheme(address: &str) -> bool {
    address.split_once(':').is_some_and(|(scheme, rest)| {
        rest.starts_with("//")
            || matches!(
                scheme.to_lowercase().as_str(),
                "tg" | "ton" | "mailto" | "javascript"
            )
    })
}
