//! `signchronicle recover`: samples that an execution could only log get their rows.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, ensure};
use serde_json::Value;
use tracker_job::{Lost, Restored};

/// The field of a log line that has everything.
const FIELD: &str = "recover";

/// Restores what a log has and says what became of it.
pub(crate) fn run(log: &Path, variable: &dyn Fn(&str) -> Option<String>) -> ExitCode {
    logging::init();
    match recover(log, variable) {
        Ok(restored) => {
            print!("{}", restored.iter().map(line).collect::<String>());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn recover(log: &Path, variable: &dyn Fn(&str) -> Option<String>) -> anyhow::Result<Vec<Restored>> {
    let text =
        fs::read_to_string(log).with_context(|| format!("the log {} cannot be read", log.display()))?;
    let lost = lost(&text)?;
    ensure!(
        !lost.is_empty(),
        "no line of {} has a `{FIELD}`: nothing was lost, or this is not the tracker's log",
        log.display()
    );
    tracker_job::restore(variable, lost)
}

fn line(restored: &Restored) -> String {
    let Restored {
        tracking,
        logged,
        rows,
    } = restored;
    format!(
        "{tracking}: {rows} rows written, {logged} samples in the log; what had its row already was left alone\n"
    )
}

/// The samples of every line, whatever is around the JSON: a terminal's time, or an export of Cloud Logging.
fn lost(text: &str) -> anyhow::Result<Vec<Lost>> {
    let mut found = Vec::new();
    match serde_json::from_str::<Value>(text) {
        Ok(whole) => collect(&whole, &mut found)?,
        Err(_) => {
            for line in text.lines().filter(|line| line.contains(FIELD)) {
                let value: Option<Value> = line
                    .find('{')
                    .and_then(|at| serde_json::from_str(&line[at..]).ok());
                if let Some(value) = value {
                    collect(&value, &mut found)?;
                }
            }
        }
    }
    Ok(found)
}

fn collect(value: &Value, found: &mut Vec<Lost>) -> anyhow::Result<()> {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(text) if name == FIELD => {
                        found.push(serde_json::from_str(text).context("a line of the log is damaged")?);
                    }
                    value => collect(value, found)?,
                }
            }
        }
        Value::Array(list) => {
            for value in list {
                collect(value, found)?;
            }
        }
        _ => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOST: &str = r#"{"overrides":{"TRACKING":"t"},"taken":[{"at":"2026-02-28T05:30:00Z","observation":{"failed":"HTTP 503"}}]}"#;

    #[test]
    fn lines_are_found_in_a_log_and_in_an_export() {
        let quoted = serde_json::to_string(LOST).unwrap();
        for text in [
            format!("{{\"message\":\"x\"}}\nnonsense\n{{\"severity\":\"ERROR\",\"recover\":{quoted}}}\n"),
            format!("2026-02-28 tracker | {{\"recover\":{quoted}}}"),
            format!("[{{\"jsonPayload\":{{\"recover\":{quoted}}}}}, {{\"textPayload\":\"x\"}}]"),
        ] {
            let found = lost(&text).unwrap();
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].taken.len(), 1);
            assert_eq!(found[0].overrides["TRACKING"], "t");
        }
        assert_eq!(lost("{\"message\":\"recover\"}").unwrap(), []);
        assert!(lost("{\"recover\":\"{}\"}").is_err());
    }
}
