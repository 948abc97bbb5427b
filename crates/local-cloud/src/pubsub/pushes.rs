//! Who delivers, and how it learns that there is something to deliver.

use std::sync::{Mutex, PoisonError};

use tokio::sync::mpsc;

use crate::clock::{Busy, Clock};

/// The ear of the deliverer, while there is one.
#[derive(Default)]
pub(crate) struct Pushes {
    ear: Mutex<Option<mpsc::UnboundedSender<Busy>>>,
}

impl Pushes {
    /// From now on the deliverer hears of every change.
    pub(super) fn listen(&self) -> mpsc::UnboundedReceiver<Busy> {
        let (ear, heard) = mpsc::unbounded_channel();
        *self.ear.lock().unwrap_or_else(PoisonError::into_inner) = Some(ear);
        heard
    }

    /// Tells the deliverer that something has changed. Told time stands still until it has looked.
    pub(super) fn wake(&self, clock: &Clock) {
        let ear = self.ear.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(ear) = ear.as_ref() {
            // A deliverer that has ended takes the guard with it.
            drop(ear.send(clock.busy("looking for messages to push")));
        }
    }
}
