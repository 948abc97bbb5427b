//! The files that are compiled in.

/// The platforms that every process knows: name and text.
pub(crate) const PLATFORMS: &[(&str, &str)] = &[
    ("imweb", include_str!("../imweb.toml")),
    ("ktown4u", include_str!("../ktown4u.toml")),
    ("ktown4u-stock", include_str!("../ktown4u-stock.toml")),
    ("makestar", include_str!("../makestar.toml")),
    ("shopify", include_str!("../shopify.toml")),
    ("shopline", include_str!("../shopline.toml")),
    ("web", include_str!("../web.toml")),
    ("woocommerce", include_str!("../woocommerce.toml")),
];

/// The demo shops' files.
const DEMO_FILES: &[(&str, &str)] = &[
    ("demo.toml", include_str!("../demo/demo.toml")),
    ("demo-browser.toml", include_str!("../demo/demo-browser.toml")),
    ("demo-imweb.toml", include_str!("../demo/demo-imweb.toml")),
    ("demo-ktown4u.toml", include_str!("../demo/demo-ktown4u.toml")),
    (
        "demo-ktown4u-stock.toml",
        include_str!("../demo/demo-ktown4u-stock.toml"),
    ),
    ("demo-makestar.toml", include_str!("../demo/demo-makestar.toml")),
    ("demo-shopify.toml", include_str!("../demo/demo-shopify.toml")),
    ("demo-shopline.toml", include_str!("../demo/demo-shopline.toml")),
    (
        "demo-woocommerce.toml",
        include_str!("../demo/demo-woocommerce.toml"),
    ),
];

/// The files of the demo shops, name and text. `{origin}` in them stands for where the shops are served.
pub fn demo_files() -> &'static [(&'static str, &'static str)] {
    DEMO_FILES
}

/// The commented file that a maintainer begins with.
pub fn template() -> &'static str {
    include_str!("../template.toml")
}

/// The text of a compiled-in platform.
pub(crate) fn text(name: &str) -> Option<&'static str> {
    PLATFORMS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, text)| *text)
}
