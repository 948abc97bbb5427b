//! Where Google's APIs answer.

/// The services that we call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// Cloud Scheduler.
    Scheduler,
    /// Cloud Run Admin API.
    Run,
    /// Google Sheets.
    Sheets,
    /// Google Drive.
    Drive,
    /// Pub/Sub.
    PubSub,
    /// The public keys of Google's tokens.
    Certificates,
}

/// Google's own hosts, or one origin that stands in for all of them.
#[derive(Debug, Clone, Default)]
pub struct Endpoints {
    origin: Option<String>,
    pubsub_emulator: Option<String>,
}

impl Endpoints {
    /// With an origin every service is expected there at its real path.
    pub fn new(origin: Option<&str>) -> Self {
        Self {
            origin: origin.map(|origin| origin.trim_end_matches('/').to_owned()),
            pubsub_emulator: None,
        }
    }

    /// Pub/Sub is an emulator at `host:port` instead, whatever the others are.
    #[must_use]
    pub fn with_pubsub_emulator(mut self, host: Option<String>) -> Self {
        self.pubsub_emulator = host;
        self
    }

    /// The base URL of a service, with a trailing slash.
    pub fn base_url(&self, service: Service) -> String {
        match (&self.pubsub_emulator, &self.origin) {
            (Some(host), _) if service == Service::PubSub => format!("http://{host}/"),
            (_, Some(origin)) => format!("{origin}/"),
            (_, None) => service.real_url().to_owned(),
        }
    }

    /// Whether a service is an emulator, which gets no token: it checks none, and its connection is not encrypted.
    pub fn is_emulator(&self, service: Service) -> bool {
        service == Service::PubSub && self.pubsub_emulator.is_some()
    }
}

impl Service {
    fn real_url(self) -> &'static str {
        match self {
            Self::Scheduler => "https://cloudscheduler.googleapis.com/",
            Self::Run => "https://run.googleapis.com/",
            Self::Sheets => "https://sheets.googleapis.com/",
            Self::Drive | Self::Certificates => "https://www.googleapis.com/",
            Self::PubSub => "https://pubsub.googleapis.com/",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_origin_stands_in_for_all_hosts() {
        assert_eq!(
            Endpoints::default().base_url(Service::Sheets),
            "https://sheets.googleapis.com/"
        );
        for origin in ["http://127.0.0.1:8080", "http://127.0.0.1:8080/"] {
            assert_eq!(
                Endpoints::new(Some(origin)).base_url(Service::Drive),
                "http://127.0.0.1:8080/"
            );
        }
    }

    #[test]
    fn a_pubsub_emulator_wins_for_pubsub_alone() {
        let endpoints = Endpoints::new(Some("http://127.0.0.1:8080"));
        assert!(!endpoints.is_emulator(Service::PubSub));
        assert_eq!(endpoints.base_url(Service::PubSub), "http://127.0.0.1:8080/");
        let endpoints = endpoints.with_pubsub_emulator(Some("localhost:8085".to_owned()));
        assert!(endpoints.is_emulator(Service::PubSub) && !endpoints.is_emulator(Service::Sheets));
        assert_eq!(endpoints.base_url(Service::PubSub), "http://localhost:8085/");
        assert_eq!(endpoints.base_url(Service::Sheets), "http://127.0.0.1:8080/");
    }
}
