//! The present of everything in this cloud: the wall clock, a faster one, or one that moves only when told.
//!
//! Told time is race-free because of three rules. A wait is registered when [`Clock::wait_until`] is *called*, not
//! when it is first polled. The clock hands out the waiter's [`Busy`] guard in the same locked step in which it ends
//! the wait. And time moves only while nobody is busy (see [`settle`]).

pub(crate) mod kept;
mod settle;

use std::collections::{BTreeMap, HashMap};
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::{oneshot, watch};

pub(crate) use settle::AdvanceError;

/// How often a wait in running time looks again, because a laptop that slept has jumped ahead.
const LONGEST_NAP: Duration = Duration::from_secs(5);

/// How many times as fast as the wall clock time may run.
pub(crate) const SPEEDS: std::ops::RangeInclusive<f64> = 0.001..=100_000.0;

/// Clones share one clock.
#[derive(Clone)]
pub(crate) struct Clock {
    inner: Arc<Inner>,
}

struct Inner {
    /// Fixed for good, unlike the speed of time that runs.
    manual: bool,
    state: Mutex<State>,
    /// Grows with every change that may let told time settle.
    changed: watch::Sender<u64>,
    /// Grows with every change of the speed.
    paced: watch::Sender<u64>,
    /// One advance at a time.
    advancing: tokio::sync::Mutex<()>,
    /// Stores told time, before anybody hears of it.
    keep: Box<dyn Fn(DateTime<Utc>) + Send + Sync>,
}

enum Pace {
    /// Told time = `began` + the real time since then * `speed`.
    Running {
        began: DateTime<Utc>,
        real: std::time::Instant,
        speed: f64,
    },
    Wall,
    Manual,
}

struct State {
    pace: Pace,
    /// The last one that was not 0.
    usual_speed: f64,
    /// The present in manual time.
    now: DateTime<Utc>,
    next_id: u64,
    /// By instant: the next event is the first of them.
    waiters: BTreeMap<WaiterKey, Waiter>,
    /// How many of the waiters each program has.
    waiting: HashMap<String, usize>,
    busy: BTreeMap<u64, String>,
    /// Programs that count as busy unless they wait for an instant under this name.
    processes: BTreeMap<u64, String>,
}

/// When a wait ends, and its number.
type WaiterKey = (DateTime<Utc>, u64);

struct Waiter {
    process: Option<String>,
    wake: oneshot::Sender<Busy>,
}

impl Clock {
    /// The wall clock (`speed` 1, not beginning ahead of it), or one that starts at `began` and runs `speed` times as fast.
    pub(crate) fn running(began: DateTime<Utc>, speed: f64) -> Self {
        #[expect(clippy::float_cmp, reason = "exactly 1 means the wall clock itself")]
        let pace = if speed == 1.0 && began <= Utc::now() {
            Pace::Wall
        } else {
            Pace::Running {
                began,
                real: std::time::Instant::now(),
                speed,
            }
        };
        Self::with(pace, began, Box::new(|_| ()))
    }

    /// A clock that stands at `now` until it is told; `keep` stores each new present.
    pub(crate) fn manual(now: DateTime<Utc>, keep: impl Fn(DateTime<Utc>) + Send + Sync + 'static) -> Self {
        Self::with(Pace::Manual, now, Box::new(keep))
    }

    fn with(pace: Pace, now: DateTime<Utc>, keep: Box<dyn Fn(DateTime<Utc>) + Send + Sync>) -> Self {
        let manual = matches!(pace, Pace::Manual);
        let usual_speed = match pace {
            Pace::Running { speed, .. } => speed,
            Pace::Wall | Pace::Manual => 1.0,
        };
        let state = State {
            pace,
            usual_speed,
            now,
            next_id: 0,
            waiters: BTreeMap::new(),
            waiting: HashMap::new(),
            busy: BTreeMap::new(),
            processes: BTreeMap::new(),
        };
        let (changed, paced) = (watch::Sender::new(0), watch::Sender::new(0));
        let advancing = tokio::sync::Mutex::new(());
        Self {
            inner: Arc::new(Inner {
                manual,
                state: Mutex::new(state),
                changed,
                paced,
                advancing,
                keep,
            }),
        }
    }

    /// The present of everything in this cloud.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.inner.lock().present()
    }

    /// How many times as fast as the wall clock time runs by itself.
    pub(crate) fn speed(&self) -> f64 {
        match self.inner.lock().pace {
            Pace::Wall => 1.0,
            Pace::Manual => 0.0,
            Pace::Running { speed, .. } => speed,
        }
    }

    /// The speed that it has, or goes back to when it stands.
    pub(crate) fn usual_speed(&self) -> f64 {
        self.inner.lock().usual_speed
    }

    /// The present after so much real time at this speed.
    fn after(&self, real: Duration) -> DateTime<Utc> {
        let passes = scaled(real, self.speed());
        let now = self.now();
        now.checked_add_signed(passes).unwrap_or(now)
    }

    fn is_on_the_wall(&self) -> bool {
        matches!(self.inner.lock().pace, Pace::Wall)
    }

    /// Lets time go on from here at another speed; at 0 it stands. Whether it could: manual time has none.
    pub(crate) fn set_speed(&self, speed: f64) -> bool {
        if self.inner.manual {
            return false;
        }
        let mut state = self.inner.lock();
        let began = state.present();
        state.pace = Pace::Running {
            began,
            real: std::time::Instant::now(),
            speed,
        };
        if speed > 0.0 {
            state.usual_speed = speed;
        }
        drop(state);
        self.inner.paced.send_modify(|version| *version += 1);
        true
    }

    /// Whether time moves only by [`Clock::advance`].
    pub(crate) fn is_manual(&self) -> bool {
        self.inner.manual
    }

    /// Waits for an instant. Whoever awaits it is an event source of told time without further ado; keep the guard
    /// for as long as the work takes that the instant causes, told time does not move on before.
    pub(crate) fn wait_until(&self, at: DateTime<Utc>) -> impl Future<Output = Busy> + Send + use<> {
        self.wait(at, None)
    }

    /// The wait of a program that was announced with [`Clock::process`]: meanwhile it does not count as busy.
    pub(crate) fn wait_as(
        &self,
        process: &str,
        at: DateTime<Utc>,
    ) -> impl Future<Output = Busy> + Send + use<> {
        self.wait(at, Some(process.to_owned()))
    }

    /// Work in progress that told time must wait for.
    pub(crate) fn busy(&self, what: impl Into<String>) -> Busy {
        let id = self.inner.lock().busy(what.into());
        Busy {
            inner: self.inner.clone(),
            id,
        }
    }

    /// A running program: busy until dropped, except while it waits by [`Clock::wait_as`].
    pub(crate) fn process(&self, name: impl Into<String>) -> Process {
        let mut state = self.inner.lock();
        let id = state.next_id();
        state.processes.insert(id, name.into());
        drop(state);
        Process {
            inner: self.inner.clone(),
            id,
        }
    }

    fn wait(&self, at: DateTime<Utc>, process: Option<String>) -> impl Future<Output = Busy> + Send + use<> {
        let mut registration = self.inner.clone().register(at, process);
        let (clock, mut paces) = (self.clone(), self.inner.paced.subscribe());
        async move {
            if clock.is_manual()
                && let Ok(busy) = (&mut registration.woken).await
            {
                return busy;
            }
            while let Some(left) = clock.real_time_until(at) {
                // It ends early where the speed has changed; the sender lives as long as the clock.
                let _ = tokio::time::timeout(left.min(LONGEST_NAP), paces.changed()).await;
            }
            clock.busy("work that was due")
        }
    }

    fn real_time_until(&self, at: DateTime<Utc>) -> Option<Duration> {
        let left = (at - self.now()).to_std().ok().filter(|left| !left.is_zero())?;
        match self.inner.lock().pace {
            Pace::Running { speed: 0.0, .. } => Some(Duration::MAX),
            Pace::Running { speed, .. } => Duration::try_from_secs_f64(left.as_secs_f64() / speed).ok(),
            Pace::Wall | Pace::Manual => Some(left),
        }
    }
}

fn scaled(elapsed: Duration, speed: f64) -> TimeDelta {
    Duration::try_from_secs_f64(elapsed.as_secs_f64() * speed)
        .ok()
        .and_then(|scaled| TimeDelta::from_std(scaled).ok())
        .unwrap_or(TimeDelta::MAX)
}

impl Inner {
    /// A poisoned lock is usable: no change of the state can stop half-way.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn touch(&self) {
        self.changed.send_modify(|version| *version += 1);
    }

    fn register(self: Arc<Self>, at: DateTime<Utc>, process: Option<String>) -> Registration {
        let (wake, woken) = oneshot::channel();
        let mut state = self.lock();
        let key = (at, state.next_id());
        if let Some(name) = &process {
            *state.waiting.entry(name.clone()).or_default() += 1;
        }
        state.waiters.insert(key, Waiter { process, wake });
        if self.manual {
            self.wake_due(&mut state);
        }
        drop(state);
        self.touch();
        Registration {
            inner: self,
            key,
            woken,
        }
    }

    /// Ends every wait that is due; each waiter counts as busy from this very step on.
    fn wake_due(self: &Arc<Self>, state: &mut State) {
        while let Some(key) = state.first_due() {
            if let Some(waiter) = state.remove(key) {
                let what = waiter.process.unwrap_or_else(|| "work that was due".to_owned());
                let busy = Busy {
                    inner: self.clone(),
                    id: state.busy(what),
                };
                if let Err(unheard) = waiter.wake.send(busy) {
                    state.release_unheard(unheard);
                }
            }
        }
    }
}

impl State {
    fn present(&self) -> DateTime<Utc> {
        match self.pace {
            Pace::Wall => Utc::now(),
            Pace::Manual => self.now,
            Pace::Running { began, real, speed } => began + scaled(real.elapsed(), speed),
        }
    }

    fn next_id(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id
    }

    fn first_due(&self) -> Option<WaiterKey> {
        let (key, _) = self.waiters.first_key_value()?;
        (key.0 <= self.now).then_some(*key)
    }

    fn remove(&mut self, key: WaiterKey) -> Option<Waiter> {
        let waiter = self.waiters.remove(&key)?;
        if let Some(name) = &waiter.process
            && let Some(count) = self.waiting.get_mut(name)
        {
            *count -= 1;
            if *count == 0 {
                self.waiting.remove(name);
            }
        }
        Some(waiter)
    }

    fn busy(&mut self, what: String) -> u64 {
        let id = self.next_id();
        self.busy.insert(id, what);
        id
    }

    /// The guard's own drop would lock the state again, which is locked here.
    fn release_unheard(&mut self, unheard: Busy) {
        self.busy.remove(&unheard.id);
        unheard.disarm();
    }
}

/// Work in progress; told time stands still until it is dropped.
#[must_use = "told time moves on as soon as this is dropped"]
pub(crate) struct Busy {
    inner: Arc<Inner>,
    id: u64,
}

impl Busy {
    fn disarm(mut self) {
        self.id = 0;
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        if self.id != 0 {
            self.inner.lock().busy.remove(&self.id);
            self.inner.touch();
        }
    }
}

/// A running program, see [`Clock::process`].
#[must_use = "the program counts as ended as soon as this is dropped"]
pub(crate) struct Process {
    inner: Arc<Inner>,
    id: u64,
}

impl Drop for Process {
    fn drop(&mut self) {
        self.inner.lock().processes.remove(&self.id);
        self.inner.touch();
    }
}

/// A wait in the list of waiters for as long as somebody awaits it.
struct Registration {
    inner: Arc<Inner>,
    key: WaiterKey,
    woken: oneshot::Receiver<Busy>,
}

impl Drop for Registration {
    fn drop(&mut self) {
        let gone = self.inner.lock().remove(self.key);
        drop(gone);
        self.inner.touch();
    }
}

#[cfg(test)]
mod tests;
