//! A tracking as a Cloud Scheduler job: what the bot creates and reads back. Cloud Scheduler is the bot's database.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};
use thiserror::Error;

use crate::tracking::TURNS;
use crate::zone::{Zone, dated_words};
use crate::{OverrideError, Tracking, Turns};

/// Every id of ours begins so; other jobs of the project are left alone.
pub const PREFIX: &str = "track-";
/// The longest description that Cloud Scheduler takes.
const LONGEST_DESCRIPTION: usize = 500;
/// How long one execution may run. It takes up to 95 s for samples, in a crowd up to 9 minutes until its turn has
/// taken them, and at the end 14 minutes of patience beside slow calls; this stops one that hangs.
const EXECUTION_TIMEOUT: &str = "1200s";

/// Why a job's body is no tracking.
#[derive(Debug, Error)]
pub enum BodyError {
    /// It is not the JSON that the bot writes.
    #[error("the body is not a run request with overrides")]
    Shape(#[source] serde_json::Error),
    /// An override is missing or malformed.
    #[error("an override cannot be read")]
    Override(#[from] OverrideError),
}

/// What a person reads in the console's list of jobs.
pub fn description(tracking: &Tracking) -> String {
    let deadline = dated_words(tracking.deadline, Zone::Named(tracking.zone));
    let text = format!(
        "{} until {deadline}, {}",
        tracking.title(),
        tracking.interval.words()
    );
    text.chars().take(LONGEST_DESCRIPTION).collect()
}

/// The body of a `jobs:run` call that starts one execution for the tracking. `extra` variables come last and win.
pub fn run_request(tracking: &Tracking, extra: &[(&str, &str)]) -> Value {
    let own = tracking.overrides();
    let own: Vec<(&str, &str)> = own.iter().map(|(name, value)| (*name, value.as_str())).collect();
    run_with(&[own.as_slice(), extra].concat())
}

/// The same with these variables and no tracking.
pub fn run_with(variables: &[(&str, &str)]) -> Value {
    let variables = variables.iter();
    let env: Vec<Value> = variables
        .map(|(name, value)| json!({ "name": name, "value": value }))
        .collect();
    json!({
        "overrides": { "containerOverrides": [{ "env": env }], "taskCount": 1, "timeout": EXECUTION_TIMEOUT }
    })
}

/// The cron of the tracking's job, bounded by its deadline.
pub fn schedule(tracking: &Tracking, now: DateTime<Utc>) -> String {
    crate::cron::bounded(&tracking.interval, tracking.zone, now, tracking.deadline)
}

/// A job's body with other turns, all else as it was.
pub fn with_turns(body: &[u8], turns: Turns) -> Result<Value, BodyError> {
    with_variables(body, &[(TURNS, Some(turns.to_string()))])
}

/// A job's body with other values of some variables, or without them; all else as it was.
pub fn with_variables(body: &[u8], variables: &[(&str, Option<String>)]) -> Result<Value, BodyError> {
    let mut request: Value = serde_json::from_slice(body).map_err(BodyError::Shape)?;
    let containers = request.pointer_mut("/overrides/containerOverrides");
    for container in containers.and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(env) = container["env"].as_array_mut() {
            env.retain(|variable| !variables.iter().any(|(name, _)| variable["name"] == *name));
            let set = variables
                .iter()
                .filter_map(|(name, value)| Some((name, value.as_ref()?)));
            env.extend(set.map(|(name, value)| json!({ "name": name, "value": value })));
        }
    }
    Ok(request)
}

/// Reads the tracking back from a job's body.
pub fn from_body(body: &[u8]) -> Result<Tracking, BodyError> {
    let request: RunRequest = serde_json::from_slice(body).map_err(BodyError::Shape)?;
    let env: Vec<Variable<'_>> = request
        .overrides
        .container_overrides
        .into_iter()
        .flat_map(|container| container.env)
        .collect();
    let lookup = |name: &str| {
        env.iter()
            .rev()
            .find(|variable| variable.name == name)
            .map(|found| found.value.clone().into_owned())
    };
    Ok(Tracking::from_overrides(lookup)?)
}

#[derive(Deserialize)]
struct RunRequest<'a> {
    #[serde(borrow)]
    overrides: Overrides<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Overrides<'a> {
    #[serde(borrow)]
    container_overrides: Vec<ContainerOverride<'a>>,
}

#[derive(Deserialize)]
struct ContainerOverride<'a> {
    #[serde(borrow, default)]
    env: Vec<Variable<'a>>,
}

#[derive(Deserialize)]
struct Variable<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(borrow, default)]
    value: Cow<'a, str>,
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;
    use chrono_tz::Tz;

    use super::*;
    use crate::{EventForm, EventName, Interval, PlatformName};

    fn tracking() -> Tracking {
        Tracking {
            id: "track-demo-abc-1".to_owned(),
            scheduler_job: Some("track-demo-abc-1".to_owned()),
            platform: PlatformName::parse("demo").unwrap(),
            event: EventName::parse("ABC", EventForm::Name).unwrap(),
            deadline: Utc.with_ymd_and_hms(2026, 2, 28, 6, 0, 0).unwrap(),
            zone: Tz::Asia__Hong_Kong,
            interval: Interval::Minutes(5),
            chat_id: Some(1),
            turns: Turns::EACH_MINUTE,
            language: crate::Language::English,
            alerts: crate::Alerts::default(),
            wishes: crate::Wishes::default(),
            owner: None,
        }
    }

    #[test]
    fn the_body_is_a_run_request_with_the_overrides() {
        let body = run_request(&tracking(), &[("ACTION", "end")]);
        let container = &body["overrides"]["containerOverrides"][0];
        assert_eq!(
            container["env"][0],
            json!({ "name": "PLATFORM", "value": "demo" })
        );
        assert_eq!(
            container["env"][2],
            json!({ "name": "TERMINATE_TIME", "value": "20260228 14:00" })
        );
        assert_eq!(
            container["env"].as_array().unwrap().last().unwrap(),
            &json!({ "name": "ACTION", "value": "end" })
        );
        assert_eq!(body["overrides"]["taskCount"], 1);
    }

    #[test]
    fn a_body_is_read_back() {
        let body = run_request(&tracking(), &[]).to_string();
        assert_eq!(from_body(body.as_bytes()).unwrap(), tracking());
    }

    #[test]
    fn a_foreign_body_is_refused() {
        for body in [
            "",
            "{}",
            "[]",
            r#"{"overrides":{}}"#,
            r#"{"overrides":{"containerOverrides":[]}}"#,
            "\u{0}",
        ] {
            assert!(from_body(body.as_bytes()).is_err(), "{body}");
        }
    }

    #[test]
    fn the_description_is_a_sentence_of_at_most_500_characters() {
        assert_eq!(
            description(&tracking()),
            "demo ABC until Sat 28 Feb 2026 14:00 HKT, every 5 minutes"
        );
        let mut long = tracking();
        let link = format!("https://shop.example/{}", "x".repeat(900));
        long.event = EventName::parse(&link, EventForm::Url).unwrap();
        assert!(description(&long).chars().count() <= LONGEST_DESCRIPTION);
    }

    #[test]
    fn turns_change_and_nothing_else_does() {
        let tracking = tracking();
        let body = run_request(&tracking, &[("FUTURE", "kept")]).to_string();
        let changed = with_turns(body.as_bytes(), Turns::among(200))
            .unwrap()
            .to_string();
        let changed = with_turns(changed.as_bytes(), Turns::among(100)).unwrap();
        assert_eq!(changed["overrides"]["taskCount"], 1);
        let text = changed.to_string();
        assert!(
            text.contains("FUTURE") && text.matches("TURNS").count() == 1,
            "{text}"
        );
        let turns = Turns::among(100);
        assert_eq!(
            from_body(text.as_bytes()).unwrap(),
            Tracking { turns, ..tracking }
        );
        assert!(with_turns(b"x", turns).is_err());
    }
}
