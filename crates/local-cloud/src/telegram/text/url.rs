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
        // A person named by id becomes a link only where the bot knows the person.
        "tg" => url.host_str() != Some("user"),
        "ton" | "tonsite" => true,
        _ => false,
    };
    allowed.then(|| url.to_string())
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
