//! Executions of the Cloud Run Job.

use gcp::{Google, Service};
use google_run2::CloudRun;
use google_run2::api::GoogleCloudRunV2RunJobRequest;
use serde_json::Value;

use crate::error::RunError;

/// Starts executions of one Cloud Run Job.
#[derive(Clone)]
pub struct Runs {
    google: Google,
    hub: CloudRun<gcp::Connector>,
    job: String,
}

impl Runs {
    /// The executions of a job of a project in a region. Nothing is connected before the first call.
    pub fn new(google: Google, project: &str, region: &str, job: &str) -> Self {
        let mut hub = CloudRun::new(google.client(), google.tokens());
        hub.base_url(google.base_url(Service::Run));
        let job = format!("projects/{project}/locations/{region}/jobs/{job}");
        Self { google, hub, job }
    }

    /// What a Scheduler job calls to start an execution.
    pub fn run_uri(&self) -> String {
        format!("{}v2/{}:run", self.google.base_url(Service::Run), self.job)
    }

    /// Starts an execution with the overrides of `body`, a `jobs:run` request. A lost answer may start it twice, so
    /// only executions belong here that may run twice.
    pub async fn run(&self, body: &Value) -> Result<(), RunError> {
        // From text and not from the value: Google's duration type wants to borrow from its input.
        let request: GoogleCloudRunV2RunJobRequest = serde_json::from_str(&body.to_string())?;
        let run = || {
            self.hub
                .projects()
                .locations_jobs_run(request.clone(), &self.job)
                .doit()
        };
        self.google.call("run.projects.locations.jobs.run", run).await?;
        Ok(())
    }
}
