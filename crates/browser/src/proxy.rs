//! The browser's only way out: a forward proxy that asks the guard before each connection and then connects to the very
//! address that was checked. It lives as long as the fetch, so that what hangs in it ends with that.

mod faults;
mod forward;
mod gate;
mod metered;
mod tasks;
mod tunnel;

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use fetch::{Guard, Page};
use http_body_util::Either;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use crate::error::BrowserError;
use faults::Faults;
use gate::Gate;
use tasks::Tasks;

/// An answer of the host, or a line of our own.
type Body = Either<Incoming, String>;

/// The bounds of all that one browser does.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// For one connection to a host.
    pub(crate) connect: Duration,
    /// Of the browser to the proxy, at a time.
    pub(crate) connections: usize,
    /// That go through in both directions.
    pub(crate) bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            connections: 64,
            bytes: 50_000_000,
        }
    }
}

/// A proxy for one browser. Dropping it closes all of its connections.
pub(crate) struct Proxy {
    address: SocketAddr,
    faults: Arc<Faults>,
    tasks: Tasks,
}

impl Proxy {
    /// Listens on a free port of this machine.
    pub(crate) async fn start(guard: Guard, limits: Limits) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let proxy = Self {
            address,
            faults: Arc::default(),
            tasks: Tasks::default(),
        };
        let gate = Gate::new(guard, limits, address, Arc::clone(&proxy.faults));
        let tasks = proxy.tasks.clone();
        proxy
            .tasks
            .spawn(accept(listener, gate, limits.connections, tasks));
        Ok(proxy)
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Puts the proxy's own reason in the place of what Chromium made of it.
    pub(crate) fn explain(&self, shown: Result<Page, BrowserError>) -> Result<Page, BrowserError> {
        self.faults.explain(shown)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.tasks.end();
    }
}

async fn accept(listener: TcpListener, gate: Gate, connections: usize, tasks: Tasks) {
    let places = Arc::new(Semaphore::new(connections));
    while let Ok(place) = Arc::clone(&places).acquire_owned().await {
        // Out of file handles, say: the browser asks again.
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        let (gate, own) = (gate.clone(), tasks.clone());
        tasks.spawn(async move {
            serve(stream, gate, own).await;
            drop(place);
        });
    }
}

async fn serve(stream: TcpStream, gate: Gate, tasks: Tasks) {
    // It costs speed alone.
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request| answer(request, gate.clone(), tasks.clone()));
    let connection = http1::Builder::new()
        .preserve_header_case(true)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    // The browser hangs up when it likes.
    let _ = connection.await;
}

async fn answer(request: Request<Incoming>, gate: Gate, tasks: Tasks) -> Result<Response<Body>, Infallible> {
    let answered = match *request.method() {
        Method::CONNECT => tunnel::open(request, &gate, &tasks).await,
        _ => forward::send(request, &gate, &tasks).await,
    };
    Ok(answered.unwrap_or_else(|error| faults::refusal(&error)))
}

#[cfg(test)]
mod tests;
