//! A call that is made without a hub.

use google_apis_common::{to_body, to_bytes};
use hyper::Request;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::Value;

use crate::client::Google;
use crate::endpoint::Service;
use crate::error::{CallError, chain};

impl Google {
    /// Posts JSON to a path below a service's base URL, with a token unless the service is an emulator; one attempt. Of an
    /// answer that is a success nothing is read.
    pub async fn post(&self, service: Service, path: &str, body: &Value) -> Result<(), CallError> {
        let mut request = Request::post(format!("{}{path}", self.base_url(service)))
            .header(CONTENT_TYPE, "application/json");
        if !self.is_emulator(service) {
            let token = self.tokens().token().await.map_err(CallError::Token)?;
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        let request = request.body(to_body(Some(body.to_string())));
        let request = request.map_err(|error| CallError::Rejected {
            status: 0,
            message: error.to_string(),
        })?;
        let answer = self.client().request(request).await;
        let answer = answer.map_err(|error| CallError::Unavailable(chain(&error)))?;
        let status = answer.status();
        if status.is_success() {
            return Ok(());
        }
        let body = to_bytes(answer.into_body()).await.unwrap_or_default();
        Err(CallError::of_answer(status, &body))
    }
}
