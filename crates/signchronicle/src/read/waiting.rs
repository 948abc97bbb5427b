//! What a person sees on a terminal while a page is being read; programs see nothing.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A pace at which it looks alive.
const TICK: Duration = Duration::from_millis(100);

/// A line on standard error that is gone once the value is, and that there is not where standard error is no terminal.
pub(super) struct Waiting(ProgressBar);

impl Waiting {
    /// Says what is waited for and for how long already.
    pub(super) fn for_page(what: &str) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{spinner} reading {wide_msg} {elapsed}") {
            bar.set_style(style);
        }
        bar.set_message(what.to_owned());
        bar.enable_steady_tick(TICK);
        Self(bar)
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
