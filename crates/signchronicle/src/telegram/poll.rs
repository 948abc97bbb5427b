//! Fetching updates: in order, each confirmed after it was handled, whatever the network does meanwhile.

use std::sync::Arc;
use std::time::Duration;

use telegram::{RawUpdate, Telegram, TelegramError};
use tokio::time::sleep;

use super::kept::Kept;
use super::outage::Outage;
use super::take_over::{self, NotClaimed, Refused};

/// The stream of a bot's updates.
pub(super) struct Poll {
    telegram: Arc<Telegram>,
    /// Whether it is known that no webhook is set.
    claimed: bool,
    take_over: bool,
    /// Whether Telegram has taken the token in this run: that it once does not is an outage then.
    is_known: bool,
    progress: Progress,
    outage: Outage,
    /// What the log has been told of last.
    refused: Option<Refused>,
}

/// How far the updates are handled.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Progress {
    /// An earlier run's; whether Telegram has heard of it is unknown.
    Earlier(Option<i64>),
    /// This run's next `offset`.
    Next(i64),
}

impl Poll {
    /// After the last update that an earlier run has handled.
    pub(super) fn new(telegram: Arc<Telegram>, last: Option<i64>, take_over: bool) -> Self {
        Self {
            telegram,
            claimed: false,
            take_over,
            is_known: false,
            progress: Progress::Earlier(last),
            outage: Outage::default(),
            refused: None,
        }
    }

    /// Makes sure that the updates are free; where Telegram cannot be reached, later.
    pub(super) async fn claim_once(&mut self) -> Result<(), Refused> {
        match self.claim().await {
            Err(NotClaimed::Refused(refused)) => Err(refused),
            Err(NotClaimed::Later(error)) => {
                self.wait(&error, Duration::ZERO).await;
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    /// Waits for updates that nobody has handled, also through a time in which somebody else has the bot or its token is
    /// another one: what runs here already does not need them.
    pub(super) async fn next_whatever_happens(&mut self) -> Vec<RawUpdate> {
        loop {
            match self.next().await {
                Ok(batch) => return batch,
                Err(refused) => self.sit_out(refused).await,
            }
        }
    }

    /// Waits for updates that nobody has handled. It fails where trying again is of no use.
    pub(super) async fn next(&mut self) -> Result<Vec<RawUpdate>, Refused> {
        loop {
            let error = match self.attempt().await {
                Ok(batch) => {
                    self.is_known = true;
                    self.refused = None;
                    if self.outage.is_over() {
                        tracing::info!("Telegram answers again; what was sent meanwhile comes now");
                    }
                    return Ok(self.progress.unhandled(batch));
                }
                Err(NotClaimed::Refused(Refused::Token(error))) if self.is_known => error,
                Err(NotClaimed::Refused(refused)) => return Err(refused),
                Err(NotClaimed::Later(error)) => error,
            };
            if is_conflict(&error) {
                self.claimed = false;
            }
            self.wait(&error, Duration::MAX).await;
        }
    }

    /// Notes that an update needs no more handling; the next call tells Telegram.
    pub(super) fn is_done(&mut self, kept: &Kept, id: i64) {
        if let Err(error) = kept.keep_last(id) {
            let error = format!("{error:#}");
            tracing::error!(
                error,
                "a kill before Telegram is told would have the last update handled again"
            );
        }
        self.progress = Progress::Next(id + 1);
    }

    async fn attempt(&mut self) -> Result<Vec<RawUpdate>, NotClaimed> {
        if !self.claimed {
            self.claim().await?;
        }
        Ok(self.telegram.updates(self.progress.offset()).await?)
    }

    async fn claim(&mut self) -> Result<(), NotClaimed> {
        take_over::claim(&self.telegram, self.take_over).await?;
        self.claimed = true;
        self.is_known = true;
        // Whoever sets a webhook later means it.
        self.take_over = false;
        Ok(())
    }

    async fn sit_out(&mut self, refused: Refused) {
        if self.refused.as_ref() != Some(&refused) {
            tracing::error!(
                why = %refused,
                "the bot hears nothing here for now; what is tracked goes on, and so does what it tells"
            );
        }
        self.refused = Some(refused);
        let (_, pause) = self.outage.failed(None);
        sleep(pause).await;
    }

    async fn wait(&mut self, error: &TelegramError, longest: Duration) {
        let wish = match error {
            TelegramError::Flood { after } => Some(*after),
            _ => None,
        };
        let (is_first, pause) = self.outage.failed(wish);
        if is_first {
            tracing::warn!(%error, "{}", meaning(error));
        }
        sleep(pause.min(longest)).await;
    }
}

impl Progress {
    fn offset(self) -> Option<i64> {
        match self {
            // An id of long ago must not be told: after a quiet week Telegram may begin anew with lower ones.
            Self::Earlier(_) => None,
            Self::Next(next) => Some(next),
        }
    }

    /// Telegram repeats what an earlier run has handled and not confirmed: all up to the last of it.
    fn unhandled(&mut self, mut batch: Vec<RawUpdate>) -> Vec<RawUpdate> {
        if let Self::Earlier(Some(last)) = *self
            && let Some(handled) = batch.iter().position(|update| update.id == last)
        {
            batch.drain(..=handled);
            *self = Self::Next(last + 1);
        }
        batch
    }
}

fn is_conflict(error: &TelegramError) -> bool {
    matches!(error, TelegramError::Refused { code: 409, .. })
}

fn meaning(error: &TelegramError) -> &'static str {
    if is_conflict(error) {
        return "the bot's updates go to another program that runs with the same token: end it, or this one";
    }
    match error {
        TelegramError::Unavailable(_) => {
            "Telegram cannot be reached; it is tried again, and what is sent to the bot meanwhile waits there"
        }
        TelegramError::Token => {
            "Telegram does not know the bot's token any more; it is tried again. Where @BotFather has given a new one, start \
             again with that"
        }
        _ => "Telegram gives no updates for now; they come later",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn ids(mut progress: Progress, ids: &[i64]) -> Vec<i64> {
        let batch = ids.iter().map(|id| RawUpdate {
            id: *id,
            object: Value::Null,
        });
        let left = progress.unhandled(batch.collect());
        left.iter().map(|update| update.id).collect()
    }

    #[test]
    fn what_an_earlier_run_has_handled_is_left_out_once() {
        assert_eq!(ids(Progress::Earlier(Some(7)), &[6, 7, 8, 9]), [8, 9]);
        assert_eq!(ids(Progress::Earlier(Some(9)), &[8, 9]), [0_i64; 0]);
        assert_eq!(ids(Progress::Earlier(None), &[6, 7]), [6, 7]);
        assert_eq!(ids(Progress::Next(8), &[8, 9]), [8, 9]);
    }

    #[test]
    fn what_an_earlier_run_has_handled_is_confirmed_by_the_next_call() {
        let mut progress = Progress::Earlier(Some(7));
        let update = RawUpdate {
            id: 7,
            object: Value::Null,
        };
        assert_eq!(progress.unhandled(vec![update]), []);
        assert_eq!(progress.offset(), Some(8));
    }

    #[test]
    fn after_a_quiet_week_telegram_may_count_from_a_lower_number() {
        assert_eq!(ids(Progress::Earlier(Some(700)), &[3, 4]), [3, 4]);
        assert_eq!(Progress::Earlier(Some(700)).offset(), None);
    }
}
