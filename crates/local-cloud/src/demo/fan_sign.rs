//! What a fan-sign event of several members has sold at an instant: a pure function of the event's name and the time.
//!
//! A campaign lasts a day and the next one begins at its end. Orders come in bursts and most of them in the last hours;
//! now and then one is cancelled, so that sold falls and stock rises a little. In the last half hour before the
//! printed end no figure moves any more, as real shops do it.

use chrono::{DateTime, TimeDelta, Utc};

use super::random::{mix, seed};

/// Figures change at most this often.
const STEP_SECONDS: i64 = 10;
/// A campaign, in steps: one day.
const CAMPAIGN: i64 = 8_640;
/// Half an hour before the end the figures stand.
const SELLING: i64 = CAMPAIGN - 180;
/// Buyers come together: each two minutes are either busy or calm.
const BURST: i64 = 12;
/// At most one cancelled order in forty minutes.
const CANCELLATION: i64 = 240;
/// How much keener the last buyers are than the first.
const RUSH: i64 = 9;

const ARTISTS: &[&str] = &["AURORA", "BLUE HOUR", "CITRON", "DAYDREAM", "ECHO9"];
const MEMBERS: &[&str] = &["HARU", "MIN SEO", "SORA", "YUN", "REINA", "JIWOO", "TAE"];

/// One event as its shop knows it at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FanSign {
    /// Who signs.
    pub(super) artist: &'static str,
    /// When the campaign began.
    pub(super) start: DateTime<Utc>,
    /// When the last order is taken, as the shop prints it.
    pub(super) end: DateTime<Utc>,
    /// What one album costs, in whole Korean won.
    pub(super) price: i64,
    /// The members, each with its own draw.
    pub(super) members: Vec<Member>,
}

/// One member's draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member {
    /// As the shop writes it.
    pub(super) name: &'static str,
    /// Albums sold with an entry for it.
    pub(super) sold: i64,
    /// Albums left; below zero it is oversold.
    pub(super) stock: i64,
}

impl FanSign {
    /// What all members together have sold.
    pub(super) fn sold(&self) -> i64 {
        self.members.iter().map(|member| member.sold).sum()
    }

    /// What is left of all members together.
    pub(super) fn stock(&self) -> i64 {
        self.members.iter().map(|member| member.stock).sum()
    }
}

/// The event of a name at `now`.
pub(super) fn fan_sign(event: &str, now: DateTime<Utc>) -> FanSign {
    let seed = seed(event);
    // Ends fall on full hours, at another one for each event.
    let phase = (seed % 24).cast_signed() * 360;
    let step = now.timestamp().div_euclid(STEP_SECONDS) + phase;
    let (campaign, within) = (step.div_euclid(CAMPAIGN), step.rem_euclid(CAMPAIGN));
    let start = now - TimeDelta::seconds(within * STEP_SECONDS + now.timestamp().rem_euclid(STEP_SECONDS));
    let start = start - TimeDelta::nanoseconds(i64::from(now.timestamp_subsec_nanos()));
    let count = 3 + mix(seed, 1) % 3;
    let first = mix(seed, 2);
    let members = (0..count).map(|n| {
        let name = pick(MEMBERS, first + n);
        member(name, mix(seed, 10 + n.cast_signed()), campaign, within)
    });
    FanSign {
        artist: pick(ARTISTS, mix(seed, 3)),
        start,
        end: start + TimeDelta::seconds(CAMPAIGN * STEP_SECONDS),
        price: 15_000 + 500 * (mix(seed, 4) % 12).cast_signed(),
        members: members.collect(),
    }
}

fn pick(names: &[&'static str], n: u64) -> &'static str {
    let at = n % (names.len().max(1) as u64);
    names.get(at as usize).copied().unwrap_or_default()
}

fn member(name: &'static str, seed: u64, campaign: i64, within: i64) -> Member {
    let seed = mix(seed, campaign);
    let wanted = 90 + (seed % 900).cast_signed();
    // Every fourth is sold beyond what there was.
    let delivered = if seed.is_multiple_of(4) {
        wanted * 9 / 10
    } else {
        wanted + 40
    };
    let ordered = wanted * demand(seed, within.min(SELLING)) / demand(seed, SELLING);
    let sold = ordered - cancelled(seed, within.min(SELLING)).min(ordered / 4);
    Member {
        name,
        sold,
        stock: delivered - sold,
    }
}

/// How keen buyers have been in the first steps of a campaign; never zero.
fn demand(seed: u64, steps: i64) -> i64 {
    let keen = |burst: i64| {
        let buyers = match mix(seed, burst) % 15 {
            busy @ 0..=2 => 4 + 4 * busy.cast_signed(),
            calm => (calm % 3).cast_signed(),
        };
        let begun = burst * BURST;
        buyers * (1 + RUSH * begun * begun / (SELLING * SELLING))
    };
    let (bursts, rest) = (steps / BURST, steps % BURST);
    1 + BURST * (0..bursts).map(keen).sum::<i64>() + rest * keen(bursts)
}

/// Orders that were taken back in the first steps of a campaign.
fn cancelled(seed: u64, steps: i64) -> i64 {
    let orders = |block: i64| match mix(seed, -1 - block) % 6 {
        0 => 1,
        1 => 2,
        _ => 0,
    };
    (0..steps / CANCELLATION).map(orders).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: &str = "2026-02-28T04:00:00Z";

    /// One look every two minutes over a day.
    fn day(event: &str) -> Vec<FanSign> {
        let start: DateTime<Utc> = START.parse().unwrap();
        (0..CAMPAIGN)
            .step_by(12)
            .map(|n| fan_sign(event, start + TimeDelta::seconds(STEP_SECONDS * n)))
            .collect()
    }

    #[test]
    fn the_same_name_and_time_give_the_same_event() {
        let now = START.parse().unwrap();
        assert_eq!(fan_sign("44469917", now), fan_sign("44469917", now));
        assert_ne!(fan_sign("44469917", now), fan_sign("44469918", now));
    }

    #[test]
    fn a_campaign_ends_on_a_full_hour_and_a_day_after_it_began() {
        for second in [
            "2026-02-28T04:00:00Z",
            "2026-02-28T05:59:59.987Z",
            "1969-12-31T23:59:59Z",
        ] {
            let now: DateTime<Utc> = second.parse().unwrap();
            let event = fan_sign("1", now);
            assert_eq!(event.end - event.start, TimeDelta::days(1));
            assert!(event.start <= now && now < event.end, "{second}: {event:?}");
            assert_eq!(event.end.timestamp() % 3600, 0);
            assert_eq!(event.end.timestamp_subsec_nanos(), 0);
        }
    }
    #[test]
    fn over_a_day_members_sell_in_bursts_and_a_few_orders_are_cancelled() {
        for event in ["44469917", "1", "www/150001"] {
            let changes: Vec<i64> = day(event)
                .windows(2)
                .filter(|pair| pair[0].end == pair[1].end)
                .map(|pair| pair[1].members[0].sold - pair[0].members[0].sold)
                .collect();
            let calm = changes.iter().filter(|change| **change == 0).count();
            assert!(calm > changes.len() / 10, "{event}: {calm} of {}", changes.len());
            assert!(
                changes.iter().any(|change| *change >= 2),
                "{event}: single big orders"
            );
            let cancelled = changes.iter().filter(|change| **change < 0).count();
            assert!((1..40).contains(&cancelled), "{event}: {cancelled} cancellations");
            assert!(
                changes.iter().all(|change| *change >= -2),
                "{event}: only a few at once"
            );
        }
    }

    #[test]
    fn what_is_not_sold_is_left_and_some_are_oversold() {
        let ends = (0..40).map(|n| {
            let event = n.to_string();
            let end = fan_sign(&event, START.parse().unwrap()).end;
            fan_sign(&event, end - TimeDelta::seconds(1))
        });
        let members: Vec<Member> = ends.flat_map(|event| event.members).collect();
        assert!(
            members
                .iter()
                .all(|member| member.sold > 0 && member.sold + member.stock > 0)
        );
        assert!(members.iter().any(|member| member.stock < 0));
        assert!(members.iter().any(|member| member.stock > 0));
    }

    #[test]
    fn in_the_last_half_hour_no_figure_moves() {
        let end = fan_sign("1", START.parse().unwrap()).end;
        let before = |minutes: i64| fan_sign("1", end - TimeDelta::minutes(minutes)).members;
        assert_eq!(before(29), fan_sign("1", end - TimeDelta::seconds(1)).members);
        assert_ne!(before(180), before(29), "the last hours are busy");
    }
}
