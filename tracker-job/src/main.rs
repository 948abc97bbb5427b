//! The Cloud Run Job's program; see the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    tracker_job::main()
}
