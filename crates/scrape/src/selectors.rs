//! Whether what a platform's file calls selectors are some.

use platforms::{Platform, PlatformError};

/// Whether all selectors of a platform are selectors; the error names file, line and reason.
pub fn check_selectors(platform: &Platform) -> Result<(), PlatformError> {
    for (field, selector) in platform.selectors() {
        scraper::Selector::parse(&selector.css).map_err(|error| PlatformError {
            file: platform.origin().to_owned(),
            line: Some(selector.line),
            reason: format!("{field}: bad selector `{}`: {error}", selector.css),
        })?;
    }
    Ok(())
}
