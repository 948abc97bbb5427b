//! The requests of each write, built without any effect.

use domain::{Cell, Column, Row, TabState, sheet_id};
use google_sheets4::api::{
    AddNamedRangeRequest, AddSheetRequest, AppendCellsRequest, BatchGetValuesByDataFilterRequest, CellData,
    CellFormat, CreateDeveloperMetadataRequest, DataFilter, DeleteNamedRangeRequest, DeveloperMetadata,
    DimensionProperties, DimensionRange, ExtendedValue, GridCoordinate, GridProperties, GridRange,
    InsertDimensionRequest, NamedRange, NumberFormat, Request, RowData, SheetProperties, TextFormat,
    UpdateCellsRequest, UpdateDeveloperMetadataRequest, UpdateDimensionPropertiesRequest,
};
use google_sheets4::common::FieldMask;

use crate::chart;
use crate::metadata::{self, Tab};

/// Written cells carry their own number format: rows that people insert would not inherit it.
const CELL_FIELDS: [&str; 2] = ["userEnteredValue", "userEnteredFormat.numberFormat"];

/// Our columns' present places.
pub(crate) type Places = [Option<usize>];

/// A new tab with header, widths, memory, guard, its first rows and its chart.
pub(crate) fn create(tracking: &str, title: &str, rows: &[Row], state: &TabState) -> Vec<Request> {
    let id = sheet_id(tracking);
    let columns = state.columns();
    let places: Vec<Option<usize>> = (0..columns.len()).map(Some).collect();
    let placed: Vec<(i32, Column)> = (0..).zip(columns.clone()).collect();
    let chart = on_own_column(id, title, &placed, count(columns.len()));
    let mut requests = vec![add_sheet(
        id,
        title,
        columns.len() + usize::from(!chart.is_empty()),
    )];
    requests.extend(dress(tracking, &columns, 0));
    requests.push(create_metadata(metadata::of_new_tab(tracking, state)));
    requests.push(add_guard(id, state.revision));
    requests.push(append_cells(id, &places, rows));
    requests.extend(chart);
    requests
}

/// New columns right of everything. They are inserted at the grid's end rather than written to: should a person have
/// added a column there meanwhile, it is pushed aside and stays as it is. The first figures bring the chart.
pub(crate) fn add_columns(tab: &Tab, columns: &[Column], grid_width: i32, title: &str) -> Vec<Request> {
    let behind = grid_width.saturating_add(count(columns.len()));
    let known = tab.state.columns();
    let chart = if known.iter().any(|column| column.axis().is_some()) {
        Vec::new()
    } else {
        let places = tab.columns.iter().map(|place| i32::try_from((*place)?).ok());
        let known = places
            .zip(known)
            .filter_map(|(place, column)| Some((place?, column)));
        let placed: Vec<_> = known.chain((grid_width..).zip(columns.iter().cloned())).collect();
        on_own_column(tab.sheet_id, title, &placed, behind)
    };
    let length = count(columns.len() + usize::from(!chart.is_empty()));
    let insert = InsertDimensionRequest {
        range: Some(columns_range(tab.sheet_id, grid_width, length)),
        // Google takes an insertion behind the last column only so.
        inherit_from_before: Some(true),
    };
    let insert = Request {
        insert_dimension: Some(insert),
        ..Default::default()
    };
    std::iter::once(insert)
        .chain(dress(&tab.tracking, columns, grid_width))
        .chain(chart)
        .collect()
}

/// The chart of columns, and the width of the empty column that it lies on; nothing where there is nothing to draw.
fn on_own_column(id: i32, title: &str, columns: &[(i32, Column)], place: i32) -> Vec<Request> {
    let chart = chart::add(id, title, columns, place);
    chart.map_or_else(Vec::new, |chart| {
        vec![width(id, place, chart::COLUMN_PIXELS), chart]
    })
}

/// Rows below all others.
pub(crate) fn append(sheet_id: i32, places: &Places, rows: &[Row]) -> Vec<Request> {
    if rows.is_empty() {
        Vec::new()
    } else {
        vec![append_cells(sheet_id, places, rows)]
    }
}

/// A row in the place of another, cell by cell: what people have put between our columns stays.
pub(crate) fn overwrite(sheet_id: i32, places: &Places, row_index: i32, row: &Row) -> Vec<Request> {
    let cell_at = |(column, cell): (&Option<usize>, &Cell)| {
        let start = GridCoordinate {
            sheet_id: Some(sheet_id),
            row_index: Some(row_index),
            column_index: Some(i32::try_from((*column)?).ok()?),
        };
        let values = vec![RowData {
            values: Some(vec![cell_data(cell)]),
        }];
        let update = UpdateCellsRequest {
            start: Some(start),
            rows: Some(values),
            fields: Some(FieldMask::new(&CELL_FIELDS)),
            range: None,
        };
        Some(Request {
            update_cells: Some(update),
            ..Default::default()
        })
    };
    places.iter().zip(&row.cells).filter_map(cell_at).collect()
}

/// The guard's step from the revision that was read to the next one, and the memory that goes with it.
pub(crate) fn guard(tab: &Tab, state: &TabState) -> Vec<Request> {
    let delete = DeleteNamedRangeRequest {
        named_range_id: Some(guard_id(tab.sheet_id, tab.state.revision)),
    };
    let memory = UpdateDeveloperMetadataRequest {
        data_filters: Some(vec![metadata::memory_filter(tab)]),
        developer_metadata: Some(DeveloperMetadata {
            metadata_value: Some(metadata::memory_value(state)),
            ..Default::default()
        }),
        fields: Some(FieldMask::new(&["metadataValue"])),
    };
    let mut requests = Vec::with_capacity(3);
    if !tab.unguarded {
        requests.push(Request {
            delete_named_range: Some(delete),
            ..Default::default()
        });
    }
    requests.push(add_guard(tab.sheet_id, state.revision));
    requests.push(Request {
        update_developer_metadata: Some(memory),
        ..Default::default()
    });
    requests
}

/// Everything below the header, by sheet id: titles are people's.
pub(crate) fn all_rows(tab: &Tab) -> BatchGetValuesByDataFilterRequest {
    let range = GridRange {
        sheet_id: Some(tab.sheet_id),
        start_row_index: Some(1),
        ..Default::default()
    };
    BatchGetValuesByDataFilterRequest {
        data_filters: Some(vec![DataFilter {
            grid_range: Some(range),
            ..Default::default()
        }]),
        value_render_option: Some("UNFORMATTED_VALUE".to_owned()),
        date_time_render_option: Some("SERIAL_NUMBER".to_owned()),
        major_dimension: Some("ROWS".to_owned()),
    }
}

/// `demo ABC (2)`, `demo ABC (3)` ...
pub(crate) fn numbered(title: &str) -> impl Iterator<Item = String> {
    std::iter::once(title.to_owned()).chain((2..).map({
        let title = title.to_owned();
        move |number| format!("{title} ({number})")
    }))
}

fn add_sheet(id: i32, title: &str, columns: usize) -> Request {
    let grid = GridProperties {
        // A new tab has 26,000 cells unless it is created smaller; rows come as they are appended.
        row_count: Some(2),
        column_count: Some(count(columns)),
        frozen_row_count: Some(1),
        ..Default::default()
    };
    let properties = SheetProperties {
        sheet_id: Some(id),
        title: Some(title.to_owned()),
        grid_properties: Some(grid),
        ..Default::default()
    };
    Request {
        add_sheet: Some(AddSheetRequest {
            properties: Some(properties),
        }),
        ..Default::default()
    }
}

/// Headers, widths and marks of columns that stand side by side from an index on.
fn dress(tracking: &str, columns: &[Column], start: i32) -> Vec<Request> {
    let id = sheet_id(tracking);
    let placed = || (start..).zip(columns);
    let widths = placed().map(|(index, column)| width(id, index, column.width));
    let marks =
        placed().map(|(index, column)| create_metadata(metadata::of_new_column(tracking, column, index)));
    std::iter::once(header(id, columns, start))
        .chain(widths)
        .chain(marks)
        .collect()
}

fn header(id: i32, columns: &[Column], start: i32) -> Request {
    let bold = CellFormat {
        text_format: Some(TextFormat {
            bold: Some(true),
            ..Default::default()
        }),
        ..Default::default()
    };
    let cells = columns.iter().map(|column| CellData {
        user_entered_value: Some(text_value(&column.name)),
        user_entered_format: Some(bold.clone()),
        ..Default::default()
    });
    let update = UpdateCellsRequest {
        rows: Some(vec![RowData {
            values: Some(cells.collect()),
        }]),
        fields: Some(FieldMask::new(&[
            "userEnteredValue",
            "userEnteredFormat.textFormat.bold",
        ])),
        start: Some(GridCoordinate {
            sheet_id: Some(id),
            row_index: Some(0),
            column_index: Some(start),
        }),
        range: None,
    };
    Request {
        update_cells: Some(update),
        ..Default::default()
    }
}

/// A column that is inserted beside a hidden one would be hidden as well.
fn width(id: i32, index: i32, pixels: u16) -> Request {
    let update = UpdateDimensionPropertiesRequest {
        range: Some(columns_range(id, index, 1)),
        properties: Some(DimensionProperties {
            pixel_size: Some(i32::from(pixels)),
            hidden_by_user: Some(false),
            ..Default::default()
        }),
        fields: Some(FieldMask::new(&["pixelSize", "hiddenByUser"])),
        data_source_sheet_range: None,
    };
    Request {
        update_dimension_properties: Some(update),
        ..Default::default()
    }
}

fn columns_range(id: i32, start: i32, length: i32) -> DimensionRange {
    DimensionRange {
        sheet_id: Some(id),
        dimension: Some("COLUMNS".to_owned()),
        start_index: Some(start),
        end_index: Some(start.saturating_add(length)),
    }
}

fn count(length: usize) -> i32 {
    i32::try_from(length).unwrap_or(i32::MAX)
}

fn create_metadata(metadata: DeveloperMetadata) -> Request {
    let create = CreateDeveloperMetadataRequest {
        developer_metadata: Some(metadata),
    };
    Request {
        create_developer_metadata: Some(create),
        ..Default::default()
    }
}

/// A named range on the header's first cell. Its name is the tab's for good and its id holds the revision: two writers
/// that read the same revision cannot both delete the old one and add the new one.
fn add_guard(id: i32, revision: u64) -> Request {
    let range = GridRange {
        sheet_id: Some(id),
        start_row_index: Some(0),
        end_row_index: Some(1),
        start_column_index: Some(0),
        end_column_index: Some(1),
    };
    let named = NamedRange {
        named_range_id: Some(guard_id(id, revision)),
        name: Some(format!("signchronicle_{id}")),
        range: Some(range),
    };
    Request {
        add_named_range: Some(AddNamedRangeRequest {
            named_range: Some(named),
        }),
        ..Default::default()
    }
}

fn guard_id(sheet_id: i32, revision: u64) -> String {
    format!("signchronicle-{sheet_id}-{revision}")
}

fn append_cells(id: i32, places: &Places, rows: &[Row]) -> Request {
    let append = AppendCellsRequest {
        sheet_id: Some(id),
        rows: Some(rows.iter().map(|row| row_data(places, row)).collect()),
        fields: Some(FieldMask::new(&CELL_FIELDS)),
        table_id: None,
    };
    Request {
        append_cells: Some(append),
        ..Default::default()
    }
}

/// Our cells at our columns' present places, empty cells at those of people.
fn row_data(places: &Places, row: &Row) -> RowData {
    let width = places.iter().flatten().max().map_or(0, |last| last + 1);
    let mut values = vec![CellData::default(); width];
    for (place, cell) in places.iter().zip(&row.cells) {
        if let Some(place) = place.and_then(|place| values.get_mut(place)) {
            *place = cell_data(cell);
        }
    }
    RowData { values: Some(values) }
}

fn cell_data(cell: &Cell) -> CellData {
    let value = match cell {
        Cell::Empty => None,
        Cell::Text(text) => Some(text_value(text)),
        Cell::Time(_) | Cell::Number(_) => cell.serial().map(|number| ExtendedValue {
            number_value: Some(number),
            ..Default::default()
        }),
    };
    let format = cell.number_format().map(|(kind, pattern)| CellFormat {
        number_format: Some(NumberFormat {
            type_: Some(kind.to_owned()),
            pattern: Some(pattern.to_owned()),
        }),
        ..Default::default()
    });
    CellData {
        user_entered_value: value,
        user_entered_format: format,
        ..Default::default()
    }
}

/// A string value is stored as it is: a leading `=` makes no formula.
fn text_value(text: &str) -> ExtendedValue {
    ExtendedValue {
        string_value: Some(text.to_owned()),
        ..Default::default()
    }
}
