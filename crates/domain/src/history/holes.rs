//! How complete the readings are.

use chrono::{DateTime, Utc};

use crate::event::{Span, Summary};

/// The time without a reading that is being passed.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Holes {
    open: Option<Span>,
}

impl Holes {
    /// A sample without a reading, or samples until a time.
    pub(super) fn without(&mut self, at: DateTime<Utc>, until: DateTime<Utc>, summary: &mut Summary) {
        let from = self.open.map_or(at, |open| open.from);
        self.widen(Span { from, until }, summary);
    }

    /// A reading.
    pub(super) fn read(&mut self, at: DateTime<Utc>, summary: &mut Summary) {
        if let Some(open) = self.open.take() {
            self.widen(Span { until: at, ..open }, summary);
            self.open = None;
        }
    }

    fn widen(&mut self, span: Span, summary: &mut Summary) {
        self.open = Some(span);
        let length = |span: &Span| span.until - span.from;
        if summary
            .longest_hole
            .is_none_or(|longest| length(&span) > length(&longest) || longest.from == span.from)
        {
            summary.longest_hole = Some(span);
        }
    }
}
