//! What must hold for any input: called by the property tests and by the fuzzers.

use domain::PlatformName;
use platforms::Platform;

/// Any file is taken, the same way each time, or refused with a reason that names it.
pub(crate) fn platform_file(text: &str) {
    let Some(name) = PlatformName::parse("any-shop") else {
        return;
    };
    let parse = || Platform::parse(name.clone(), "any-shop.toml", text);
    let platform = parse();
    assert_eq!(platform, parse());
    match platform {
        Ok(platform) => assert!(!platform.label().trim().is_empty(), "{text}"),
        Err(error) => {
            assert_eq!(error.file, "any-shop.toml");
            assert!(!error.reason.trim().is_empty(), "{text}");
            let lines = text.lines().count().max(1) + 1;
            assert!(
                error.line.is_none_or(|line| (1..=lines).contains(&line)),
                "{error}: {text}"
            );
        }
    }
}
