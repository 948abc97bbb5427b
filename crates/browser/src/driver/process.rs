//! What `/proc` says of the processes of one browser.

use std::fs;
use std::path::Path;

use rustix::process::Pid;

/// The living processes of a group, and those that have left it but still name its folder in their command line, as
/// Chromium's crash handlers do.
pub(super) fn living(group: Pid, folder: &Path) -> Vec<Pid> {
    let folder = folder.as_os_str().as_encoded_bytes();
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let numbers = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let processes = numbers.filter_map(Pid::from_raw);
    processes.filter(|&id| is_alive(id, group, folder)).collect()
}

fn is_alive(id: Pid, group: Pid, folder: &[u8]) -> bool {
    let Ok(stat) = fs::read_to_string(format!("/proc/{id}/stat")) else {
        return false;
    };
    let Some((state, of)) = state_and_group(&stat) else {
        return false;
    };
    !matches!(state, "Z" | "X") && (of == group.as_raw_nonzero().get() || names(id, folder))
}

/// The name of a process is in parentheses and may hold some of its own.
fn state_and_group(stat: &str) -> Option<(&str, i32)> {
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_whitespace();
    let (state, _parent) = (fields.next()?, fields.next()?);
    Some((state, fields.next()?.parse().ok()?))
}

fn names(id: Pid, folder: &[u8]) -> bool {
    let line = fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
    line.windows(folder.len()).any(|part| part == folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_may_be_called_anything() {
        assert_eq!(state_and_group("12 (a) b) S 1 34 5"), Some(("S", 34)));
        assert_eq!(state_and_group("12 (a"), None);
    }
}
