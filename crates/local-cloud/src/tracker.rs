//! What carries an execution out: a program of its own, or a function of the program that embeds this cloud.

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::sync::Arc;

use futures_util::future::BoxFuture;

use crate::config::Program;

/// The tracker, as the Run job has it.
#[derive(Debug, Clone)]
pub enum Tracker {
    /// One child process per execution.
    Program(Program),
    /// One task of this process per execution: cheap enough for thousands of them.
    InProcess(InProcess),
}

/// A function that is given the variables that a process would find in its environment, and ends with an exit code.
///
/// Told time treats it like a process: it counts as busy until it ends, except while it waits at `CLOCK_URL` under the
/// name in `CLOUD_RUN_EXECUTION`. Cancelling and killing it both drop its future at its next `await`; a panic is a
/// failed execution. What it logs is not captured, and arguments of an execution do not reach it.
#[derive(Clone)]
pub struct InProcess {
    run: Arc<Run>,
    real: Option<(Program, f64)>,
}

/// The function itself.
pub(crate) type Run = dyn Fn(HashMap<String, String>) -> BoxFuture<'static, u8> + Send + Sync;

/// How one execution is carried out.
pub(crate) enum Work {
    Process(Program),
    Task(Arc<Run>),
}

impl InProcess {
    /// Every execution is a call of `run`.
    pub fn new<F>(run: impl Fn(HashMap<String, String>) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = u8> + Send + 'static,
    {
        Self {
            run: Arc::new(move |variables| Box::pin(run(variables))),
            real: None,
        }
    }

    /// A share of the executions (0 to 1, drawn from the cloud's seed) is started as real processes instead.
    #[must_use]
    pub fn with_real_share(mut self, program: Program, share: f64) -> Self {
        self.real = Some((program, share));
        self
    }
}

impl Tracker {
    /// Who carries out the next execution; `draw` gives a number from 0 to below 1.
    pub(crate) fn work(&self, draw: impl FnOnce() -> f64) -> Work {
        match self {
            Self::Program(program) => Work::Process(program.clone()),
            Self::InProcess(InProcess { run, real }) => match real {
                Some((program, share)) if draw() < *share => Work::Process(program.clone()),
                _ => Work::Task(run.clone()),
            },
        }
    }
}

impl From<Program> for Tracker {
    fn from(program: Program) -> Self {
        Self::Program(program)
    }
}

impl From<InProcess> for Tracker {
    fn from(in_process: InProcess) -> Self {
        Self::InProcess(in_process)
    }
}

impl fmt::Debug for InProcess {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let real_share = self.real.as_ref().map_or(0.0, |(_, share)| *share);
        formatter
            .debug_struct("InProcess")
            .field("real_share", &real_share)
            .finish_non_exhaustive()
    }
}
