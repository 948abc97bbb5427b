//! The executions that run now: what they were given, and how they hear that they are cancelled.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::environment::Env;
use super::execution::Execution;

/// All of them, by name.
#[derive(Default)]
pub(super) struct Live {
    running: Mutex<HashMap<String, Arc<One>>>,
}

/// One of them.
pub(super) struct One {
    env: Env,
    cancel: Notify,
}

impl One {
    /// Waits until it is cancelled.
    pub(super) async fn cancelled(&self) {
        self.cancel.notified().await;
    }
}

impl Live {
    pub(super) fn add(&self, execution: &Execution) -> Arc<One> {
        let one = Arc::new(One {
            env: execution.env.clone(),
            cancel: Notify::new(),
        });
        self.lock().insert(execution.name.clone(), one.clone());
        one
    }

    pub(super) fn remove(&self, execution: &str) {
        self.lock().remove(execution);
    }

    /// One that has ended in the meantime is as good as cancelled.
    pub(super) fn cancel(&self, execution: &str) {
        if let Some(one) = self.lock().get(execution) {
            one.cancel.notify_one();
        }
    }

    /// Whether the text is a part of what an execution was given.
    pub(super) fn mentions(&self, execution: &str, text: &str) -> bool {
        self.lock()
            .get(execution)
            .is_some_and(|one| one.env.values().any(|value| value.contains(text)))
    }

    /// The execution whose event stands in the address of a demo page, if exactly one does.
    pub(super) fn whose_page(&self, address: &str) -> Option<String> {
        let parts: Vec<String> = address.split(['/', '?', '&', '=']).map(decoded).collect();
        let running = self.lock();
        let mut found = running.iter().filter(|(_, one)| {
            let event = one.env.get("EVENT_ARTIST").map(|event| event.to_lowercase());
            event.is_some_and(|event| !event.is_empty() && parts.contains(&event))
        });
        let (name, _) = found.next()?;
        found.next().is_none().then(|| name.clone())
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Arc<One>>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn decoded(part: &str) -> String {
    url::form_urlencoded::parse(part.as_bytes())
        .map(|(text, _)| text.to_lowercase())
        .collect()
}
