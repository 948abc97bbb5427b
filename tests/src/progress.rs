//! How far a measuring program has come, for who watches it on a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A line on standard error with the time that is left; nothing where standard error is no terminal. `unit` is what is counted:
/// `minutes`.
#[must_use]
pub fn progress(length: u32, unit: &str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(u64::from(length)), ProgressDrawTarget::stderr());
    let style = format!("{{bar:40}} {{pos}} of {{len}} {unit}, {{elapsed}}, {{eta}} left");
    match ProgressStyle::with_template(&style) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
