//! `/_local/sheets`: tabs without their rows, and windows, series and the whole CSV of one tab.

use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::google_error::GoogleError;
use crate::sheets::parts::{self, Span};
use crate::world::SharedWorld;

/// Its routes.
pub(super) fn routes() -> Router<SharedWorld> {
    Router::new()
        .route("/_local/sheets", get(tabs))
        .route("/_local/sheets/{id}/{sheet_id}/rows", get(rows))
        .route("/_local/sheets/{id}/{sheet_id}/series", get(series))
        .route("/_local/sheets/{id}/{sheet_id}/csv", get(csv))
}

type Tab = Path<(String, i64)>;

/// Row numbers as the sheet shows them, both included.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rows {
    from: u32,
    to: u32,
}

/// Which columns, by their places from 0 with commas; all rows unless some are named.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Series {
    columns: String,
    points: u32,
    from: Option<u32>,
    to: Option<u32>,
}

async fn tabs(State(world): State<SharedWorld>) -> Result<Json<Value>, GoogleError> {
    Ok(Json(json!({ "spreadsheets": parts::tabs(&world)? })))
}

async fn rows(
    State(world): State<SharedWorld>,
    Path((id, sheet_id)): Tab,
    Query(Rows { from, to }): Query<Rows>,
) -> Result<Json<Value>, GoogleError> {
    let span = Span {
        from: from.max(1),
        to,
    };
    Ok(Json(parts::rows(&world, &id, sheet_id, span)?))
}

async fn series(
    State(world): State<SharedWorld>,
    Path((id, sheet_id)): Tab,
    Query(asked): Query<Series>,
) -> Result<Json<Value>, GoogleError> {
    let columns: Vec<u32> = asked
        .columns
        .split(',')
        .map(str::parse)
        .collect::<Result<_, _>>()
        .map_err(|_| GoogleError::invalid_argument("columns must be whole numbers with commas"))?;
    if columns.len() > MOST_COLUMNS {
        return Err(GoogleError::invalid_argument(format!(
            "at most {MOST_COLUMNS} columns at once"
        )));
    }
    let span = Span {
        from: asked.from.unwrap_or(2),
        to: asked.to.unwrap_or(u32::MAX),
    };
    let series = parts::series(&world, &id, sheet_id, span, &columns, asked.points)?;
    Ok(Json(series))
}

/// More lines than this are no picture.
const MOST_COLUMNS: usize = 40;

/// Part by part: the cloud goes on answering others while a large tab is read.
async fn csv(State(world): State<SharedWorld>, Path((id, sheet_id)): Tab) -> Result<Response, GoogleError> {
    let first = parts::csv(&world, &id, sheet_id, 1)?;
    let stream = async_stream::stream! {
        // As in the backups: without it Excel takes UTF-8 for something else.
        yield Ok(Bytes::from_static(b"\xEF\xBB\xBF"));
        let mut part = Ok(first);
        loop {
            match part {
                Ok(Some((bytes, next))) => {
                    yield Ok(bytes);
                    tokio::task::yield_now().await;
                    part = parts::csv(&world, &id, sheet_id, next);
                }
                Ok(None) => break,
                Err(error) => {
                    yield Err(std::io::Error::other(error.message().to_owned()));
                    break;
                }
            }
        }
    };
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, Body::from_stream(stream)).into_response())
}
