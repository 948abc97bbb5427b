//! Ids that are computed, never drawn: whoever does the same thing again arrives at the same id.

use sha2::{Digest, Sha256};

/// Longest readable part of an id.
const LONGEST_SLUG: usize = 36;

/// The id of a tracking and of its first Scheduler job, `track-<slug>-<hash>`. The hash is that of the chat and of the
/// person's message, so a repeated update or a second press creates nothing twice.
pub fn tracking_id(platform: &str, event: &str, seed: &str) -> String {
    format!(
        "track-{}-{}",
        slug(&format!("{platform} {event}")),
        &hash_hex(seed)[..10]
    )
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
}
