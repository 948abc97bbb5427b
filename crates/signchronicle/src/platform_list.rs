//! `signchronicle platforms`: what there is to track, and whether every file is right.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;

use platforms::{Platform, PlatformError, Platforms};

use crate::platform_files;

/// Prints the list, then every bad file; says by the exit code whether there is one.
pub(crate) fn run(variable: &dyn Fn(&str) -> Option<String>) -> ExitCode {
    let folder = platform_files::folder(variable);
    let (platforms, mut errors) = Platforms::load_all(folder.as_deref());
    errors.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    // Whoever reads no further than some line has seen what they wanted.
    let _ = std::io::stdout().write_all(platforms.iter().map(entry).collect::<String>().as_bytes());
    let _ = std::io::stderr().write_all(complaints(&errors).as_bytes());
    if errors.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn entry(platform: &Platform) -> String {
    let mut text = format!("{}\n", platform.name());
    let mut line = |label: &str, value: &str| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "    {label:<9} {value}");
    };
    line("label", platform.label());
    line(
        "zone",
        platform
            .zone()
            .map_or("that of the page's shop", |zone| zone.name()),
    );
    line("tracks", &tracked(platform));
    for (n, link) in platform.links().enumerate() {
        line(if n == 0 { "links" } else { "" }, link);
    }
    if platform.discovers() {
        line("discovers", "what is on sale");
    }
    line("file", platform.origin());
    text
}

fn tracked(platform: &Platform) -> String {
    let mut names: Vec<&str> = Vec::new();
    let mut add = |name| {
        if !names.contains(&name) {
            names.push(name);
        }
    };
    for way in platform.ways() {
        let items = way.items.as_ref();
        let fields = way
            .fields
            .iter()
            .chain(items.into_iter().flat_map(|items| items.fields.iter()));
        fields.for_each(|(name, _)| add(name));
    }
    if platform.sold_from_stock() {
        add("sold (from stock)");
    }
    match (names.is_empty(), platform.has_items()) {
        (true, _) => "whatever the page shows".to_owned(),
        (false, true) => format!("{}, per item", names.join(", ")),
        (false, false) => names.join(", "),
    }
}

fn complaints(errors: &[PlatformError]) -> String {
    errors.iter().map(|error| format!("{error}\n")).collect()
}
