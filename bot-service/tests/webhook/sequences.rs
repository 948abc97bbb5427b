//! Random sequences of updates. Whatever arrives, the bot answers and does nothing twice, nothing for a stranger and
//! nothing in a chat that did not write.
//!
//! `PROPTEST_CASES=10000 cargo test -p bot-service sequences` runs as many sequences as the goal names.

mod chats;
mod checks;
mod steps;

use std::cell::RefCell;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::running::{Running, start_with};
use chats::Chats;
use steps::{Step, sequence};

/// Sequences of a usual run.
const CASES: u32 = 400;
/// The most updates of any kind in a sequence.
const LONGEST: usize = 6;

#[test]
fn no_sequence_of_updates_makes_a_panic_a_second_job_or_more_than_one_line_for_a_stranger() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let bot = runtime.block_on(start_with(&[
        ("ALLOWED_USER_IDS", "77"),
        ("EVENTS_TOPIC", "events"),
        ("SPREADSHEET_ID", "sheet"),
    ]));
    let bot = RefCell::new(bot);
    TestRunner::new(config())
        .run(&sequence(LONGEST), |steps| {
            runtime.block_on(follow(&bot.borrow(), &steps))
        })
        .unwrap_or_else(|error| panic!("{error}"));
}

fn config() -> ProptestConfig {
    // The environment's number is already in the default.
    let usual = match std::env::var_os("PROPTEST_CASES") {
        Some(_) => ProptestConfig::default(),
        None => ProptestConfig::with_cases(CASES),
    };
    ProptestConfig {
        source_file: Some(file!()),
        ..usual
    }
}

/// Sends one update after the other into empty chats, and looks at what the bot did about each.
async fn follow(bot: &Running, steps: &[Step]) -> Result<(), TestCaseError> {
    bot.cloud.forget_jobs();
    bot.cloud.take_calls();
    bot.cloud.messages.add_permits(1_000);
    let mut chats = Chats::default();
    for (number, step) in steps.iter().enumerate() {
        let update = chats.update(step, number);
        let before = bot.cloud.jobs();
        let status = bot.post(update.body.clone(), Some(crate::running::SECRET)).await;
        let calls = bot.cloud.take_calls();
        checks::check(&update, status, &calls, &before, &bot.cloud.jobs())?;
        chats.remember(update, &calls);
    }
    Ok(())
}
