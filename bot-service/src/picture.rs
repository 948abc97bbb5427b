//! Pictures as events carry them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::event::Png;

/// The picture's bytes; nothing, with a line in the log, where it is none.
pub(crate) fn decode(png: &Png) -> Option<Vec<u8>> {
    STANDARD
        .decode(&png.0)
        .inspect_err(|error| tracing::warn!(%error, "a picture cannot be read"))
        .ok()
}
