//! What becomes of samples that the sheet does not take: Drive keeps them, or else the log.

use anyhow::Context;
use chrono::{DateTime, Utc};
use domain::Taken;
use sheets::SheetsError;

use super::{Rest, Session};
use crate::lost::{self, Lost};
use crate::waiting;

/// Samples that only the log has.
const NOWHERE: &str = "samples are neither in the sheet nor on Drive";

impl Session<'_> {
    /// Writes what was taken, and what waits on Drive where samples are missing. Where Sheets does not take it, it is kept
    /// on Drive; fails where neither does.
    pub(crate) async fn write_or_keep(&mut self, now: DateTime<Utc>) -> anyhow::Result<()> {
        if self.is_off_turn {
            match self.keep(None).await {
                Ok(()) => return Ok(()),
                // Then the sheet has to take them, turn or not.
                Err(error) => tracing::warn!(tracking = self.execution.tracking.id, "{error:#}"),
            }
        }
        let Err(error) = self.write(now, Rest::StaysOpen).await else {
            return Ok(());
        };
        self.is_out_of_quota = error.downcast_ref().is_some_and(SheetsError::is_out_of_quota);
        if self.queue.is_empty() {
            return Err(error).context("what is missing in the sheet was not brought");
        }
        self.keep(Some(error.context("the sheet did not take the samples")))
            .await
    }

    /// Keeps what was taken on Drive: because of a refusal, or until its turn.
    async fn keep(&mut self, refused: Option<anyhow::Error>) -> anyhow::Result<()> {
        if self.is_kept || self.queue.is_empty() {
            return Ok(());
        }
        if let Err(error) = waiting::keep(self.execution, &mut self.file, &self.queue).await {
            return Err(match refused {
                Some(refused) => error.context(format!("{refused:#}; Drive did not keep them either")),
                None => error.context("Drive did not keep the samples until their turn"),
            });
        }
        self.is_kept = true;
        let (tracking, samples) = (&self.execution.tracking.id, self.queue.len());
        match refused {
            Some(error) => {
                tracing::warn!(
                    tracking,
                    samples,
                    "kept on Drive until the sheet takes them: {error:#}"
                );
            }
            None => tracing::info!(tracking, samples, "kept on Drive until their turn"),
        }
        Ok(())
    }

    /// The execution ends with samples that nobody took: the log has them whole.
    pub(crate) fn log_lost(&self, error: &anyhow::Error) {
        if !self.queue.is_empty() && !self.is_kept {
            let lost = Lost::of(&self.execution.tracking, &self.queue);
            lost::log(&lost, NOWHERE, error);
        }
    }

    /// The tracking ends with samples that the sheet has not: where they wait on Drive, the log says only whose they are.
    pub(crate) fn log_left_over(&self, ended: DateTime<Utc>, error: &anyhow::Error) {
        let taken: &[Taken] = if self.is_kept { &[] } else { &self.queue };
        let what = if taken.is_empty() {
            "the tracking has ended, and samples may wait on Drive for their rows"
        } else {
            NOWHERE
        };
        lost::log(
            &Lost::of_ended(&self.execution.tracking, taken, ended),
            what,
            error,
        );
    }

    /// Whether samples are kept on Drive and nowhere else.
    pub(crate) fn is_kept(&self) -> bool {
        self.is_kept && !self.queue.is_empty()
    }
}
