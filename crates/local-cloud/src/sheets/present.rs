//! A spreadsheet as the API's JSON, no more of it than the caller asks for.

use std::collections::HashMap;
use std::ops::Range;

use serde_json::{Map, Value, json};

use super::book::Book;
use super::mask::Mask;
use super::metadata;
use super::refusal::Refusal;
use super::selection::{Area, Selection};
use super::tab::{Dimension, Tab};

/// Pixels of a row or column that nobody has resized.
const ROW_PIXELS: u32 = 21;
const COLUMN_PIXELS: u32 = 100;

/// What the caller asks for.
pub(super) struct View<'a> {
    /// The parts; `None` is everything, and without cells where these are not asked for.
    pub(super) selections: Option<Vec<Selection>>,
    pub(super) include_grid_data: bool,
    pub(super) mask: Option<&'a Mask>,
}

impl View<'_> {
    /// A mask decides alone; without one the flag decides about the cells.
    fn wants(&self, path: &[&str]) -> bool {
        match self.mask {
            Some(mask) => mask.includes(path),
            None => path.get(1) != Some(&"data") || self.include_grid_data,
        }
    }

    fn wants_metadata(&self) -> bool {
        let places: [&[&str]; 4] = [
            &["developerMetadata"],
            &["sheets", "developerMetadata"],
            &["sheets", "data", "rowMetadata"],
            &["sheets", "data", "columnMetadata"],
        ];
        places.into_iter().any(|place| self.wants(place))
    }
}

/// Developer metadata by the sheet that it is kept at or in; none is the spreadsheet itself.
type Metadata = HashMap<Option<i64>, Vec<Value>>;

/// The API's `Spreadsheet`, before the mask is laid over it.
pub(super) fn spreadsheet(book: &Book<'_>, view: &View<'_>) -> Result<Value, Refusal> {
    let mut metadata = Metadata::new();
    if view.wants_metadata() {
        for one in metadata::all(book)? {
            metadata.entry(metadata::sheet_of(&one)).or_default().push(one);
        }
    }
    let mut answer = json!({
        "spreadsheetId": book.id,
        "properties": book.properties,
        "sheets": sheets(book, view, &metadata)?,
        "spreadsheetUrl": format!("https://docs.google.com/spreadsheets/d/{}/edit", book.id),
    });
    put_list(&mut answer, "namedRanges", book.named_ranges.clone());
    let own = metadata.remove(&None).unwrap_or_default();
    put_list(&mut answer, "developerMetadata", own);
    Ok(answer)
}

fn sheets(book: &Book<'_>, view: &View<'_>, metadata: &Metadata) -> Result<Vec<Value>, Refusal> {
    let mut sheets = Vec::new();
    for (index, tab) in book.tabs.iter().enumerate() {
        let areas = match &view.selections {
            None => vec![Selection::whole(tab.sheet_id).clipped(tab)],
            Some(selections) => {
                let here = selections
                    .iter()
                    .filter(|selection| selection.sheet_id == tab.sheet_id);
                here.map(|selection| selection.existing(tab))
                    .collect::<Result<_, _>>()?
            }
        };
        if !areas.is_empty() {
            let own = metadata.get(&Some(tab.sheet_id)).map_or(&[][..], Vec::as_slice);
            sheets.push(sheet(book, view, tab, index, &areas, own)?);
        }
    }
    Ok(sheets)
}

fn sheet(
    book: &Book<'_>,
    view: &View<'_>,
    tab: &Tab,
    index: usize,
    areas: &[Area],
    metadata: &[Value],
) -> Result<Value, Refusal> {
    let mut sheet = json!({ "properties": tab.properties_at(index) });
    if view.wants(&["sheets", "data"]) {
        let data = areas
            .iter()
            .map(|area| grid_data(book, view, tab, area, metadata));
        sheet["data"] = Value::Array(data.collect::<Result<_, _>>()?);
    }
    let parts = &tab.parts;
    let lists = [
        ("merges", &parts.merges),
        ("charts", &parts.charts),
        ("protectedRanges", &parts.protected_ranges),
        ("filterViews", &parts.filter_views),
        ("conditionalFormats", &parts.conditional_formats),
    ];
    for (name, list) in lists
        .into_iter()
        .filter(|(name, _)| view.wants(&["sheets", *name]))
    {
        put_list(&mut sheet, name, list.clone());
    }
    if let Some(filter) = &parts.basic_filter {
        sheet["basicFilter"] = filter.clone();
    }
    let own = metadata
        .iter()
        .filter(|metadata| metadata::span_of(metadata).is_none());
    put_list(&mut sheet, "developerMetadata", own.cloned().collect());
    Ok(sheet)
}

fn grid_data(
    book: &Book<'_>,
    view: &View<'_>,
    tab: &Tab,
    area: &Area,
    metadata: &[Value],
) -> Result<Value, Refusal> {
    let mut data = json!({});
    if area.rows.start > 0 {
        data["startRow"] = json!(area.rows.start);
    }
    if area.columns.start > 0 {
        data["startColumn"] = json!(area.columns.start);
    }
    if view.wants(&["sheets", "data", "rowData"]) {
        put_list(&mut data, "rowData", row_data(book, area)?);
    }
    for (name, dimension, span) in [
        ("rowMetadata", Dimension::Rows, &area.rows),
        ("columnMetadata", Dimension::Columns, &area.columns),
    ] {
        if view.wants(&["sheets", "data", name]) {
            put_list(
                &mut data,
                name,
                dimension_metadata(tab, dimension, span, metadata),
            );
        }
    }
    Ok(data)
}

/// Up to the last row that holds anything, and in each up to the last cell that does.
fn row_data(book: &Book<'_>, area: &Area) -> Result<Vec<Value>, Refusal> {
    let mut data = Vec::new();
    for (row, cells) in book.rows(area.sheet_id).read(&area.rows)? {
        let mut values: Vec<Value> = Vec::new();
        for (column, cell) in cells.range(area.columns.clone()) {
            values.resize(offset(*column, area.columns.start), json!({}));
            values.push(cell.data());
        }
        if !values.is_empty() {
            data.resize(offset(row, area.rows.start), json!({}));
            data.push(json!({ "values": values }));
        }
    }
    Ok(data)
}

fn offset(index: u32, start: u32) -> usize {
    usize::try_from(index - start).unwrap_or(usize::MAX)
}

fn dimension_metadata(tab: &Tab, dimension: Dimension, span: &Range<u32>, metadata: &[Value]) -> Vec<Value> {
    let (known, pixels) = match dimension {
        Dimension::Rows => (&tab.parts.rows, ROW_PIXELS),
        Dimension::Columns => (&tab.parts.columns, COLUMN_PIXELS),
    };
    let own: Vec<(Range<u32>, &Value)> = metadata
        .iter()
        .filter_map(|metadata| {
            let (_, own, span) = metadata::span_of(metadata)?;
            (own == dimension).then_some((span, metadata))
        })
        .collect();
    let properties = |index: u32| {
        let mut properties = Map::from_iter([("pixelSize".to_owned(), json!(pixels))]);
        if let Some(Value::Object(changed)) = known.get(&index) {
            properties.extend(changed.clone());
        }
        let mut properties = Value::Object(properties);
        let here = own
            .iter()
            .filter(|(span, _)| span.contains(&index))
            .map(|(_, metadata)| (*metadata).clone());
        put_list(&mut properties, "developerMetadata", here.collect());
        properties
    };
    span.clone().map(properties).collect()
}

/// The API leaves empty lists out.
fn put_list(object: &mut Value, name: &str, list: Vec<Value>) {
    if !list.is_empty() {
        object[name] = Value::Array(list);
    }
}
