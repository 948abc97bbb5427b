//! Cloud Scheduler, as far as trackings need it.

use gcp::{CallError, Google, Service};
use google_cloudscheduler1::CloudScheduler;
use google_cloudscheduler1::api::{
    Job as ApiJob, ListJobsResponse, PauseJobRequest, ResumeJobRequest, RunJobRequest,
};
use google_cloudscheduler1::common::FieldMask;

use crate::error::SchedulerError;
use crate::job::{Job, JobSpec, State};

/// The most jobs that one page of a list holds.
const PAGE_SIZE: i32 = 500;
/// What of a job [`Job`] is made of. The rest is half of what a list would bring, and reading it most of the work
/// (<https://cloud.google.com/apis/docs/system-parameters>, "fields").
const LISTED: &str = "nextPageToken,jobs(name,description,httpTarget/body,pubsubTarget/data,lastAttemptTime,scheduleTime,\
                      state,status/code)";

/// What became of a creation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Created {
    /// The job is new.
    New,
    /// It was there before: the same update a second time, or an attempt of ours whose answer was lost.
    AlreadyExists,
}

/// The Scheduler jobs of one location.
#[derive(Clone)]
pub struct Scheduler {
    google: Google,
    hub: CloudScheduler<gcp::Connector>,
    location: String,
}

impl Scheduler {
    /// The jobs of a project in a region. Nothing is connected before the first call.
    pub fn new(google: Google, project: &str, region: &str) -> Self {
        let mut hub = CloudScheduler::new(google.client(), google.tokens());
        hub.base_url(google.base_url(Service::Scheduler));
        let location = format!("projects/{project}/locations/{region}");
        Self {
            google,
            hub,
            location,
        }
    }

    /// Creates a job. One of the same id is left as it is.
    pub async fn create(&self, spec: &JobSpec) -> Result<Created, SchedulerError> {
        let job = spec.to_api(self.name(&spec.id));
        let create = || {
            self.hub
                .projects()
                .locations_jobs_create(job.clone(), &self.location)
                .doit()
        };
        match self
            .google
            .call("cloudscheduler.projects.locations.jobs.create", create)
            .await
        {
            Ok(_) => Ok(Created::New),
            Err(CallError::Conflict(_)) => Ok(Created::AlreadyExists),
            Err(error) => Err(error.into()),
        }
    }

    /// All jobs of trackings.
    pub async fn list(&self) -> Result<Vec<Job>, SchedulerError> {
        let mut jobs = Vec::new();
        let mut token = None;
        loop {
            let page = self.page(token.as_deref()).await?;
            jobs.extend(page.jobs.into_iter().flatten().map(Job::from_api).filter(is_ours));
            token = page.next_page_token.filter(|token| !token.is_empty());
            if token.is_none() {
                return Ok(jobs);
            }
        }
    }

    /// One job; nothing when it is gone.
    pub async fn get(&self, id: &str) -> Result<Option<Job>, SchedulerError> {
        let name = self.name(id);
        let get = || self.hub.projects().locations_jobs_get(&name).doit();
        let answer = self
            .google
            .call("cloudscheduler.projects.locations.jobs.get", get)
            .await;
        match answer {
            Ok((_, job)) => Ok(Some(Job::from_api(job))),
            Err(CallError::NotFound(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Puts another body into a job; nothing else changes. A job that is gone is left so.
    pub async fn update_body(&self, id: &str, body: &[u8]) -> Result<(), SchedulerError> {
        self.patch(id, Job::with_body(body), "httpTarget.body").await
    }

    /// Puts another description into a job, up to 500 characters; nothing else changes. A job that is gone is left so.
    pub async fn update_description(&self, id: &str, description: &str) -> Result<(), SchedulerError> {
        self.patch(id, Job::with_description(description), "description")
            .await
    }

    /// Makes a job fire no more until it is resumed, and tells whether it is there. One that is paused stays so.
    pub async fn pause(&self, id: &str) -> Result<bool, SchedulerError> {
        let name = self.name(id);
        let pause = || {
            let jobs = self.hub.projects();
            jobs.locations_jobs_pause(PauseJobRequest::default(), &name)
                .doit()
        };
        let answer = self
            .google
            .call("cloudscheduler.projects.locations.jobs.pause", pause);
        self.is_now(id, State::Paused, answer.await.map(drop)).await
    }

    /// Makes a paused job fire again, and tells whether it is there. One that fires goes on.
    pub async fn resume(&self, id: &str) -> Result<bool, SchedulerError> {
        let name = self.name(id);
        let resume = || {
            let jobs = self.hub.projects();
            jobs.locations_jobs_resume(ResumeJobRequest::default(), &name)
                .doit()
        };
        let answer = self
            .google
            .call("cloudscheduler.projects.locations.jobs.resume", resume);
        self.is_now(id, State::Enabled, answer.await.map(drop)).await
    }

    /// Fires a job at once. A lost answer may fire it twice, which the tracker bears: one sample is one row.
    pub async fn run(&self, id: &str) -> Result<(), SchedulerError> {
        let name = self.name(id);
        let run = || {
            self.hub
                .projects()
                .locations_jobs_run(RunJobRequest::default(), &name)
                .doit()
        };
        self.google
            .call("cloudscheduler.projects.locations.jobs.run", run)
            .await?;
        Ok(())
    }

    /// Deletes a job and tells whether it was there; one that is gone is as good as deleted.
    pub async fn delete(&self, id: &str) -> Result<bool, SchedulerError> {
        let name = self.name(id);
        let delete = || self.hub.projects().locations_jobs_delete(&name).doit();
        let answer = self
            .google
            .call("cloudscheduler.projects.locations.jobs.delete", delete)
            .await;
        match answer {
            Ok(_) => Ok(true),
            Err(CallError::NotFound(_)) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Google refuses to bring a job into the state that it has; an attempt of ours whose answer was lost may have
    /// brought it there.
    async fn is_now(
        &self,
        id: &str,
        wanted: State,
        answer: Result<(), CallError>,
    ) -> Result<bool, SchedulerError> {
        match answer {
            Ok(()) => Ok(true),
            Err(CallError::NotFound(_)) => Ok(false),
            Err(error @ CallError::Rejected { .. }) => match self.get(id).await? {
                Some(job) if job.state == wanted => Ok(true),
                Some(_) => Err(error.into()),
                None => Ok(false),
            },
            Err(error) => Err(error.into()),
        }
    }

    async fn patch(&self, id: &str, job: ApiJob, field: &str) -> Result<(), SchedulerError> {
        let name = self.name(id);
        let mask = FieldMask::new(&[field]);
        let patch = || {
            let call = self.hub.projects().locations_jobs_patch(job.clone(), &name);
            call.update_mask(mask.clone()).doit()
        };
        match self
            .google
            .call("cloudscheduler.projects.locations.jobs.patch", patch)
            .await
        {
            Ok(_) | Err(CallError::NotFound(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    async fn page(&self, token: Option<&str>) -> Result<ListJobsResponse, CallError> {
        let list = || {
            let call = self
                .hub
                .projects()
                .locations_jobs_list(&self.location)
                .page_size(PAGE_SIZE)
                .param("fields", LISTED);
            match token {
                Some(token) => call.page_token(token).doit(),
                None => call.doit(),
            }
        };
        let answer = self
            .google
            .call("cloudscheduler.projects.locations.jobs.list", list)
            .await;
        answer.map(|(_, page)| page)
    }

    fn name(&self, id: &str) -> String {
        format!("{}/jobs/{id}", self.location)
    }
}

fn is_ours(job: &Job) -> bool {
    job.id.starts_with(domain::scheduler_job::PREFIX)
}

#[cfg(test)]
mod tests;
