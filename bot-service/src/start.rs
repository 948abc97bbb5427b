//! From the environment to a listening server, and to its end.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use axum::middleware::from_fn_with_state;
use gcp::{ClockError, Environment, SettingError};
use telegram::TelegramError;
use thiserror::Error;
use tokio::net::TcpListener;

use crate::bot::Bot;
use crate::config::Config;
use crate::events::{self, Keys, Verifier};
use crate::{menus, server, shutdown, trace};

/// Why the bot does not run, or no longer.
#[derive(Debug, Error)]
pub enum StartError {
    /// A variable is missing or malformed.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// Telegram cannot be called, or refused.
    #[error("Telegram: {0}")]
    Telegram(#[from] TelegramError),
    /// The program does something else.
    #[error(
        "`{0}` is unknown: without anything behind it the bot serves, `menus` sets its menus at Telegram, `--version` says \
         which build it is"
    )]
    Argument(String),
    /// No HTTP client for the clock.
    #[error(transparent)]
    Clock(#[from] ClockError),
    /// No HTTP client for Google's public keys.
    #[error("the HTTP client for Google's public keys cannot be built: {0}")]
    Keys(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The port is taken, or may not be listened on.
    #[error("{address} (LISTEN_ADDRESS and PORT) cannot be listened on: {source}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// Why not.
        source: io::Error,
    },
    /// The operating system refused something else.
    #[error("the server cannot run: {0}")]
    Server(#[from] io::Error),
}

impl StartError {
    /// 2 where the configuration is wrong, otherwise 1.
    fn exit_code(&self) -> ExitCode {
        match self {
            Self::Setting(_) | Self::Argument(_) => ExitCode::from(2),
            _ => ExitCode::FAILURE,
        }
    }
}

/// Runs the bot by the process' environment until SIGTERM or Ctrl-C; with `menus` behind it sets what Telegram shows of
/// it, with `--version` says which build it is.
pub fn main() -> ExitCode {
    run(std::env::args().nth(1).as_deref(), &|name| {
        std::env::var(name).ok()
    })
}

/// The same by the variables of a lookup. An error is one line of the log.
pub fn run(argument: Option<&str>, lookup: &dyn Fn(&str) -> Option<String>) -> ExitCode {
    if argument == Some("--version") {
        println!("{}", logging::version("bot-service"));
        return ExitCode::SUCCESS;
    }
    match start(argument, lookup) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            error.exit_code()
        }
    }
}

/// Serves until `shutdown` resolves; updates that are being handled are finished first.
pub async fn serve(
    config: Config,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), StartError> {
    let secret = config.webhook_secret.clone();
    let project: Arc<str> = config.project.as_str().into();
    let verifier = verifier(&config)?;
    let bot = Arc::new(Bot::new(config)?);
    tracing::info!(
        address = %listener.local_addr()?,
        version = logging::VERSION,
        commit = logging::COMMIT,
        "listening"
    );
    let mut router = server::router(Arc::clone(&bot), secret);
    match verifier {
        Some(verifier) => router = router.merge(events::routes(bot, verifier)),
        None => tracing::warn!("EVENTS_PUSH_ACCOUNT is not set: nothing that the tracker tells is taken"),
    }
    let router = router.layer(from_fn_with_state(project, trace::join));
    axum::serve(listener, router)
        .with_graceful_shutdown(shutdown)
        .await?;
    Ok(())
}

/// Who may push events; nobody where no account is named.
fn verifier(config: &Config) -> Result<Option<Verifier>, StartError> {
    let Some(account) = config.push_account.clone() else {
        return Ok(None);
    };
    let keys = Keys::new(&config.endpoints).map_err(|error| StartError::Keys(error.into()))?;
    Ok(Some(Verifier::new(keys, config.audience.clone(), account)))
}

fn start(argument: Option<&str>, lookup: &dyn Fn(&str) -> Option<String>) -> Result<(), StartError> {
    let environment = Environment::new(lookup);
    logging::init();
    tls::install();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    if let Some(argument) = argument {
        return match argument {
            "menus" => runtime.block_on(menus::set(&environment)),
            other => Err(StartError::Argument(other.to_owned())),
        };
    }
    let config = Config::read(&environment)?;
    runtime.block_on(async {
        let listener = listen(SocketAddr::new(config.host, config.port)).await?;
        serve(config, listener, shutdown::signal()).await
    })
}

async fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address)
        .await
        .map_err(|source| StartError::Listen { address, source })
}
