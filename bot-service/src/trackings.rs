//! Scheduler jobs, read back as the trackings that they are.

use chrono::{DateTime, Duration, Utc};
use domain::reply::{Firing, Listed};
use domain::{Note, Tracking, scheduler_job};
use scheduler::{Job, Scheduler, SchedulerError, State};

use crate::patience::patiently;

/// A tracking and its Scheduler job.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    pub(crate) tracking: Tracking,
    /// What events have told of it.
    pub(crate) note: Note,
    job: Job,
}

/// So long after its deadline a tracking that is still there was ended by nobody.
const OVERDUE: Duration = Duration::minutes(15);

/// The trackings of a chat, the one that ends first in front.
pub(crate) async fn in_chat(scheduler: &Scheduler, chat: i64) -> Result<Vec<Found>, SchedulerError> {
    let mut found = all(scheduler).await?;
    found.retain(|found| found.is_in(chat));
    found.sort_by(|a, b| {
        let (a, b) = (&a.tracking, &b.tracking);
        (a.deadline, &a.id).cmp(&(b.deadline, &b.id))
    });
    Ok(found)
}

/// The trackings of all chats.
pub(crate) async fn all(scheduler: &Scheduler) -> Result<Vec<Found>, SchedulerError> {
    let jobs = patiently(scheduler.list()).await?;
    Ok(jobs.into_iter().filter_map(Found::read).collect())
}

impl Found {
    /// Reads a job; nothing, with a line in the log, where its body is no tracking.
    pub(crate) fn read(job: Job) -> Option<Self> {
        match scheduler_job::from_body(&job.body) {
            Ok(mut tracking) => {
                tracking.scheduler_job = Some(job.id.clone());
                let note = Note::read(&job.description);
                Some(Self { tracking, note, job })
            }
            Err(error) => {
                let error: &(dyn std::error::Error + 'static) = &error;
                tracing::warn!(
                    scheduler_job = job.id,
                    error,
                    "a Scheduler job is no tracking, it is left alone"
                );
                None
            }
        }
    }

    /// Whether it belongs to a chat.
    pub(crate) fn is_in(&self, chat: i64) -> bool {
        self.tracking.chat_id == Some(chat)
    }

    /// The id of its present Scheduler job.
    pub(crate) fn job_id(&self) -> &str {
        &self.job.id
    }

    /// Sets variables of its present Scheduler job, or takes them off; the next execution is told.
    pub(crate) async fn set(
        &self,
        scheduler: &Scheduler,
        variables: &[(&str, Option<String>)],
    ) -> Result<(), SchedulerError> {
        // The body has been read as a tracking's.
        let Ok(body) = scheduler_job::with_variables(&self.job.body, variables) else {
            return Ok(());
        };
        patiently(scheduler.update_body(&self.job.id, body.to_string().as_bytes())).await
    }

    /// Whether it does not fire.
    pub(crate) fn is_paused(&self) -> bool {
        self.job.state != State::Enabled
    }

    /// Whether its deadline is so long past that nobody else will end it.
    pub(crate) fn is_overdue(&self, now: DateTime<Utc>) -> bool {
        now - self.tracking.deadline >= OVERDUE
    }

    /// Its present Scheduler job.
    pub(crate) fn into_job(self) -> Job {
        self.job
    }

    /// Whether a person means this tracking by a name.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        let tracking = &self.tracking;
        [
            tracking.event.as_str(),
            &tracking.title(),
            &tracking.id,
            &self.job.id,
        ]
        .iter()
        .any(|own| own.to_lowercase() == name)
    }

    /// It, with its firings.
    pub(crate) fn listed(self) -> Listed {
        let accepted = self.job.accepted();
        Listed {
            last: self.job.last_attempt.map(|at| Firing { at, accepted }),
            next: self.job.next_attempt.filter(|_| self.job.state == State::Enabled),
            tracking: self.tracking,
            note: self.note,
            outlook: None,
        }
    }

    /// The same, running or not as it is from now on.
    pub(crate) fn listed_as(self, is_running: bool, now: DateTime<Utc>) -> Listed {
        Listed {
            next: is_running.then_some(now),
            ..self.listed()
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;
    use domain::{EventForm, EventName, Interval, PlatformName, Turns};
    use scheduler::TargetKind;

    use super::*;

    fn job(event: &str) -> Job {
        let tracking = Tracking {
            id: "track-demo-abc-1".to_owned(),
            scheduler_job: Some("track-demo-abc-1".to_owned()),
            platform: PlatformName::parse("demo").unwrap(),
            event: EventName::parse(event, EventForm::Name).unwrap(),
            deadline: Utc.with_ymd_and_hms(2026, 2, 28, 6, 0, 0).unwrap(),
            zone: chrono_tz::Tz::Asia__Hong_Kong,
            interval: Interval::Minutes(1),
            chat_id: Some(1),
            turns: Turns::EACH_MINUTE,
            language: domain::Language::English,
            alerts: domain::Alerts::default(),
            wishes: domain::Wishes::default(),
            owner: None,
        };
        Job {
            id: "track-demo-abc-1-2".to_owned(),
            description: "demo ABC".to_owned(),
            target: TargetKind::Http,
            body: scheduler_job::run_request(&tracking, &[])
                .to_string()
                .into_bytes(),
            last_attempt: None,
            status_code: None,
            next_attempt: Some(Utc.with_ymd_and_hms(2026, 2, 28, 2, 49, 0).unwrap()),
            state: State::Enabled,
        }
    }

    #[test]
    fn a_tracking_is_meant_by_event_title_or_id_in_any_case() {
        let found = Found::read(job("ABC Yujin")).unwrap();
        for name in [
            "abc yujin",
            "DEMO ABC Yujin",
            "track-demo-abc-1",
            "track-demo-abc-1-2",
        ] {
            assert!(found.is_called(name), "{name}");
        }
        for name in ["", "abc", "demo", "track-demo-abc-1-3"] {
            assert!(!found.is_called(name), "{name}");
        }
    }

    #[test]
    fn the_present_job_is_the_one_that_was_read() {
        let found = Found::read(job("ABC")).unwrap();
        assert_eq!(
            found.tracking.scheduler_job.as_deref(),
            Some("track-demo-abc-1-2")
        );
        assert!(found.is_in(1) && !found.is_in(2));
    }

    #[test]
    fn a_paused_job_has_no_next_firing() {
        let mut paused = job("ABC");
        paused.state = State::Paused;
        assert!(Found::read(job("ABC")).unwrap().listed().next.is_some());
        assert_eq!(Found::read(paused).unwrap().listed().next, None);
    }

    #[test]
    fn a_foreign_body_is_no_tracking() {
        let mut foreign = job("ABC");
        foreign.body = b"{}".to_vec();
        assert_eq!(Found::read(foreign), None);
    }
}
