//! Durations and timestamps as protobuf's JSON writes them.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};

/// `2026-02-28T06:00:00Z`, with as many decimals as it takes.
pub(crate) fn timestamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// Reads `180s`, `3.5s`, `-1s`.
pub(crate) fn duration(text: &str) -> Option<TimeDelta> {
    let number = text.strip_suffix('s')?;
    let (sign, number) = number
        .strip_prefix('-')
        .map_or((1, number), |number| (-1, number));
    let (seconds, decimals) = number.split_once('.').unwrap_or((number, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(seconds) || !is_digits(decimals) || decimals.len() > 9 {
        return None;
    }
    let nanos: i32 = format!("{decimals:0<9}").parse().ok()?;
    let whole = TimeDelta::try_seconds(seconds.parse().ok()?)?;
    whole
        .checked_add(&TimeDelta::nanoseconds(nanos.into()))
        .and_then(|sum| sum.checked_mul(sign))
}

/// Writes `180s`, `3.500s`.
pub(crate) fn duration_text(duration: TimeDelta) -> String {
    let sign = if duration < TimeDelta::zero() { "-" } else { "" };
    let (seconds, nanos) = (duration.num_seconds().abs(), duration.subsec_nanos().abs());
    match nanos {
        0 => format!("{sign}{seconds}s"),
        _ if nanos % 1_000_000 == 0 => format!("{sign}{seconds}.{:03}s", nanos / 1_000_000),
        _ if nanos % 1000 == 0 => format!("{sign}{seconds}.{:06}s", nanos / 1000),
        _ => format!("{sign}{seconds}.{nanos:09}s"),
    }
}
