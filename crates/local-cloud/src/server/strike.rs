//! Faults on calls: what becomes of one that has come in.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::ConnectInfo;
use axum::http::{Extensions, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};

use super::cut::Cut;
use crate::faults::{Call, Effect, Side, Stage, Struck, answer};
use crate::metadata::tokens::Caller;
use crate::world::World;

/// What the faults have decided about a call.
#[derive(Default)]
pub(super) struct Fate {
    /// How long it has to wait first.
    pub(super) delay: Duration,
    /// The fault that the journal shows.
    pub(super) struck: Option<Struck>,
    operation: &'static str,
    cut: Option<Cut>,
}

impl Fate {
    pub(super) fn of(
        world: &World,
        operation: Option<&'static str>,
        caller: &Caller,
        execution: Option<&str>,
        (uri, body, extensions): (&Uri, &Bytes, &Extensions),
    ) -> Self {
        let Some(operation) = operation else {
            return Self::default();
        };
        let account = match caller {
            Caller::Account { email, .. } => Some(email.as_str()),
            Caller::Anonymous | Caller::Refused => None,
        };
        let mentions = |text: &str| {
            mentions(uri, body, text)
                || execution.is_some_and(|execution| world.run.mentions(execution, text))
        };
        let call = Call {
            stage: Stage::Call,
            operation,
            execution,
            account,
            mentions: &mentions,
        };
        let struck = world.faults.strike(world.clock.now(), &call);
        let delays = struck.iter().map(|struck| struck.span);
        Self {
            delay: delays.sum(),
            operation,
            cut: extensions.get::<ConnectInfo<Cut>>().map(|info| info.0.clone()),
            struck: struck.into_iter().last(),
        }
    }

    /// What is said in place of the stand-in's answer; then the call has no effect.
    pub(super) fn answer(&self, world: &World) -> Option<Response> {
        let struck = self.struck.as_ref()?;
        match struck.effect {
            Effect::Cut(Side::Before) => Some(StatusCode::SERVICE_UNAVAILABLE.into_response()),
            _ => answer(struck, self.operation, world.clock.now()),
        }
    }

    /// Whether the caller never hears the answer.
    pub(super) fn is_cut(&self) -> bool {
        let effect = self.struck.as_ref().map(|struck| &struck.effect);
        matches!(effect, Some(Effect::Cut(_)))
    }

    /// Cuts the connection, where that is the fate.
    pub(super) fn carry_out(&self) {
        if let Some(cut) = self.cut.as_ref().filter(|_| self.is_cut()) {
            cut.cut();
        }
    }
}

/// Whether a text stands in the address, as it is or decoded, or in the body.
fn mentions(uri: &Uri, body: &[u8], text: &str) -> bool {
    let address = uri.to_string();
    let decoded = || {
        let pairs = url::form_urlencoded::parse(address.as_bytes());
        pairs
            .flat_map(|(name, value)| [name, value])
            .any(|part| part.contains(text))
    };
    address.contains(text) || decoded() || String::from_utf8_lossy(body).contains(text)
}
