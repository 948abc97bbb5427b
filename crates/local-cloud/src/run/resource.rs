//! Job, Execution, Task and Operation in the shape of the Admin API v2.

use serde_json::{Value, json};

use super::environment::{Env, of_job};
use super::execution::{Execution, State};
use super::job::TIMEOUT;
use super::table;
use crate::google_error::GoogleError;
use crate::metadata::tracker_account;
use crate::wire::{duration_text, timestamp};
use crate::world::World;

/// Name of the job's only container.
pub(super) const CONTAINER: &str = "tracker";

/// <https://cloud.google.com/run/docs/reference/rest/v2/projects.locations.jobs#Job>
pub(super) fn job(world: &World) -> Result<Value, GoogleError> {
    let (count, latest) = world
        .store
        .read(|db| Ok((table::count(db)?, table::all(db)?.pop())))?;
    let ready = json!({ "type": "Ready", "state": "CONDITION_SUCCEEDED" });
    Ok(json!({
        "name": job_name(world),
        "uid": "00000000-0000-4000-8000-000000000001",
        "generation": "1",
        "creator": tracker_account(world),
        "lastModifier": tracker_account(world),
        "launchStage": "GA",
        "template": {
            "taskCount": 1,
            "template": task_template(world, &of_job(world), &[], &duration_text(TIMEOUT)),
        },
        "observedGeneration": "1",
        "terminalCondition": ready,
        "conditions": [ready],
        "executionCount": count,
        "latestCreatedExecution": latest.map_or_else(|| json!({}), |execution| reference(world, &execution)),
        "reconciling": false,
        "etag": job_etag(),
    }))
}

/// The job never changes.
pub(super) fn job_etag() -> &'static str {
    "\"local-1\""
}

/// <https://cloud.google.com/run/docs/reference/rest/v2/projects.locations.jobs.executions#Execution>
pub(super) fn execution(world: &World, execution: &Execution) -> Value {
    let one_if = |state: &[State]| i32::from(state.contains(&execution.state));
    let mut resource = json!({
        "name": execution_name(world, execution),
        "uid": uid(execution),
        "creator": execution.creator,
        "generation": "1",
        "createTime": timestamp(execution.started),
        "startTime": timestamp(execution.started),
        "updateTime": timestamp(execution.ended.unwrap_or(execution.started)),
        "launchStage": "GA",
        "job": world.settings.tracker_job,
        "parallelism": 1,
        "taskCount": 1,
        "template": template_of(world, execution),
        "reconciling": execution.state == State::Running,
        "conditions": [condition(execution)],
        "observedGeneration": "1",
        "runningCount": one_if(&[State::Running]),
        "succeededCount": one_if(&[State::Succeeded]),
        "failedCount": one_if(&[State::Failed, State::TimedOut]),
        "cancelledCount": one_if(&[State::Cancelled]),
        "retriedCount": 0,
        "logUri": format!("{}/_local/state#{}", world.settings.origin, execution.name),
        "etag": etag(execution),
    });
    if let Some(ended) = execution.ended {
        resource["completionTime"] = timestamp(ended).into();
    }
    resource
}

/// <https://cloud.google.com/run/docs/reference/rest/v2/projects.locations.jobs.executions.tasks#Task>
pub(super) fn task(world: &World, execution: &Execution) -> Value {
    let template = template_of(world, execution);
    let name = format!("{}-task0", execution.name);
    let mut resource = json!({
        "name": format!("{}/tasks/{name}", execution_name(world, execution)),
        "uid": uid(execution),
        "generation": "1",
        "createTime": timestamp(execution.started),
        "scheduledTime": timestamp(execution.started),
        "startTime": timestamp(execution.started),
        "updateTime": timestamp(execution.ended.unwrap_or(execution.started)),
        "job": world.settings.tracker_job,
        "execution": execution.name,
        "containers": template["containers"],
        "maxRetries": 0,
        "timeout": template["timeout"],
        "serviceAccount": tracker_account(world),
        "executionEnvironment": "EXECUTION_ENVIRONMENT_GEN2",
        "reconciling": execution.state == State::Running,
        "conditions": [condition(execution)],
        "observedGeneration": "1",
        "index": 0,
        "retried": 0,
        "etag": etag(execution),
    });
    if let Some(ended) = execution.ended {
        resource["completionTime"] = timestamp(ended).into();
        resource["lastAttemptResult"] =
            json!({ "status": {}, "exitCode": execution.exit_code.unwrap_or_default() });
        if let Some(failure) = failure(execution) {
            resource["lastAttemptResult"]["status"] = json!({ "code": 13, "message": failure });
        }
    }
    resource
}

/// The operation that `jobs:run` answers with: done as soon as the execution is.
pub(super) fn operation(world: &World, of: &Execution) -> Value {
    let resource = typed(execution(world, of));
    let mut operation = json!({
        "name": format!("{}/operations/{}", location(world), of.operation),
        "metadata": resource,
        "done": of.state != State::Running,
    });
    match (of.state, failure(of)) {
        (State::Running, _) => {}
        (_, Some(failure)) => operation["error"] = json!({ "code": 13, "message": failure }),
        (_, None) => operation["response"] = resource,
    }
    operation
}

/// An operation that was over before it could be asked for.
pub(super) fn finished_operation(world: &World, of: &Execution) -> Value {
    let resource = typed(execution(world, of));
    json!({
        "name": format!("{}/operations/{}", location(world), of.operation),
        "metadata": resource,
        "done": true,
        "response": resource,
    })
}

pub(super) fn etag(execution: &Execution) -> String {
    format!("\"{}\"", execution.state.as_str().replace(' ', "-"))
}

fn location(world: &World) -> String {
    format!(
        "projects/{}/locations/{}",
        world.settings.project, world.settings.region
    )
}

fn job_name(world: &World) -> String {
    format!("{}/jobs/{}", location(world), world.settings.tracker_job)
}

fn execution_name(world: &World, execution: &Execution) -> String {
    format!("{}/executions/{}", job_name(world), execution.name)
}

fn reference(world: &World, execution: &Execution) -> Value {
    let status = match execution.state {
        State::Running => "EXECUTION_RUNNING",
        State::Succeeded => "EXECUTION_SUCCEEDED",
        State::Failed | State::TimedOut => "EXECUTION_FAILED",
        State::Cancelled => "EXECUTION_CANCELLED",
    };
    let mut reference = json!({
        "name": execution_name(world, execution),
        "createTime": timestamp(execution.started),
        "completionStatus": status,
    });
    if let Some(ended) = execution.ended {
        reference["completionTime"] = timestamp(ended).into();
    }
    reference
}

fn template_of(world: &World, execution: &Execution) -> Value {
    task_template(
        world,
        &execution.env,
        &execution.args,
        &duration_text(execution.timeout),
    )
}

fn task_template(world: &World, env: &Env, args: &[String], timeout: &str) -> Value {
    let env: Vec<Value> = env
        .iter()
        .map(|(name, value)| json!({ "name": name, "value": value }))
        .collect();
    json!({
        "containers": [{
            "name": CONTAINER,
            "image": "local/tracker-job",
            "args": args,
            "env": env,
            "resources": { "limits": { "cpu": "1000m", "memory": "512Mi" } },
        }],
        "maxRetries": 0,
        "timeout": timeout,
        "serviceAccount": tracker_account(world),
        "executionEnvironment": "EXECUTION_ENVIRONMENT_GEN2",
    })
}

fn condition(execution: &Execution) -> Value {
    let at = timestamp(execution.ended.unwrap_or(execution.started));
    let (state, reason) = match execution.state {
        State::Running => ("CONDITION_RECONCILING", None),
        State::Succeeded => ("CONDITION_SUCCEEDED", None),
        State::Failed | State::TimedOut => ("CONDITION_FAILED", Some("NON_ZERO_EXIT_CODE")),
        State::Cancelled => ("CONDITION_FAILED", Some("CANCELLED")),
    };
    let mut condition = json!({ "type": "Completed", "state": state, "lastTransitionTime": at });
    if let Some(reason) = reason {
        condition["executionReason"] = reason.into();
        condition["message"] = failure(execution).into();
    }
    condition
}

fn failure(execution: &Execution) -> Option<String> {
    let how = match execution.state {
        State::Running | State::Succeeded => return None,
        State::Cancelled => "was cancelled".to_owned(),
        State::TimedOut => "was ended at its timeout".to_owned(),
        State::Failed => match execution.exit_code {
            Some(code) => format!("failed: the container exited with code {code}"),
            None => "failed: the container did not exit by itself".to_owned(),
        },
    };
    Some(format!("Task {}-task0 {how}.", execution.name))
}

fn uid(execution: &Execution) -> String {
    let digits = &execution.operation;
    let part = |range| digits.get(range).unwrap_or_default();
    format!(
        "{}-{}-{}-{}-{}",
        part(0..8),
        part(8..12),
        part(12..16),
        part(16..20),
        part(20..32)
    )
}

fn typed(mut resource: Value) -> Value {
    resource["@type"] = "type.googleapis.com/google.cloud.run.v2.Execution".into();
    resource
}
