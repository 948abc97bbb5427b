//! Child programs, each leading a process group of its own or being a task, none of which outlives the cloud.

use std::collections::BTreeMap;
use std::io;
use std::process::Stdio;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};
use tokio::net::unix::pipe;
use tokio::process::{ChildStdin, Command};
use tokio::sync::watch;
use tokio::task::{AbortHandle, JoinHandle};

use super::environment::{Env, passed_on};
use crate::config::Program;
use crate::tracker::Run;

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
    members: Mutex<Members>,
    changed: watch::Sender<()>,
}

#[derive(Default)]
struct Members {
    running: BTreeMap<u64, Target>,
    last: u64,
    closed: bool,
}

/// What is signalled.
#[derive(Clone)]
enum Target {
    Group(i32),
    /// Any signal ends it.
    Task(AbortHandle),
}

/// A running program. Dropping it kills whatever is left of it.
pub(super) struct Child {
    body: Body,
    member: Member,
}

enum Body {
    Process {
        process: Box<tokio::process::Child>,
        /// Held open: a program that reads it notices the end of the cloud, however that ends.
        _stdin: Option<ChildStdin>,
    },
    Task(JoinHandle<u8>),
}

/// How a program ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct End {
    /// `None` when it was a signal.
    pub(super) code: Option<i32>,
}

impl End {
    pub(super) fn is_success(self) -> bool {
        self.code == Some(0)
    }
}

impl Children {
    /// Starts a program; its output, both streams in the order in which they were written, comes from the pipe.
    pub(super) fn start(
        &self,
        program: &Program,
        args: &[String],
        env: &Env,
    ) -> io::Result<(Child, pipe::Receiver)> {
        let (mut command, output) = command(program, args, env)?;
        // Locked until it is registered: the end of the cloud must not fall between the two.
        let mut members = self.open()?;
        let mut process = command.spawn()?;
        let group = process
            .id()
            .and_then(|id| i32::try_from(id).ok())
            .ok_or_else(|| io::Error::other("no process id"))?;
        let member = self.register(&mut members, Target::Group(group));
        let _stdin = process.stdin.take();
        let body = Body::Process {
            process: Box::new(process),
            _stdin,
        };
        Ok((Child { body, member }, output))
    }

    /// Starts a task, which is given what a process would find in its environment.
    pub(super) fn start_task(&self, run: Arc<Run>, env: Env) -> io::Result<Child> {
        let own = passed_on().filter_map(|(name, value)| Some((name.to_owned(), value.into_string().ok()?)));
        let variables = own.chain(env).collect();
        let mut members = self.open()?;
        let task = tokio::spawn(async move { run(variables).await });
        let member = self.register(&mut members, Target::Task(task.abort_handle()));
        let body = Body::Task(task);
        Ok(Child { body, member })
    }

    /// Ends all of them, and starts no more.
    pub(crate) async fn end_all(&self) {
        self.inner.lock().closed = true;
        for (signal, patience) in [(Signal::TERM, LAST_GRACE), (Signal::KILL, LAST_GRACE)] {
            for target in self.inner.lock().running.values() {
                target.send(signal);
            }
            if tokio::time::timeout(patience, self.all_gone()).await.is_ok() {
                return;
            }
        }
        tracing::error!("a child program could not be ended");
    }

    fn open(&self) -> io::Result<MutexGuard<'_, Members>> {
        let members = self.inner.lock();
        if members.closed {
            return Err(io::Error::other("the local cloud is ending"));
        }
        Ok(members)
    }

    fn register(&self, members: &mut Members, target: Target) -> Member {
        members.last += 1;
        members.running.insert(members.last, target.clone());
        Member {
            number: members.last,
            target,
            inner: self.inner.clone(),
        }
    }

    async fn all_gone(&self) {
        let mut changes = self.inner.changed.subscribe();
        while !self.inner.lock().running.is_empty() && changes.changed().await.is_ok() {}
    }
}

impl Child {
    /// The process id, which is the group's as well; a task has none.
    pub(super) fn pid(&self) -> Option<i32> {
        match self.member.target {
            Target::Group(id) => Some(id),
            Target::Task(_) => None,
        }
    }

    /// Waits for its end.
    pub(super) async fn wait(&mut self) -> io::Result<End> {
        match &mut self.body {
            Body::Process { process, .. } => process.wait().await.map(|status| End { code: status.code() }),
            // One that was dropped or has panicked has no code.
            Body::Task(task) => Ok(End {
                code: task.await.ok().map(i32::from),
            }),
        }
    }

    /// SIGTERM, and SIGKILL when that is not enough.
    pub(super) async fn end(&mut self) -> io::Result<End> {
        self.member.target.send(Signal::TERM);
        if let Ok(end) = tokio::time::timeout(GRACE, self.wait()).await {
            return end;
        }
        self.kill().await
    }

    /// SIGKILL.
    pub(super) async fn kill(&mut self) -> io::Result<End> {
        self.member.target.send(Signal::KILL);
        self.wait().await
    }
}

fn command(program: &Program, args: &[String], env: &Env) -> io::Result<(Command, pipe::Receiver)> {
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
    Ok((command, pipe::Receiver::from_owned_fd(output.into())?))
}

impl Inner {
    fn lock(&self) -> MutexGuard<'_, Members> {
        self.members.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A registered program.
struct Member {
    number: u64,
    target: Target,
    inner: Arc<Inner>,
}

impl Drop for Member {
    fn drop(&mut self) {
        self.target.send(Signal::KILL);
        self.inner.lock().running.remove(&self.number);
        self.inner.changed.send_replace(());
    }
}

impl Target {
    /// A program that is gone already is as good as told.
    fn send(&self, signal: Signal) {
        let group = match self {
            Self::Group(group) => *group,
            Self::Task(task) => return task.abort(),
        };
        if let Some(group) = Pid::from_raw(group)
            && let Err(error) = kill_process_group(group, signal)
            && error != rustix::io::Errno::SRCH
        {
            tracing::warn!(%error, group = group.as_raw_nonzero().get(), "a child program was not signalled");
        }
    }
}
