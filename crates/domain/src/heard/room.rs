//! The room that a tab has for what was heard.

use super::Heard;
use crate::state::TabState;

/// A sheet's metadata has 30,000 characters, for the memory and the marks of its columns, of at most so many each.
const MOST: usize = 29_000;
const COLUMN: usize = 80;

impl TabState {
    /// Rows matter more than events: where a tab's many items leave no room for all that is remembered, events forget.
    pub(super) fn fit_heard(&mut self) {
        let most = MOST.saturating_sub(self.columns().len() * COLUMN);
        while self.size() > most {
            if !self.heard.as_mut().is_some_and(Heard::forget) {
                self.heard = None;
                return;
            }
        }
    }

    fn size(&self) -> usize {
        let json = serde_json::to_string(self).unwrap_or_default();
        // Within the metadata's own JSON nothing is escaped again: the limit is of the value's characters.
        json.encode_utf16().count()
    }
}

impl Heard {
    /// Forgets what is missed least, and says whether there was anything of it.
    fn forget(&mut self) -> bool {
        if self.untold.len() > 1 {
            self.untold.remove(0);
            return true;
        }
        let mut seen = self.seen.iter_mut().chain(&mut self.sure);
        if let Some(seen) = seen.find(|seen| !seen.items.is_empty()) {
            seen.items.clear();
            return true;
        }
        self.untold.pop().is_some()
    }
}
