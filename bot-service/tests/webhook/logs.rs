//! What the bot logs, as Cloud Logging reads it.

use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};

use reqwest::StatusCode;
use serde_json::Value;

use crate::running::{SECRET, start};

/// All that is logged by all tests of this program from the first call of `logged` on.
static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Log;

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOG.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn what_is_logged_of_a_request_has_its_trace() {
    logging::init_to(|| Log);
    let bot = start().await;
    let request = bot.client.post(format!("{}/telegram", bot.url)).body("no update");
    let answer = request
        .header("X-Telegram-Bot-Api-Secret-Token", SECRET)
        .header("X-Cloud-Trace-Context", "105445aa7843bc8bf206b12000100000/1;o=1")
        .send();
    assert_eq!(answer.await.unwrap().status(), StatusCode::BAD_REQUEST);
    let log = LOG.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let log = String::from_utf8(log).unwrap();
    let mut lines = log
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let line = lines.find(|line| {
        line["logging.googleapis.com/trace"] == "projects/p/traces/105445aa7843bc8bf206b12000100000"
    });
    assert_eq!(
        line.unwrap_or_else(|| panic!("no line has the trace: {log}"))["severity"],
        "WARNING"
    );
}
