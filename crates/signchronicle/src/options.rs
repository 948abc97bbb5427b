//! The command line.

use std::path::PathBuf;

use anyhow::ensure;
use chrono::{DateTime, Utc};
use clap::{Args, Parser, Subcommand};

/// Start SignChronicle on this machine: a page at http://127.0.0.1:8080, no account needed.
#[derive(Debug, Parser)]
#[command(name = "signchronicle", version, args_conflicts_with_subcommands = true)]
pub(crate) struct Options {
    /// Port of the page and of the local cloud; 0 picks a free one.
    #[arg(long, default_value_t = 8080, allow_negative_numbers = true)]
    pub(crate) port: u16,
    /// Folder that keeps trackings, rows, chats and files.
    #[arg(long, value_name = "DIR", default_value = "data")]
    pub(crate) data: PathBuf,
    /// Let time pass N times as fast.
    #[arg(
        long,
        value_name = "N",
        conflicts_with = "manual_clock",
        allow_negative_numbers = true
    )]
    pub(crate) speed: Option<f64>,
    /// Let time pass only when told (POST /_local/clock), beginning now or at an instant such as 2026-02-28T05:00:00Z.
    #[arg(long, value_name = "RFC3339", num_args = 0..=1, require_equals = true)]
    pub(crate) manual_clock: Option<Option<DateTime<Utc>>>,
    /// Let the demo's Ktown4u sell an event as it was recorded (time,member,sales; also *.gz), beginning now; title and end stand in
    /// events.json beside the file, or are those of the last reading.
    #[arg(long, value_name = "FILE")]
    pub(crate) replay: Option<PathBuf>,
    /// With TELEGRAM_BOT_TOKEN: answer from here although the bot's webhook is set elsewhere, where it then hears nothing.
    #[arg(long)]
    pub(crate) take_over: bool,
    #[command(subcommand)]
    pub(crate) role: Option<Role>,
}

/// What this program does besides running the system.
#[derive(Debug, Subcommand)]
pub(crate) enum Role {
    Read(ReadOptions),
    /// List the platforms, check every platform file and say what is wrong with it.
    ///
    /// Besides those that are compiled in, these are the *.toml files of the folder PLATFORMS_DIR, or of data/platforms where
    /// that exists. Exits with 1 if a file is not right.
    Platforms,
    /// Bring samples back that neither Sheets nor Drive took, from the tracker's log.
    ///
    /// LOGFILE is the log as it was printed, or as `gcloud logging read --format=json` gives it. The settings are the
    /// tracker's: PROJECT_ID, SPREADSHEET_ID, DRIVE_FOLDER_ID, GOOGLE_CREDENTIALS outside Google Cloud, and PLATFORMS_DIR
    /// where it has one. What has its row already is left alone, so it may be run again.
    Recover {
        /// The log.
        #[arg(value_name = "LOGFILE")]
        log: PathBuf,
    },
    /// Write everything that the data folder holds as CSV and JSON.
    ///
    /// Tabs become CSV files, files on Drive what they are, Scheduler jobs, executions and chats JSON. It may run meanwhile:
    /// written is what there is at the moment.
    Export {
        /// A folder that is empty or does not exist yet.
        #[arg(value_name = "DIR")]
        into: PathBuf,
        /// Folder that keeps trackings, rows, chats and files.
        #[arg(long, value_name = "DIR", default_value = "data")]
        data: PathBuf,
    },
    /// Move tabs and files of trackings that ended long ago out of the sheet, into data/archive.
    ///
    /// A tab is moved once no Scheduler job tracks it any more and its last row is older than DAYS; so are the CSVs on Drive of such
    /// trackings. Each is written to the disk before it is taken out. SignChronicle must not run meanwhile.
    Archive {
        /// How old the last row has to be.
        #[arg(
            long,
            value_name = "DAYS",
            default_value_t = 30,
            allow_negative_numbers = true
        )]
        older_than: u32,
        /// Folder that keeps trackings, rows, chats and files.
        #[arg(long, value_name = "DIR", default_value = "data")]
        data: PathBuf,
    },
    /// The Telegram webhook, with settings from the environment.
    #[command(hide = true)]
    BotService,
    /// One execution of the tracker, with settings from the environment.
    #[command(hide = true)]
    TrackerJob,
}

/// Read one page and show what was found, where, and how sure that is.
///
/// Platforms are those that are compiled in and the *.toml files of the folder PLATFORMS_DIR, or of data/platforms where that
/// exists. Only public addresses are read; ALLOWED_PRIVATE_ADDRESSES (comma-separated host, host:port or CIDR) makes
/// exceptions. Exits with 1 and the reason if nothing was read.
#[derive(Debug, Args)]
pub(crate) struct ReadOptions {
    /// A page's URL, a saved page (also *.gz), or with --platform the name of an event.
    #[arg(value_name = "URL|FILE")]
    pub(crate) what: String,
    /// Read as this platform's file says; by default a URL as the platform that knows it, everything else as any web page.
    #[arg(long, value_name = "NAME")]
    pub(crate) platform: Option<String>,
    /// Where a saved page comes from: its address tells language and currency.
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Option<String>,
    /// Print JSON on one line.
    #[arg(long)]
    pub(crate) json: bool,
}

impl Options {
    /// What makes sense only with a bot's token, or only without one.
    pub(crate) fn check(&self, has_token: bool) -> anyhow::Result<()> {
        ensure!(
            has_token || !self.take_over,
            "Nothing was started: --take-over takes a bot over at Telegram, and TELEGRAM_BOT_TOKEN, which names it, is not set."
        );
        ensure!(
            !has_token || self.speed.is_none(),
            "Nothing was started: for people at Telegram time runs as it does. Leave --speed out, or TELEGRAM_BOT_TOKEN."
        );
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Options::command().debug_assert();
    }

    #[test]
    fn what_goes_with_a_token_only_is_refused_without_one_and_the_other_way_round() {
        let refused = |arguments: &[&str], has_token| {
            let options = Options::try_parse_from(["signchronicle"].iter().chain(arguments)).unwrap();
            options.check(has_token).err().map(|error| error.to_string())
        };
        let text = refused(&["--take-over"], false).unwrap();
        assert!(
            text.contains("TELEGRAM_BOT_TOKEN, which names it, is not set"),
            "{text}"
        );
        let text = refused(&["--speed", "60"], true).unwrap();
        assert!(text.contains("Leave --speed out"), "{text}");
        assert_eq!(refused(&["--take-over"], true), None);
        assert_eq!(refused(&["--speed", "60"], false), None);
        assert_eq!(refused(&["--manual-clock"], true), None, "as tests do");
    }

    #[test]
    fn a_negative_number_is_a_number() {
        let options = Options::try_parse_from(["signchronicle", "--speed", "-1"]).unwrap();
        assert_eq!(
            options.speed,
            Some(-1.0),
            "refused by the clock, which knows what it can do"
        );
        for arguments in [["--port", "-1"], ["archive", "--older-than=-1"]] {
            let arguments = ["signchronicle"].into_iter().chain(arguments);
            let refused = Options::try_parse_from(arguments).unwrap_err().to_string();
            assert!(refused.contains("-1 is not in"), "{refused}");
        }
    }

    #[test]
    fn the_manual_clock_may_name_its_beginning() {
        let parse = |argument: &str| Options::try_parse_from(["signchronicle", argument]);
        assert_eq!(parse("--manual-clock").unwrap().manual_clock, Some(None));
        let start = parse("--manual-clock=2026-02-28T05:00:00Z")
            .unwrap()
            .manual_clock
            .flatten()
            .unwrap();
        assert_eq!(start.to_rfc3339(), "2026-02-28T05:00:00+00:00");
        assert!(parse("--manual-clock=soon").is_err());
    }
}
