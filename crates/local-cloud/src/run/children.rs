//! Child processes, each leading a process group of its own, none of which outlives the cloud.

use std::collections::BTreeSet;
use std::io;
use std::process::{ExitStatus, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};
use tokio::net::unix::pipe;
use tokio::process::{ChildStdin, Command};
use tokio::sync::watch;

use super::environment::{Env, passed_on};
use crate::config::Program;

/// How long a program may take to end after SIGTERM, as on Cloud Run.
const GRACE: Duration = Duration::from_secs(10);
/// The same when the whole cloud ends and a person waits for it.
const LAST_GRACE: Duration = Duration::from_secs(3);

/// Every child that runs.
#[derive(Clone, Default)]
pub(crate) struct Children {
    inner: Arc<Inner>,
}

#[derive(Default)]
struct Inner {
    groups: Mutex<Groups>,
    changed: watch::Sender<()>,
}

#[derive(Default)]
struct Groups {
    running: BTreeSet<i32>,
    closed: bool,
}

/// A running program. Dropping it kills whatever is left of its group.
pub(super) struct Child {
    process: tokio::process::Child,
    group: Group,
    /// Held open: a program that reads it notices the end of the cloud, however that ends.
    _stdin: Option<ChildStdin>,
}

impl Children {
    /// Starts a program; its output, both streams in the order in which they were written, comes from the pipe.
    pub(super) fn start(
        &self,
        program: &Program,
        args: &[String],
        env: &Env,
    ) -> io::Result<(Child, pipe::Receiver)> {
        let (name, own_args) = program
            .command
            .split_first()
            .ok_or_else(|| io::Error::other("no program is named"))?;
        let (output, writer) = io::pipe()?;
        let mut command = Command::new(name);
        command
            .args(own_args)
            .args(args)
            .env_clear()
            .envs(passed_on())
            .envs(env);
        command
            .stdin(Stdio::piped())
            .stdout(writer.try_clone()?)
            .stderr(writer)
            .process_group(0)
            .kill_on_drop(true);
        let output = pipe::Receiver::from_owned_fd(output.into())?;
        // Locked until it is registered: the end of the cloud must not fall between the two.
        let mut groups = self.inner.lock();
        if groups.closed {
            return Err(io::Error::other("the local cloud is ending"));
        }
        let mut process = command.spawn()?;
        let id = process
            .id()
            .and_then(|id| i32::try_from(id).ok())
            .ok_or_else(|| io::Error::other("no process id"))?;
        groups.running.insert(id);
        drop(groups);
        let stdin = process.stdin.take();
        let group = Group {
            id,
            inner: self.inner.clone(),
        };
        Ok((
            Child {
                process,
                group,
                _stdin: stdin,
            },
            output,
        ))
    }

    /// Ends all of them, and starts no more.
    pub(crate) async fn end_all(&self) {
        self.inner.lock().closed = true;
        for (signal, patience) in [(Signal::TERM, LAST_GRACE), (Signal::KILL, LAST_GRACE)] {
            for id in self.inner.lock().running.iter() {
                send(*id, signal);
            }
            if tokio::time::timeout(patience, self.all_gone()).await.is_ok() {
                return;
            }
        }
        tracing::error!("a child program could not be ended");
    }

    async fn all_gone(&self) {
        let mut changes = self.inner.changed.subscribe();
        while !self.inner.lock().running.is_empty() && changes.changed().await.is_ok() {}
    }
}

impl Child {
    /// The process id, which is the group's as well.
    pub(super) fn id(&self) -> i32 {
        self.group.id
    }

    /// Waits for its end.
    pub(super) async fn wait(&mut self) -> io::Result<ExitStatus> {
        self.process.wait().await
    }

    /// SIGTERM, and SIGKILL when that is not enough.
    pub(super) async fn end(&mut self) -> io::Result<ExitStatus> {
        send(self.group.id, Signal::TERM);
        if let Ok(status) = tokio::time::timeout(GRACE, self.process.wait()).await {
            return status;
        }
        send(self.group.id, Signal::KILL);
        self.process.wait().await
    }
}

impl Inner {
    fn lock(&self) -> MutexGuard<'_, Groups> {
        self.groups.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A registered process group.
struct Group {
    id: i32,
    inner: Arc<Inner>,
}

impl Drop for Group {
    fn drop(&mut self) {
        send(self.id, Signal::KILL);
        self.inner.lock().running.remove(&self.id);
        self.inner.changed.send_replace(());
    }
}

/// A group that is gone already is as good as told.
fn send(group: i32, signal: Signal) {
    if let Some(group) = Pid::from_raw(group)
        && let Err(error) = kill_process_group(group, signal)
        && error != rustix::io::Errno::SRCH
    {
        tracing::warn!(%error, group = group.as_raw_nonzero().get(), "a child program was not signalled");
    }
}
