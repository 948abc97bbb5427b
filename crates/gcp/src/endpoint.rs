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
}

/// Google's own hosts, or one origin that stands in for all of them.
#[derive(Debug, Clone, Default)]
pub struct Endpoints {
    origin: Option<String>,
}

impl Endpoints {
    /// With an origin every service is expected there at its real path.
    pub fn new(origin: Option<&str>) -> Self {
        Self {
            origin: origin.map(|origin| origin.trim_end_matches('/').to_owned()),
        }
    }

    /// The base URL of a service, with a trailing slash.
    pub fn base_url(&self, service: Service) -> String {
        match &self.origin {
            Some(origin) => format!("{origin}/"),
            None => service.real_url().to_owned(),
        }
    }
}

impl Service {
    fn real_url(self) -> &'static str {
        match self {
            Self::Scheduler => "https://cloudscheduler.googleapis.com/",
            Self::Run => "https://run.googleapis.com/",
            Self::Sheets => "https://sheets.googleapis.com/",
            Self::Drive => "https://www.googleapis.com/",
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
}
