//! The HTTP clients: one for each port, because the guard has to know the port when a client asks for a name's addresses.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::Client;
use reqwest::redirect::Policy;

use super::FetchError;
use super::headers::check_user_agent;
use crate::address_guard::{Guard, PortResolver};

/// Clients that connect only where the guard lets them, built when they are needed.
pub(super) struct Clients {
    guard: Guard,
    user_agent: String,
    connect: Duration,
    by_port: Mutex<HashMap<u16, Client>>,
}

impl Clients {
    pub(super) fn new(guard: Guard, user_agent: &str, connect: Duration) -> Self {
        Self {
            guard,
            user_agent: user_agent.to_owned(),
            connect,
            by_port: Mutex::default(),
        }
    }

    /// The client for a port.
    pub(super) fn at(&self, port: u16) -> Result<Client, FetchError> {
        let mut clients = self.by_port.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = clients.get(&port) {
            return Ok(client.clone());
        }
        check_user_agent(&self.user_agent)?;
        let client = self
            .build(port)
            .map_err(|error| FetchError::Client(error.to_string()))?;
        clients.insert(port, client.clone());
        Ok(client)
    }

    fn build(&self, port: u16) -> reqwest::Result<Client> {
        let mut tls = tls::client_config();
        tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Client::builder()
            .use_preconfigured_tls(tls)
            .user_agent(&self.user_agent)
            .connect_timeout(self.connect)
            .redirect(Policy::none())
            .referer(false)
            // A proxy would connect for us, unseen by the guard.
            .no_proxy()
            .dns_resolver(Arc::new(PortResolver {
                guard: self.guard.clone(),
                port,
            }))
            .build()
    }
}
