//! One tab per tracking in Google Sheets.
//!
//! A healthy tick makes two calls: [`Sheets::find`] reads what the tab remembers, [`Sheets::write`] stores the rows and
//! the new memory in one atomic `batchUpdate`. The write carries a guard (a named range whose id holds the revision that
//! was read): when another execution wrote meanwhile, or when this very write was already applied and only its answer
//! was lost, Google refuses the whole batch, the caller reads again and finds out which. Columns of items that appear
//! later come in the same batch as the row that has them; for these alone the grid's width is read before. The batch with
//! the first figures brings a chart of them.

mod chart;
mod error;
mod fill;
mod metadata;
mod requests;
mod values;

use std::collections::HashSet;

use domain::backup::TabRow;
use domain::{Entry, Row, TabState, sheet_id};
use gcp::{Google, Service};
use google_sheets4::Sheets as Hub;
use google_sheets4::api::{
    BatchUpdateSpreadsheetRequest, BatchUpdateSpreadsheetResponse, Request, SheetProperties,
};

pub use error::SheetsError;
pub use fill::Fill;
pub use metadata::Tab;

/// So many titles are tried for a new tab before giving up.
const TITLES: u32 = 3;

/// A spreadsheet that holds a tab per tracking.
pub struct Sheets {
    google: Google,
    hub: Hub<gcp::Connector>,
    spreadsheet_id: String,
}

/// What became of a guarded write.
#[derive(Debug, PartialEq, Eq)]
pub enum Written {
    /// The rows and the memory are stored.
    Stored,
    /// Nothing was: someone else wrote since the tab was read. Read again.
    Conflict,
}

/// Where a tab's columns are, once the requests that add the missing ones are carried out.
struct NewColumns {
    places: Vec<Option<usize>>,
    requests: Vec<Request>,
}

impl Sheets {
    /// The spreadsheet with an id.
    pub fn new(google: Google, spreadsheet_id: String) -> Self {
        let mut hub = Hub::new(google.client(), google.tokens());
        hub.base_url(google.base_url(Service::Sheets));
        hub.root_url(google.base_url(Service::Sheets));
        Self {
            google,
            hub,
            spreadsheet_id,
        }
    }

    /// What the spreadsheet is called, which any reader of it may know.
    pub async fn title(&self) -> Result<String, SheetsError> {
        let get = || {
            let call = self.hub.spreadsheets().get(&self.spreadsheet_id);
            call.param("fields", "properties.title").doit()
        };
        let (_, spreadsheet) = self.google.call("sheets.spreadsheets.get", get).await?;
        let title = spreadsheet.properties.and_then(|properties| properties.title);
        Ok(title.unwrap_or_default())
    }

    /// Reads the tab of a tracking; nothing when there is none yet.
    pub async fn find(&self, tracking: &str) -> Result<Option<Tab>, SheetsError> {
        let request = metadata::search(tracking);
        let search = || {
            let call = self
                .hub
                .spreadsheets()
                .developer_metadata_search(request.clone(), &self.spreadsheet_id);
            call.doit()
        };
        let (_, found) = self
            .google
            .call("sheets.spreadsheets.developerMetadata.search", search)
            .await?;
        metadata::tab(tracking, found)
    }

    /// Creates the tab of a tracking with its first rows.
    pub async fn create(
        &self,
        tracking: &str,
        title: &str,
        rows: &[Row],
        state: &TabState,
    ) -> Result<Written, SheetsError> {
        let mut wanted = title.to_owned();
        for _ in 0..TITLES {
            match self
                .batch_update(requests::create(tracking, &wanted, rows, state))
                .await
            {
                Err(error) if error.is_conflict() => {
                    tracing::debug!(%error, "{wanted} was not created");
                    let Some(free) = self.free_title(tracking, title).await? else {
                        return Ok(Written::Conflict);
                    };
                    wanted = free;
                }
                other => return other.map(|()| Written::Stored),
            }
        }
        self.batch_update(requests::create(tracking, &wanted, rows, state))
            .await
            .map(|()| Written::Stored)
    }

    /// Adds rows below all others, puts readings in the place of their gap rows and replaces the memory, with the columns
    /// that it has more: all or nothing. Where a person has deleted a gap row its reading is added below.
    pub async fn write(&self, tab: &Tab, entry: &Entry) -> Result<Written, SheetsError> {
        let Some(columns) = self.columns_for(tab, &entry.state).await? else {
            return Ok(Written::Conflict);
        };
        let mut added: Vec<Row> = entry.rows.clone();
        let mut requests = columns.requests;
        if !entry.replaced.is_empty() {
            let rows = self.rows(tab).await?;
            for row in &entry.replaced {
                let place = values::gap_row(&rows, row).and_then(|index| i32::try_from(index + 1).ok());
                match place {
                    Some(index) => {
                        requests.extend(requests::overwrite(tab.sheet_id, &columns.places, index, row));
                    }
                    None => added.push(row.clone()),
                }
            }
        }
        requests.extend(requests::append(tab.sheet_id, &columns.places, &added));
        self.guarded(tab, &entry.state, requests).await
    }

    /// Replaces the memory alone. The answer, which costs no further call, tells how full the spreadsheet is; nothing is
    /// stored and nothing told where someone else wrote since the tab was read.
    pub async fn remember(&self, tab: &Tab, state: &TabState) -> Result<Option<Fill>, SheetsError> {
        let request = BatchUpdateSpreadsheetRequest {
            requests: Some(requests::guard(tab, state)),
            include_spreadsheet_in_response: Some(true),
            ..Default::default()
        };
        match self.update(&request, Fill::FIELDS).await {
            Ok(answer) => Ok(Some(Fill::read(answer))),
            Err(error) => unless_conflict(tab, error).map(|_| None),
        }
    }

    /// All rows below the header, our columns in our order, wherever people have moved them.
    pub async fn rows(&self, tab: &Tab) -> Result<Vec<TabRow>, SheetsError> {
        let request = requests::all_rows(tab);
        let read = || {
            let call = self
                .hub
                .spreadsheets()
                .values_batch_get_by_data_filter(request.clone(), &self.spreadsheet_id);
            call.doit()
        };
        let (_, response) = self
            .google
            .call("sheets.spreadsheets.values.batchGetByDataFilter", read)
            .await?;
        Ok(values::rows(tab, response))
    }

    /// Where the columns of a memory will be; nothing when the tab is gone. Only a memory with further columns needs to
    /// know how wide the grid is.
    async fn columns_for(&self, tab: &Tab, state: &TabState) -> Result<Option<NewColumns>, SheetsError> {
        let added = tab.columns_added_by(state);
        if added.is_empty() {
            return Ok(Some(NewColumns {
                places: tab.columns.clone(),
                requests: Vec::new(),
            }));
        }
        let properties = self.properties("title,gridProperties.columnCount").await?;
        let own = properties
            .into_iter()
            .find(|other| other.sheet_id == Some(tab.sheet_id));
        let own = own.and_then(|own| Some((own.grid_properties?.column_count?, own.title?)));
        Ok(own.map(|(width, title)| {
            let places = (width..)
                .zip(&added)
                .map(|(place, _)| usize::try_from(place).ok());
            NewColumns {
                places: tab.columns.iter().copied().chain(places).collect(),
                requests: requests::add_columns(tab, &added, width, &title),
            }
        }))
    }

    async fn guarded(
        &self,
        tab: &Tab,
        state: &TabState,
        requests: Vec<Request>,
    ) -> Result<Written, SheetsError> {
        let guarded = [requests::guard(tab, state), requests].concat();
        match self.batch_update(guarded).await {
            Ok(()) => Ok(Written::Stored),
            Err(error) => unless_conflict(tab, error),
        }
    }

    async fn batch_update(&self, requests: Vec<Request>) -> Result<(), SheetsError> {
        let request = BatchUpdateSpreadsheetRequest {
            requests: Some(requests),
            ..Default::default()
        };
        self.update(&request, "spreadsheetId").await.map(drop)
    }

    /// Carries out a batch and answers the fields that are asked for.
    async fn update(
        &self,
        request: &BatchUpdateSpreadsheetRequest,
        fields: &str,
    ) -> Result<BatchUpdateSpreadsheetResponse, SheetsError> {
        let update = || {
            let call = self
                .hub
                .spreadsheets()
                .batch_update(request.clone(), &self.spreadsheet_id);
            call.param("fields", fields).doit()
        };
        let (_, answer) = self
            .google
            .call("sheets.spreadsheets.batchUpdate", update)
            .await?;
        Ok(answer)
    }

    /// A title that no tab has, or nothing when the tracking's tab exists after all.
    async fn free_title(&self, tracking: &str, wanted: &str) -> Result<Option<String>, SheetsError> {
        let tabs = self.properties("title").await?;
        if tabs.iter().any(|tab| tab.sheet_id == Some(sheet_id(tracking))) {
            return Ok(None);
        }
        let taken: HashSet<String> = tabs
            .into_iter()
            .filter_map(|tab| tab.title)
            .map(|t| t.to_lowercase())
            .collect();
        Ok(requests::numbered(wanted).find(|title| !taken.contains(&title.to_lowercase())))
    }

    /// Properties of all tabs, with their ids.
    async fn properties(&self, names: &str) -> Result<Vec<SheetProperties>, SheetsError> {
        let fields = format!("sheets.properties(sheetId,{names})");
        let get = || {
            let call = self.hub.spreadsheets().get(&self.spreadsheet_id);
            call.param("fields", &fields).doit()
        };
        let (_, spreadsheet) = self.google.call("sheets.spreadsheets.get", get).await?;
        let sheets = spreadsheet.sheets.into_iter().flatten();
        Ok(sheets.filter_map(|sheet| sheet.properties).collect())
    }
}

/// A guarded write that was refused because someone else wrote; any other refusal is an error.
fn unless_conflict(tab: &Tab, error: SheetsError) -> Result<Written, SheetsError> {
    if !error.is_conflict() || tab.unguarded {
        return Err(error);
    }
    tracing::warn!(
        error = &error as &dyn std::error::Error,
        "a guarded write was refused, reading again"
    );
    Ok(Written::Conflict)
}
