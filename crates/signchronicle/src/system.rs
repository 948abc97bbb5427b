//! Starting everything, saying so, and ending every child.

use std::io::Read;
use std::net::SocketAddr;
use std::process::ExitCode;

use anyhow::{Context, anyhow};
use local_cloud::{Config, LocalCloud, Program, StartError, TimeMode};

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
        let Some(mut real) = Real::new(&options.data, options.take_over, &variable)? else {
            let cloud = start(options, None).await?;
            announce(&cloud);
            cloud.run_until(stop_signal()).await;
            return Ok(());
        };
        real.claim().await.context("Nothing was started")?;
        tokio::select! {
            paired = real.pair() => paired?,
            () = stop_signal() => return Ok(()),
        }
        let env = real.bot_env(&variable);
        serve_real(start(options, Some(env)).await?, real).await
    })
}

/// Until a signal, or until Telegram has refused for good.
async fn serve_real(cloud: LocalCloud, real: Real) -> anyhow::Result<()> {
    let origin = cloud.origin().to_owned();
    announce_real(&origin);
    let mut refused = None;
    let updates = real.serve(&origin);
    let end = async {
        tokio::select! {
            () = stop_signal() => {}
            Err(error) = updates => refused = Some(error),
        }
    };
    cloud.run_until(end).await;
    refused.map_or(Ok(()), Err)
}

async fn start(options: Options, real: Option<Vec<(String, String)>>) -> anyhow::Result<LocalCloud> {
    let port = options.port;
    let started = LocalCloud::start(config(options, real)?).await;
    started.map_err(|error| explain(error, port))
}

/// `real` is what the bot finds in its environment where it talks with the real Telegram.
fn config(options: Options, real: Option<Vec<(String, String)>>) -> anyhow::Result<Config> {
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
    let chats_are_elsewhere = real.is_some();
    bot.env.extend(real.unwrap_or_default());
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
        None => TimeMode::Running { speed: options.speed },
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

fn explain(error: StartError, port: u16) -> anyhow::Error {
    match error {
        StartError::PortTaken(_) => {
            anyhow!("Nothing was started: port {port} is taken. `cargo run -- --port 0` picks a free one.")
        }
        error => anyhow::Error::new(error).context("Nothing was started"),
    }
}

/// The last line is for programs: it comes when the page answers.
fn announce(cloud: &LocalCloud) {
    let origin = cloud.origin();
    println!("SignChronicle is running. Open {origin} in a browser and type, for example:");
    println!("    /track demo ABC until in 4m");
    println!("    /track {origin}/demo/ktown4u/eventsub?eve_no=44469917 until in 10m");
    if let Some((event, ends)) = cloud.replay() {
        println!("A recorded event is sold anew:");
        println!("    {}", replay::words(origin, event, ends));
    }
    println!("{origin}/demo has more shops to try; `signchronicle read URL` tries any page.");
    println!("Ctrl-C ends it; what it knows stays in the data folder.");
    println!("ready {origin}");
}

/// The same where people write elsewhere.
fn announce_real(origin: &str) {
    println!("SignChronicle is running. Write to your bot at Telegram, for example:");
    println!("    /track demo ABC until in 4m");
    println!("What it does stands at {origin}, which opens on this machine only; so do the links to rows.");
    println!("Ctrl-C ends it; what it knows stays in the data folder.");
    println!("ready {origin}");
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
