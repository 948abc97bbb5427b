//! The bot as a program of its own; everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    bot_service::main()
}
