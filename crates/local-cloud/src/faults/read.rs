//! Faults from JSON; what is wrong with one is said by the name of its field.

use std::fmt::Display;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::fault::{Effect, Fault, Refusal, Side, Span, Stage, When};
use super::operation::{EXECUTION, KNOWN, PUSH, RUN_JOB};
use super::pattern::Pattern;
use super::quota::Per;
use crate::google_error::GoogleError;
use crate::wire::Object;

type Read<T> = Result<T, GoogleError>;

/// The longest delay of a call, in (real) milliseconds, and of a firing or a start, in (told) seconds.
const LONGEST_MS: f64 = 600_000.0;
const LONGEST_S: f64 = 86_400.0;

/// One fault; `place` is where it stands in what was sent.
pub(super) fn fault(given: Value, place: &str) -> Read<Fault> {
    let mut fields = Fields::of(given, place)?;
    let given = fields.left.clone();
    let operations = operations(&mut fields)?;
    let effect = effect(&mut fields)?;
    let fault = Fault {
        when: when(&mut fields, &effect)?,
        from: fields.take("from", instant)?,
        to: fields.take("to", instant)?,
        execution: fields.take("execution", text)?,
        tracking: fields.take("tracking", text)?,
        operations,
        effect,
        given,
    };
    if let (Some(from), Some(to)) = (fault.from, fault.to)
        && from >= to
    {
        return Err(fields.wrong("to", "must be later than `from`"));
    }
    fields.end()?;
    Ok(fault)
}

fn operations(fields: &mut Fields) -> Read<Vec<Pattern>> {
    let (patterns, names) = match fields.left.remove("operation") {
        Some(Value::String(name)) => (vec![Pattern::parse(&name)], vec![name]),
        Some(Value::Array(list)) if !list.is_empty() && list.iter().all(Value::is_string) => list
            .iter()
            .filter_map(Value::as_str)
            .map(|name| (Pattern::parse(name), name.to_owned()))
            .unzip(),
        _ => return Err(fields.wrong("operation", "must be a name or a list of names")),
    };
    if let Some(unknown) = patterns.iter().position(Option::is_none) {
        let why = format!(
            "{:?} is not known; known are {}",
            names[unknown],
            KNOWN.join(", ")
        );
        return Err(fields.wrong("operation", why));
    }
    Ok(patterns.into_iter().flatten().collect())
}

fn when(fields: &mut Fields, effect: &Effect) -> Read<When> {
    let probability = fields.take("probability", |value| {
        let number = value.as_f64().filter(|number| (0.0..=1.0).contains(number));
        number.ok_or("must be a number from 0 to 1")
    })?;
    let count = fields.take("count", |value| {
        let number = value.as_u64().filter(|number| *number > 0);
        number.ok_or("must be a whole number from 1")
    })?;
    match (probability, count) {
        (Some(_), Some(_)) => Err(fields.wrong("count", "cannot stand beside `probability`")),
        (Some(_), None) if matches!(effect, Effect::Quota { .. }) => Err(fields.wrong(
            "probability",
            "cannot stand beside a quota, which is not a matter of chance",
        )),
        (Some(probability), None) => Ok(When::Probability(probability)),
        (None, Some(count)) => Ok(When::Count(count)),
        (None, None) => Ok(When::Always),
    }
}

/// The field that each effect is told by.
const EFFECTS: [&str; 9] = [
    "status",
    "delay_ms",
    "cut",
    "quota_per_minute",
    "deliveries",
    "late_s",
    "overlap",
    "start_delay_s",
    "kill_after_ms",
];

fn effect(fields: &mut Fields) -> Read<Effect> {
    let Some(given) = fields.left.remove("effect") else {
        return Err(fields.wrong("effect", "is missing"));
    };
    let mut inner = Fields::of(given, &fields.name("effect"))?;
    let told: Vec<&str> = EFFECTS
        .into_iter()
        .filter(|name| inner.left.contains_key(*name))
        .collect();
    let [kind] = told[..] else {
        let why = format!("must have exactly one of {}", EFFECTS.join(", "));
        return Err(fields.wrong("effect", why));
    };
    let effect = one_effect(kind, &mut inner)?;
    inner.end()?;
    let only: &[&str] = match (effect.stage(), &effect) {
        (Stage::Call, _) => return call_effect(fields, effect),
        (Stage::Firing, Effect::Overlap) => &[RUN_JOB],
        (Stage::Firing, _) => &[RUN_JOB, PUSH],
        (Stage::Start, _) => &[EXECUTION],
    };
    if fields
        .given_operation()
        .is_some_and(|operation| only.contains(&operation))
    {
        return Ok(effect);
    }
    let only = only.join("\" or \"");
    Err(inner.wrong(kind, format!("is an effect on the operation \"{only}\" alone")))
}

/// An execution is no call: nothing can be answered to it.
fn call_effect(fields: &Fields, effect: Effect) -> Read<Effect> {
    if fields
        .given_operation()
        .is_some_and(|operation| operation == EXECUTION)
    {
        let why = format!("\"{EXECUTION}\" takes only start_delay_s and kill_after_ms");
        return Err(fields.wrong("effect", why));
    }
    Ok(effect)
}

fn one_effect(kind: &str, fields: &mut Fields) -> Read<Effect> {
    Ok(match kind {
        "status" => Effect::Status(Refusal {
            status: fields.need("status", |value| {
                let status = value.as_u64().and_then(|status| u16::try_from(status).ok());
                let status = status.filter(|status| (400..600).contains(status));
                status.ok_or("must be a whole number from 400 to 599")
            })?,
            reason: fields.take("reason", text)?,
            message: fields.take("message", text)?,
            retry_after_s: fields.take("retry_after_s", whole)?,
        }),
        "delay_ms" => Effect::Delay(fields.need("delay_ms", milliseconds)?),
        "cut" => Effect::Cut(fields.need("cut", side)?),
        "quota_per_minute" => Effect::Quota {
            per_minute: fields.need("quota_per_minute", whole)?,
            per: fields.take("per", per)?.unwrap_or(Per::All),
        },
        "deliveries" => Effect::Deliveries(fields.need("deliveries", |value| {
            let number = value.as_u64().filter(|number| (2..=10).contains(number));
            number.ok_or("must be a whole number from 2 to 10")
        })?),
        "late_s" => Effect::Late(fields.need("late_s", seconds)?),
        "overlap" => fields.need("overlap", |value| match value {
            Value::Bool(true) => Ok(Effect::Overlap),
            _ => Err("must be true"),
        })?,
        "start_delay_s" => Effect::StartDelay(fields.need("start_delay_s", seconds)?),
        _ => Effect::Kill(fields.need("kill_after_ms", milliseconds)?),
    })
}

fn text(value: &Value) -> Result<String, &'static str> {
    let text = value.as_str().filter(|text| !text.is_empty());
    text.map(str::to_owned).ok_or("must be a text")
}

fn whole(value: &Value) -> Result<u64, &'static str> {
    value.as_u64().ok_or("must be a whole number from 0")
}

fn instant(value: &Value) -> Result<DateTime<Utc>, &'static str> {
    let instant = value.as_str().and_then(|text| text.parse().ok());
    instant.ok_or("must be an instant such as \"2026-02-28T05:30:00Z\"")
}

fn side(value: &Value) -> Result<Side, &'static str> {
    match value.as_str() {
        Some("before") => Ok(Side::Before),
        Some("after") => Ok(Side::After),
        _ => Err("must be \"before\" or \"after\""),
    }
}

fn per(value: &Value) -> Result<Per, &'static str> {
    match value.as_str() {
        Some("account") => Ok(Per::Account),
        Some("project") => Ok(Per::Project),
        _ => Err("must be \"account\" or \"project\""),
    }
}

fn milliseconds(value: &Value) -> Result<Span, &'static str> {
    span(value, 0.001, LONGEST_MS).ok_or("must be milliseconds from 0 to 600000, or [least, most] of them")
}

fn seconds(value: &Value) -> Result<Span, &'static str> {
    span(value, 1.0, LONGEST_S).ok_or("must be seconds from 0 to 86400, or [least, most] of them")
}

fn span(value: &Value, unit: f64, longest: f64) -> Option<Span> {
    let (least, most) = match value.as_array().map(Vec::as_slice) {
        Some([least, most]) => (least.as_f64()?, most.as_f64()?),
        Some(_) => return None,
        None => (value.as_f64()?, value.as_f64()?),
    };
    let is_fit = 0.0 <= least && least <= most && most <= longest;
    let time = |number: f64| Duration::try_from_secs_f64(number * unit).ok();
    let (least, most) = (time(least)?, time(most)?);
    is_fit.then_some(Span { least, most })
}

/// The fields of an object that have not been read yet.
struct Fields {
    place: String,
    left: Object,
    operation: Option<Value>,
}

impl Fields {
    fn of(given: Value, place: &str) -> Read<Self> {
        let place = place.to_owned();
        match given {
            Value::Object(left) => Ok(Self {
                operation: left.get("operation").cloned(),
                place,
                left,
            }),
            _ if place.is_empty() => Err(GoogleError::invalid_argument("a fault must be a JSON object")),
            _ => Err(GoogleError::invalid_argument(format!(
                "{place}: must be a JSON object"
            ))),
        }
    }

    /// The operation, where it is one alone.
    fn given_operation(&self) -> Option<&str> {
        match &self.operation {
            Some(Value::Array(list)) if list.len() == 1 => list.first()?.as_str(),
            operation => operation.as_ref()?.as_str(),
        }
    }

    fn take<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&Value) -> Result<T, &'static str>,
    ) -> Read<Option<T>> {
        let Some(value) = self.left.remove(name) else {
            return Ok(None);
        };
        read(&value).map(Some).map_err(|why| self.wrong(name, why))
    }

    fn need<T>(&mut self, name: &str, read: impl FnOnce(&Value) -> Result<T, &'static str>) -> Read<T> {
        let value = self.take(name, read)?;
        value.ok_or_else(|| self.wrong(name, "is missing"))
    }

    fn end(&self) -> Read<()> {
        match self.left.keys().next() {
            Some(unknown) => Err(self.wrong(unknown, "is not a known field here")),
            None => Ok(()),
        }
    }

    fn name(&self, field: &str) -> String {
        if self.place.is_empty() {
            return field.to_owned();
        }
        format!("{}.{field}", self.place)
    }

    fn wrong(&self, field: &str, why: impl Display) -> GoogleError {
        GoogleError::invalid_argument(format!("{}: {why}", self.name(field)))
    }
}
