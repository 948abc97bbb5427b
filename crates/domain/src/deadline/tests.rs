use chrono::TimeZone;
use chrono_tz::Tz;
use proptest::prelude::*;

use super::*;

const HONG_KONG: Zone = Zone::Named(Tz::Asia__Hong_Kong);

/// Thursday 26 February 2026, 10:48:20 in Hong Kong.
fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 2, 26, 2, 48, 20).unwrap()
}

fn parse(text: &str) -> Result<String, DeadlineError> {
    Deadline::parse(text, now(), HONG_KONG)
        .map(|deadline| deadline.at().format("%Y-%m-%d %H:%M:%S").to_string())
}

#[test]
fn every_form_is_read_in_the_configured_zone() {
    for (text, utc) in [
        ("14:00", "2026-02-26 06:00:00"),
        ("10:48", "2026-02-27 02:48:00"),
        ("9:05", "2026-02-27 01:05:00"),
        ("2pm", "2026-02-26 06:00:00"),
        ("12:30am", "2026-02-26 16:30:00"),
        ("tomorrow 14:00", "2026-02-27 06:00:00"),
        ("14:00 tomorrow", "2026-02-27 06:00:00"),
        ("Tomorrow 14：00", "2026-02-27 06:00:00"),
        ("today 23:59", "2026-02-26 15:59:00"),
        ("tonight 23:59", "2026-02-26 15:59:00"),
        ("2026-02-28 14:00", "2026-02-28 06:00:00"),
        ("2026-02-28T14:00", "2026-02-28 06:00:00"),
        ("2026/2/28 14:00", "2026-02-28 06:00:00"),
        ("2026.02.28 14:00", "2026-02-28 06:00:00"),
        ("20260228 14:00", "2026-02-28 06:00:00"),
        ("28 Feb 14:00", "2026-02-28 06:00:00"),
        ("28 february 14:00", "2026-02-28 06:00:00"),
        ("Feb 28 14:00", "2026-02-28 06:00:00"),
        ("Sat 28 Feb 14:00", "2026-02-28 06:00:00"),
        ("Sat, 28 Feb 2026, 14:00", "2026-02-28 06:00:00"),
        ("sat 14:00", "2026-02-28 06:00:00"),
        ("thursday 9:00", "2026-03-05 01:00:00"),
        ("1st Mar 00:00", "2026-02-28 16:00:00"),
        ("28 Feb 24:00", "2026-02-28 16:00:00"),
        ("24:00", "2026-02-26 16:00:00"),
        ("28 Feb 23:59:59", "2026-02-28 16:00:00"),
        ("in 3h", "2026-02-26 05:49:00"),
        ("in 4m", "2026-02-26 02:53:00"),
        ("in 2d", "2026-02-28 02:49:00"),
        ("in 1h30m", "2026-02-26 04:19:00"),
        ("in 1h 30 min", "2026-02-26 04:19:00"),
        ("in 90 minutes", "2026-02-26 04:19:00"),
        ("in 40s", "2026-02-26 02:49:00"),
    ] {
        assert_eq!(parse(text).as_deref(), Ok(utc), "{text}");
    }
}

#[test]
fn a_zone_behind_the_time_is_where_the_deadline_is_meant() {
    for (text, utc) in [
        ("28 Feb 14:00 KST", "2026-02-28 05:00:00"),
        ("28 Feb 14:00 JST", "2026-02-28 05:00:00"),
        ("14:00 HKT 28 Feb", "2026-02-28 06:00:00"),
        ("28 Feb 14:00 (KST)", "2026-02-28 05:00:00"),
        ("2026-02-28 14:00+09:00", "2026-02-28 05:00:00"),
        ("2026-02-28T14:00:00Z", "2026-02-28 14:00:00"),
        ("2026-02-28 14:00KST", "2026-02-28 05:00:00"),
        ("28 Feb 14:00 UTC+9", "2026-02-28 05:00:00"),
        ("28 Feb 14:00 Asia/Seoul", "2026-02-28 05:00:00"),
        // In Seoul it is 11:48: 11:30 there is tomorrow's, 12:00 is today's.
        ("11:30 KST", "2026-02-27 02:30:00"),
        ("12:00 KST", "2026-02-26 03:00:00"),
        ("in 1h KST", "2026-02-26 03:49:00"),
        // A day that begins earlier there: 00:30 KST tomorrow is 23:30 HKT today.
        ("tomorrow 00:30 KST", "2026-02-26 15:30:00"),
        ("26 Apr 00:00 KST", "2026-04-25 15:00:00"),
        ("1 Mar 00:00 UTC", "2026-03-01 00:00:00"),
    ] {
        assert_eq!(parse(text).as_deref(), Ok(utc), "{text}");
    }
}

#[test]
fn what_cannot_be_meant_says_why() {
    for (text, words) in [
        ("", "there is no deadline"),
        ("   ", "there is no deadline"),
        ("soon", "the deadline `soon` cannot be read"),
        ("in", "the deadline `in` cannot be read"),
        ("in 3", "the deadline `in 3` cannot be read"),
        ("in 0m", "the deadline `in 0m` cannot be read"),
        ("in 3 parsecs", "the deadline `in 3 parsecs` cannot be read"),
        ("25:00", "the deadline `25:00` cannot be read"),
        ("14:60", "the deadline `14:60` cannot be read"),
        ("1400", "the deadline `1400` cannot be read"),
        ("14:00 XYZ", "the deadline `14:00 XYZ` cannot be read"),
        ("14:00 15:00", "the deadline `14:00 15:00` cannot be read"),
        ("tomorrow", "the deadline `tomorrow` has no time of day"),
        ("28 Feb", "the deadline `28 Feb` has no time of day"),
        ("30 Feb 14:00", "the day of `30 Feb 14:00` does not exist"),
        ("2026-13-01 14:00", "the day of `2026-13-01 14:00` does not exist"),
        ("Fri 28 Feb 14:00", "2026-02-28 is another day of the week"),
        ("25 Feb 14:00", "Wed 25 Feb 14:00 HKT has passed"),
        ("today 9:00", "Thu 26 Feb 09:00 HKT has passed"),
        ("2026-02-26 10:48", "Thu 26 Feb 10:48 HKT has passed"),
        ("in 94000000d", "in 94000000d is more than 62 days away"),
        ("in 63d", "2026-04-30 10:49 HKT is more than 62 days away"),
        ("in 4000000000d", "the deadline `in 4000000000d` cannot be read"),
        (
            "2030-01-01 00:00",
            "2030-01-01 00:00 HKT is more than 62 days away",
        ),
    ] {
        assert_eq!(
            parse(text).map_err(|error| error.to_string()),
            Err(words.to_owned()),
            "{text}"
        );
    }
}

#[test]
fn a_time_that_clocks_skip_is_refused_and_one_they_show_twice_is_told_apart_by_its_label() {
    let berlin = Zone::Named(Tz::Europe__Berlin);
    let spring = Utc.with_ymd_and_hms(2026, 3, 28, 12, 0, 0).unwrap();
    let skipped = Deadline::parse("29 Mar 02:30", spring, berlin).unwrap_err();
    assert_eq!(skipped.to_string(), "clocks in Europe/Berlin skip `29 Mar 02:30`");

    let autumn = Utc.with_ymd_and_hms(2026, 10, 24, 12, 0, 0).unwrap();
    for (text, utc) in [
        ("25 Oct 02:30", "2026-10-25 00:30"),
        ("25 Oct 02:30 CEST", "2026-10-25 00:30"),
        ("25 Oct 02:30 CET", "2026-10-25 01:30"),
    ] {
        let deadline = Deadline::parse(text, autumn, berlin).unwrap();
        assert_eq!(deadline.at().format("%Y-%m-%d %H:%M").to_string(), utc, "{text}");
    }
}

fn zones() -> impl Strategy<Value = Zone> {
    prop::sample::select(vec![
        HONG_KONG,
        Zone::Named(Tz::Asia__Seoul),
        Zone::Named(Tz::UTC),
        Zone::Named(Tz::Europe__Berlin),
        Zone::Named(Tz::America__New_York),
        Zone::Named(Tz::Australia__Lord_Howe),
        Zone::Named(Tz::Asia__Kathmandu),
    ])
}

proptest! {
    #[test]
    fn a_deadline_that_was_echoed_parses_to_itself(
        start in 1_750_000_000_i64..1_900_000_000,
        ahead in 1_i64..=62 * 86_400 - 60,
        zone in zones(),
    ) {
        let now = Utc.timestamp_opt(start, 0).unwrap();
        let deadline = Deadline { at: round_up(now + Duration::seconds(ahead)), typed_in: zone };
        let echoed = clock_words(deadline.at(), zone);
        let again = Deadline::parse(&echoed, now, zone);
        prop_assert_eq!(again.map(|again| again.at()), Ok(deadline.at()), "{}", echoed);
    }

    #[test]
    fn no_input_panics(text in "\\PC{0,60}", now in -4_000_000_000_i64..8_000_000_000, zone in zones()) {
        let now = Utc.timestamp_opt(now, 0).unwrap();
        let _ = Deadline::parse(&text, now, zone);
    }

    #[test]
    fn no_word_salad_panics(words in prop::collection::vec(prop::sample::select(vec![
        "in", "3h", "99999999d", "14:00", "24:00", "KST", "+09:00", "-99:99", "tomorrow", "28", "Feb", "2026-02-30",
        "99999999", "Sat", "2pm", "13pm", "T", "0:0", "9999-12-31", "in3h", "：", "(", "Asia/Seoul",
    ]), 0..6)) {
        let _ = Deadline::parse(&words.join(" "), now(), HONG_KONG);
    }

    #[test]
    fn what_is_read_lies_ahead_on_a_full_minute_and_within_reach(text in "(in )?[0-9]{1,4}[:hmd][0-9]{0,2}( KST| UTC)?") {
        if let Ok(deadline) = Deadline::parse(&text, now(), HONG_KONG) {
            prop_assert!(deadline.at() > now());
            prop_assert!(deadline.at() - now() <= Duration::days(LONGEST_DAYS));
            prop_assert_eq!(deadline.at().timestamp() % 60, 0);
        }
    }
}
