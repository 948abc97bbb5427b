//! Samples that wait on Drive for their row, because Sheets did not take it.
//!
//! Each execution keeps what it has in a file of its own, so that no two ever write the same one. Whoever writes the rows
//! puts the files away afterwards: until then nothing is lost, and what is read twice is settled once.

use anyhow::Context;
use domain::Taken;
use drive::{DriveError, Kind, NewFile};
use futures_util::{StreamExt, TryStreamExt, stream};
use serde::{Deserialize, Serialize};

use crate::execution::Execution;

/// So many files are read or put away at once.
const AT_ONCE: usize = 8;

/// What a file holds.
#[derive(Serialize, Deserialize)]
struct Content {
    tracking: String,
    taken: Vec<Taken>,
}

/// All that waits, and in which files.
#[derive(Default)]
pub(crate) struct Waiting {
    pub(crate) taken: Vec<Taken>,
    files: Vec<String>,
}

/// Keeps samples in this execution's own file, whose id is fixed before the file is there.
pub(crate) async fn keep(
    execution: &Execution,
    file: &mut Option<String>,
    taken: &[Taken],
) -> anyhow::Result<()> {
    let tracking = &execution.tracking.id;
    let first = taken
        .first()
        .map_or_else(String::new, |first| first.at.to_rfc3339());
    let content = Content {
        tracking: tracking.clone(),
        taken: taken.to_vec(),
    };
    let new = NewFile {
        name: &format!("{tracking} waiting since {first}.json"),
        tracking,
        kind: Kind::Waiting,
        content: &serde_json::to_string(&content)?,
    };
    match file {
        Some(id) => execution.drive.store(id, &new).await?,
        None => {
            let id = execution.drive.new_id().await?;
            execution.drive.create(&id, &new).await?;
            *file = Some(id);
        }
    }
    Ok(())
}

impl Waiting {
    /// Reads what waits for the tracking.
    pub(crate) async fn read(execution: &Execution) -> Result<Self, DriveError> {
        let found = execution
            .drive
            .find(&execution.tracking.id, Kind::Waiting)
            .await?;
        let read = |id: String| async {
            let text = execution.drive.read(&id).await?;
            Ok::<_, DriveError>((id, text))
        };
        let files: Vec<_> = stream::iter(found)
            .map(read)
            .buffered(AT_ONCE)
            .try_collect()
            .await?;
        let mut waiting = Self::default();
        // A file that is gone meanwhile has its rows.
        for (id, text) in files.into_iter().filter_map(|(id, text)| Some((id, text?))) {
            waiting.add(execution, id, &text);
        }
        Ok(waiting)
    }

    fn add(&mut self, execution: &Execution, id: String, text: &str) {
        match serde_json::from_str::<Content>(text).context("a file of waiting samples is damaged") {
            Ok(content) => {
                self.taken.extend(content.taken);
                self.files.push(id);
            }
            Err(error) => {
                tracing::error!(tracking = execution.tracking.id, file = id, "{error:#}");
            }
        }
    }

    /// Puts the files away, whose samples have their rows. One that stays is settled again, which changes nothing.
    pub(crate) async fn discard(&self, execution: &Execution) {
        let put_away = stream::iter(&self.files).map(|id| execution.drive.discard(id));
        let outcomes: Vec<_> = put_away.buffer_unordered(AT_ONCE).collect().await;
        if let Some(error) = outcomes.into_iter().find_map(Result::err) {
            tracing::warn!(
                tracking = execution.tracking.id,
                error = &error as &dyn std::error::Error,
                "samples that have their rows stay on Drive as well"
            );
        }
    }

    /// This execution's own file is among those that are put away.
    pub(crate) fn add_own(&mut self, file: Option<String>) {
        if let Some(id) = file.filter(|id| !self.files.contains(id)) {
            self.files.push(id);
        }
    }
}
