//! Starting everything, and ending every child.

use std::io::Read;
use std::net::SocketAddr;
use std::process::ExitCode;

use anyhow::Context;
use local_cloud::{Config, Ground, LocalCloud, Program, TimeMode};

use crate::announce::{explain, here, there};
use crate::options::Options;
use crate::replay;
use crate::telegram::Real;

/// Runs until Ctrl-C or SIGTERM.
pub(crate) fn run(options: Options) -> ExitCode {
    logging::init();
    tls::install();
    match serve(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The local cloud holds the other end of our standard input: when it closes, however the local cloud ended, nobody
/// needs this process any more.
pub(crate) fn end_with_the_local_cloud() {
    std::thread::spawn(|| {
        let mut nothing = [0; 64];
        while matches!(std::io::stdin().read(&mut nothing), Ok(1..)) {}
        std::process::exit(0);
    });
}

fn serve(options: Options) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Runtime::new().context("no runtime")?;
    runtime.block_on(async {
        let variable = |name: &str| std::env::var(name).ok();
        let port = options.port;
        let real = Real::new(&options.data, options.take_over, &variable)?;
        options.check(real.is_some())?;
        let config = config(options, real.is_some())?;
        let ground = Ground::take(&config).await;
        let ground = ground.map_err(|error| explain(error, port))?;
        match real {
            Some(real) => serve_real(real, ground, config, &variable).await,
            None => {
                let cloud = LocalCloud::on(ground, config).map_err(|error| explain(error, port))?;
                here(&cloud);
                cloud.run_until(stop_signal()).await;
                Ok(())
            }
        }
    })
}

/// Nothing is changed at Telegram before the ground is sure.
async fn serve_real(
    mut real: Real,
    ground: Ground,
    mut config: Config,
    variable: &dyn Fn(&str) -> Option<String>,
) -> anyhow::Result<()> {
    real.claim().await.context("Nothing was started")?;
    tokio::select! {
        paired = real.pair() => paired?,
        () = stop_signal() => return Ok(()),
    }
    if let Some(bot) = &mut config.bot {
        bot.env.extend(real.bot_env(variable));
    }
    let port = config.address.port();
    let cloud = LocalCloud::on(ground, config).map_err(|error| explain(error, port))?;
    let origin = cloud.origin().to_owned();
    there(&origin);
    let mut failed = Ok(());
    let end = async {
        tokio::select! {
            () = stop_signal() => {}
            Err(error) = real.serve(&origin) => failed = Err(error),
        }
    };
    cloud.run_until(end).await;
    failed
}

fn config(options: Options, chats_are_elsewhere: bool) -> anyhow::Result<Config> {
    let itself = std::env::current_exe().context("the own program cannot be found")?;
    let mut bot = Program::new(&itself).arg("bot-service");
    let mut tracker = Program::new(&itself).arg("tracker-job");
    // What an operator of the real system sets, an operator of this one may set as well.
    for name in [
        "ALLOWED_CHAT_IDS",
        "ALLOWED_USER_IDS",
        "MAX_TRACKINGS_PER_CHAT",
        "CHANGES_IN_GROUPS",
        "EVENTS_PUSH_ACCOUNT",
    ] {
        bot.env.extend(passed_on(name));
    }
    tracker.env.extend(passed_on("USER_AGENT"));
    let mut config = Config::new(options.data, bot, tracker);
    config.replay = options
        .replay
        .as_deref()
        .map(replay::load)
        .transpose()
        .context("Nothing was started")?;
    config.chats_are_elsewhere = chats_are_elsewhere;
    config.address = SocketAddr::from(([127, 0, 0, 1], options.port));
    config.time = match options.manual_clock {
        Some(start) => TimeMode::Manual { start },
        None => TimeMode::Running {
            speed: options.speed.unwrap_or(1.0),
        },
    };
    let demo = platforms::demo_files().iter();
    config.platform_files = demo
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    config.allowed_private_addresses = std::env::var("ALLOWED_PRIVATE_ADDRESSES").unwrap_or_default();
    if let Ok(zone) = std::env::var("TIME_ZONE") {
        config.time_zone = zone;
    }
    Ok(config)
}

fn passed_on(name: &str) -> Option<(String, String)> {
    let value = std::env::var(name).ok()?;
    Some((name.to_owned(), value))
}

/// Ctrl-C or SIGTERM.
pub(crate) async fn stop_signal() {
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminate => {}
    }
}
