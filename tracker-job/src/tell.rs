//! Telling the bot what happened: one message on the topic for each event.

use anyhow::Context;
use domain::Event;
use domain::event::{Told, What};
use domain::{Observation, Reading};
use events::EventsError;

use crate::execution::Execution;

/// Who waits for an answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Reply {
    /// The bot's message (`REPLY_TO`).
    pub(crate) to: Option<i32>,
    /// The bot's own word for it (`REPLY_AS`).
    pub(crate) word: Option<String>,
}

impl Execution {
    /// Publishes an event; where there is no topic nobody is told, and nothing fails. One that answers somebody bears whom.
    pub(crate) async fn tell(&self, id: &str, what: What) -> anyhow::Result<()> {
        let is_answer = matches!(what, What::Started { .. });
        self.publish(id, what, is_answer).await
    }

    /// Publishes the answer to what this execution was asked.
    pub(crate) async fn answer(&self, kind: &str, what: What) -> anyhow::Result<()> {
        let id = format!("{kind}@{}", self.name);
        self.publish(&id, what, true)
            .await
            .with_context(|| format!("the {kind} was not told"))
    }

    async fn publish(&self, id: &str, what: What, is_answer: bool) -> anyhow::Result<()> {
        let tracking = &self.tracking;
        let Some(events) = &self.events else {
            tracing::info!(
                tracking = tracking.id,
                event = id,
                "not told: EVENTS_TOPIC is not set"
            );
            return Ok(());
        };
        let mut event = Event::new(id.to_owned(), self.now().await?, tracking, what);
        if is_answer {
            event.reply_to = self.reply.to;
            event.reply_as = self.reply.word.clone();
        }
        let data = serde_json::to_vec(&event)?;
        let bytes = data.len();
        events.publish(&tracking.id, data).await?;
        tracing::info!(tracking = tracking.id, event = id, bytes, "told");
        Ok(())
    }
}

/// Whether Pub/Sub may take an event that it has just not taken.
pub(crate) fn is_transient(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref(), Some(EventsError::Unavailable(_)))
}

/// A sample that has no row, as it is told.
pub(crate) fn told(at: chrono::DateTime<chrono::Utc>, observation: Observation) -> Told {
    let status = observation.status();
    let reading: Option<Reading> = match observation {
        Observation::Read(reading) => Some(reading),
        Observation::Failed(_) | Observation::NotAsked(_) => None,
    };
    Told { at, status, reading }
}
