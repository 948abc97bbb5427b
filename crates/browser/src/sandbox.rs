//! Whether Chromium can lock its pages in: its sandbox needs user namespaces, and without them it does not start.

use std::process::{Command, Stdio};

/// Containers often may not make namespaces; whether this one may is only known by trying. It takes about 2 ms. Where the
/// program to try it with is missing, Chromium says itself what is wrong.
pub(crate) fn is_possible() -> bool {
    // It refuses to work for root.
    if rustix::process::geteuid().is_root() {
        return false;
    }
    // The three that Chromium makes for its pages.
    let tried = Command::new("unshare")
        .args(["--user", "--pid", "--net", "--fork", "true"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    tried.map_or(true, |status| status.success())
}
