//! Reminders of the deadline: each is told with the first sample at or after its time, and where none would come in time, with
//! the last one before.

use chrono::{DateTime, Duration, Utc};

use super::news::News;
use super::{Heard, Hearing};
use crate::sample::Sample;

impl Heard {
    /// What falls between the last sample of before and the last of these, or the one that would come next where that is
    /// too late. Of several only the nearest counts, and nothing is told of a deadline that has passed.
    pub(super) fn remind(
        &mut self,
        before: Option<DateTime<Utc>>,
        samples: &[&Sample],
        hearing: Hearing<'_>,
    ) {
        let (Some(before), Some(last)) = (before, samples.last()) else {
            return;
        };
        let deadline = hearing.schedule.deadline();
        let reached = match hearing.schedule.next(last.at) {
            Some(next) if next < deadline => last.at,
            _ => deadline,
        };
        let minutes = hearing.reminders.minutes().iter();
        let due = minutes
            .map(|minutes| deadline - Duration::minutes(i64::from(*minutes)))
            .filter(|due| *due > before && *due <= reached)
            .max();
        if let Some(due) = due
            && hearing.now < deadline
        {
            self.tell(News::Reminder(due, deadline, self.seen.clone()), hearing);
        }
    }
}
