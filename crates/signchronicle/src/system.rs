//! Starting everything, saying so, and ending every child.

use std::io::Read;
use std::net::SocketAddr;
use std::process::ExitCode;

use anyhow::{Context, anyhow};
use local_cloud::{Config, Ground, LocalCloud, Program, StartError, TimeMode};

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
                announce(&cloud);
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
    announce_real(&origin);
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

fn explain(error: StartError, port: u16) -> anyhow::Error {
    match error {
        StartError::PortTaken(_) => {
            anyhow!("Nothing was started: port {port} is taken. `cargo run -- --port 0` picks a free one.")
        }
        StartError::OtherChats {
            trackings,
            at_telegram,
        } => anyhow!("Nothing was started: {}", other_chats(trackings, at_telegram)),
        error => anyhow::Error::new(error).context("Nothing was started"),
    }
}

fn other_chats(trackings: usize, at_telegram: bool) -> String {
    let many = if trackings == 1 {
        "1 tracking".to_owned()
    } else {
        format!("{trackings} trackings")
    };
    if at_telegram {
        format!(
            "the data folder has {many} of people at Telegram, who would hear nothing more without TELEGRAM_BOT_TOKEN. Set it \
             as before, or choose another folder, such as `--data page`."
        )
    } else {
        format!(
            "the data folder has {many} of the page's chat, whose news would go to strangers at Telegram. Choose another \
             folder, such as `--data telegram`, or start without TELEGRAM_BOT_TOKEN and stop them first."
        )
    }
}

/// The last line is for programs: it comes when the page answers.
fn announce(cloud: &LocalCloud) {
    let origin = cloud.origin();
    println!("SignChronicle is running. Open {origin} in a browser and type, for example:");
    println!("    /track demo ABC until in 4m");
    println!("    /track {origin}/demo/ktown4u/eventsub?eve_no=44469917 until in 10m");
    if let Some(ahead) = cloud.time_ahead() {
        println!(
            "Time is {} min ahead of this machine's clock here, because it ran faster before; a new folder (--data DIR) begins now.",
            ahead.num_minutes()
        );
    }
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
