//! Ids that are computed, never drawn: whoever does the same thing again arrives at the same id.

use sha2::{Digest, Sha256};

/// Longest readable part of an id.
const LONGEST_SLUG: usize = 36;
/// Characters of the hash behind it.
const HASH: usize = 10;

/// The id of a tracking and of its first Scheduler job, `track-<slug>-<hash>`. The hash is that of the chat and of the
/// person's message, so a repeated update or a second press creates nothing twice.
pub fn tracking_id(platform: &str, event: &str, seed: &str) -> String {
    format!(
        "track-{}-{}",
        slug(&format!("{platform} {event}")),
        &hash_hex(seed)[..HASH]
    )
}

/// The Scheduler job that follows this one when a deadline is moved or a stopped tracking goes on: `...-2`, then `...-3`.
pub fn next_job(job: &str) -> String {
    match split_job(job) {
        Some((tracking, number)) => format!("{tracking}-{}", number + 1),
        None => format!("{job}-2"),
    }
}

/// The tracking that a Scheduler job belongs to: the id of its first job.
pub fn tracking_of_job(job: &str) -> &str {
    split_job(job).map_or(job, |(tracking, _)| tracking)
}

/// What of a job's id cannot be told from platform and event: the hash, and the number behind it.
pub fn mark_of_job(job: &str) -> &str {
    let tracking = tracking_of_job(job);
    let hash = tracking.rfind('-').map_or(0, |dash| dash + 1);
    &job[hash..]
}

/// The job's id from platform, event and mark; none where the mark is none.
pub fn marked_job(platform: &str, event: &str, mark: &str) -> Option<String> {
    let (hash, number) = match mark.split_once('-') {
        Some((hash, number)) => (hash, Some(number)),
        None => (mark, None),
    };
    let is_number = number.is_none_or(|number| number.parse::<u32>().is_ok_and(|number| number > 1));
    let is_hash = hash.len() == HASH
        && hash
            .bytes()
            .all(|b| b.is_ascii_hexdigit() && !b.is_ascii_uppercase());
    (is_hash && is_number).then(|| format!("track-{}-{mark}", slug(&format!("{platform} {event}"))))
}

/// The tracking and the number of a job that is not its first.
fn split_job(job: &str) -> Option<(&str, u32)> {
    let (tracking, number) = job.rsplit_once('-')?;
    let (_, hash) = tracking.rsplit_once('-')?;
    let is_hash = hash.len() == HASH && hash.bytes().all(|b| b.is_ascii_hexdigit());
    let number = number.parse().ok().filter(|_| number.len() < HASH)?;
    is_hash.then_some((tracking, number))
}

/// The sheet id of a tracking's tab: positive, and the same in every execution.
pub fn sheet_id(tracking: &str) -> i32 {
    let digest = Sha256::digest(tracking.as_bytes());
    let bytes = [digest[0] & 0x7f, digest[1], digest[2], digest[3]];
    // 0 is the id of a new spreadsheet's first tab.
    i32::from_be_bytes(bytes).max(1)
}

/// The text as lower-case ASCII letters and digits, `-` between.
fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.to_lowercase().chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= LONGEST_SLUG {
            break;
        }
    }
    slug.trim_end_matches('-').to_owned()
}

fn hash_hex(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_readable_and_depend_on_the_seed_alone() {
        let id = tracking_id("demo", "An Yujin (offline) 안유진", "1:5");
        assert!(id.starts_with("track-demo-an-yujin-offline-"), "{id}");
        assert_eq!(id, tracking_id("demo", "An Yujin (offline) 안유진", "1:5"));
        assert_ne!(id, tracking_id("demo", "An Yujin (offline) 안유진", "1:6"));
    }

    #[test]
    fn ids_are_made_of_what_scheduler_takes() {
        for event in ["안유진", "https://shop.example/a?b=c", "----", &"x".repeat(100)] {
            let id = tracking_id("web", event, "seed");
            assert!(
                id.len() <= 60 && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'),
                "{id}"
            );
        }
    }

    #[test]
    fn jobs_of_one_tracking_are_numbered_and_found_again_by_their_mark() {
        let first = tracking_id("demo", "ABC 7", "1:5");
        let second = next_job(&first);
        let third = next_job(&second);
        assert_eq!(second, format!("{first}-2"));
        assert_eq!(third, format!("{first}-3"));
        for job in [&first, &second, &third] {
            assert_eq!(tracking_of_job(job), first);
            assert_eq!(marked_job("demo", "ABC 7", mark_of_job(job)).as_ref(), Some(job));
        }
        for mark in [
            "",
            "abc",
            "0123456789-1",
            "0123456789-x",
            "01234567-9",
            "../0123456",
        ] {
            assert_eq!(marked_job("demo", "ABC", mark), None, "{mark}");
        }
    }
}
