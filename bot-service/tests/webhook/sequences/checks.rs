//! What must hold after each update.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE;
use domain::{Language, Tracking, reply, scheduler_job};
use proptest::prelude::*;
use reqwest::StatusCode;
use serde_json::Value;

use super::chats::Update;
use super::steps::Actor;

type Jobs = BTreeMap<String, Value>;

/// The buttons after which a job may be there that was not there before.
const CREATE: [&str; 3] = ["start", "undo", "later"];

/// Compares what the bot did with what it may do.
pub(super) fn check(
    update: &Update,
    status: StatusCode,
    calls: &[(String, Value)],
    before: &Jobs,
    after: &Jobs,
) -> Result<(), TestCaseError> {
    let is_answered = status == 200 || (!update.is_whole && status == 400);
    prop_assert!(is_answered, "answered {status}");
    one_job_each(after)?;
    only_there(update, calls)?;
    jobs_of_this_chat(update, before, after)?;
    let Some(actor) = update.actor else {
        prop_assert!(words(calls).is_empty(), "garbage was answered");
        prop_assert_eq!(before, after, "garbage changed a job");
        return Ok(());
    };
    let asked = update.data.as_deref().and_then(|data| data.split(':').next());
    if !asked.is_some_and(|verb| CREATE.contains(&verb)) {
        let new = after.keys().find(|id| !before.contains_key(*id));
        prop_assert_eq!(new, None, "a job that nobody asked for");
    }
    if !update.is_said {
        prop_assert!(words(calls).is_empty(), "nobody wrote, and was answered");
    } else if !actor.is_allowed {
        prop_assert_eq!(before, after, "a stranger changed a job");
        one_line(actor, calls)?;
    }
    Ok(())
}

/// No tracking has two Scheduler jobs, whatever their numbers.
fn one_job_each(jobs: &Jobs) -> Result<(), TestCaseError> {
    let mut seen = BTreeSet::new();
    for job in trackings(jobs) {
        prop_assert!(
            seen.insert(job.id.clone()),
            "{} has a second job: {:?}",
            job.id,
            jobs.keys()
        );
    }
    Ok(())
}

/// Nothing is said, changed or shown in another chat.
fn only_there(update: &Update, calls: &[(String, Value)]) -> Result<(), TestCaseError> {
    let chat = update.actor.map(|actor| actor.chat);
    for (call, body) in calls.iter().filter(|(call, _)| call.contains("/bot")) {
        let told = body["chat_id"]
            .as_i64()
            .or_else(|| body["scope"]["chat_id"].as_i64());
        prop_assert!(told.is_none() || told == chat, "{call} in the chat {told:?}");
    }
    Ok(())
}

/// The jobs of other chats are as they were. Turns may differ, but there are not so many.
fn jobs_of_this_chat(update: &Update, before: &Jobs, after: &Jobs) -> Result<(), TestCaseError> {
    let chat = update.actor.map(|actor| actor.chat);
    let others = |jobs: &Jobs| -> Vec<Tracking> {
        let all = trackings(jobs).into_iter();
        all.filter(|tracking| tracking.chat_id != chat).collect()
    };
    prop_assert_eq!(others(before), others(after), "a job of another chat changed");
    Ok(())
}

/// The refusal, once, and nothing else.
fn one_line(actor: Actor, calls: &[(String, Value)]) -> Result<(), TestCaseError> {
    let refusal = reply::stranger(Language::English, actor.chat, Some(actor.person));
    let words = words(calls);
    prop_assert!(words.len() <= 1, "a stranger reads {words:?}");
    for line in words {
        let is_refusal = line == refusal.html || line == refusal.notice();
        prop_assert!(is_refusal && !line.contains('\n'), "a stranger reads {line}");
    }
    let more = calls.iter().find(|(call, _)| {
        let call = call.to_lowercase();
        let may = ["/sendmessage", "/answercallbackquery", "/getme"];
        !may.iter().any(|method| call.ends_with(method))
    });
    prop_assert_eq!(more, None, "done for a stranger");
    Ok(())
}

/// All that somebody reads.
fn words(calls: &[(String, Value)]) -> Vec<&str> {
    let said = calls.iter().filter(|(call, _)| call.contains("/bot"));
    said.filter_map(|(_, body)| body["text"].as_str()).collect()
}

fn trackings(jobs: &Jobs) -> Vec<Tracking> {
    let bodies = jobs.values().filter_map(|job| job["httpTarget"]["body"].as_str());
    let bodies = bodies.map(|body| URL_SAFE.decode(body).unwrap());
    bodies
        .map(|body| scheduler_job::from_body(&body).unwrap())
        .collect()
}
