//! How values are read and written: the options of a call, from its query or its body.

use serde_json::Value;

use crate::google_error::GoogleError;
use crate::sheets::cell::Rendering;
use crate::sheets::query::Query;

/// Rows of values, or columns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::sheets) enum Major {
    Rows,
    Columns,
}

/// How typed values are taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Input {
    Raw,
    UserEntered,
}

/// Where the options of a call come from.
pub(super) enum Options<'a> {
    Query(&'a Query),
    Body(&'a Value),
}

impl Options<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        match self {
            Self::Query(query) => query.get(name),
            Self::Body(body) => body.get(name).and_then(Value::as_str),
        }
    }

    /// One of the names of an enum, also given as an integer.
    fn choice<'n>(&self, name: &str, kind: &str, names: &[&'n str]) -> Result<Option<&'n str>, GoogleError> {
        let Some(text) = self.get(name) else {
            return Ok(None);
        };
        let by_number = text.parse::<usize>().ok().and_then(|number| names.get(number));
        match names.iter().find(|known| **known == text).or(by_number) {
            Some(known) => Ok(Some(known)),
            None => Err(GoogleError::invalid_argument(format!(
                "Invalid value at '{}' (type.googleapis.com/google.apps.sheets.v4.{kind}), \"{text}\"",
                crate::sheets::schema::snake_case(name)
            ))),
        }
    }

    /// `includeValuesInResponse`
    pub(super) fn include_values(&self) -> bool {
        match self {
            Self::Query(query) => query.flag("includeValuesInResponse"),
            Self::Body(body) => body.get("includeValuesInResponse") == Some(&Value::Bool(true)),
        }
    }

    /// `majorDimension`
    pub(super) fn major(&self) -> Result<Major, GoogleError> {
        let names = ["DIMENSION_UNSPECIFIED", "ROWS", "COLUMNS"];
        Ok(match self.choice("majorDimension", "Dimension", &names)? {
            Some("COLUMNS") => Major::Columns,
            _ => Major::Rows,
        })
    }

    /// `valueInputOption`, which is required.
    pub(super) fn input(&self) -> Result<Input, GoogleError> {
        let names = ["INPUT_VALUE_OPTION_UNSPECIFIED", "RAW", "USER_ENTERED"];
        match self.choice("valueInputOption", "ValueInputOption", &names)? {
            Some("RAW") => Ok(Input::Raw),
            Some("USER_ENTERED") => Ok(Input::UserEntered),
            _ => Err(GoogleError::invalid_argument(
                "'valueInputOption' is required but not specified",
            )),
        }
    }

    /// `insertDataOption`: whether rows are inserted for what is appended.
    pub(super) fn inserts_rows(&self) -> Result<bool, GoogleError> {
        let names = ["OVERWRITE", "INSERT_ROWS"];
        Ok(self.choice("insertDataOption", "InsertDataOption", &names)? == Some("INSERT_ROWS"))
    }

    /// `valueRenderOption` and `dateTimeRenderOption`
    pub(super) fn rendering(&self) -> Result<Rendering, GoogleError> {
        self.rendering_named("valueRenderOption", "dateTimeRenderOption")
    }

    /// `responseValueRenderOption` and `responseDateTimeRenderOption`
    pub(super) fn response_rendering(&self) -> Result<Rendering, GoogleError> {
        self.rendering_named("responseValueRenderOption", "responseDateTimeRenderOption")
    }

    fn rendering_named(&self, value: &str, date: &str) -> Result<Rendering, GoogleError> {
        let dates = self.choice(
            date,
            "DateTimeRenderOption",
            &["SERIAL_NUMBER", "FORMATTED_STRING"],
        )?;
        let dates_as_text = dates == Some("FORMATTED_STRING");
        let names = ["FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA"];
        Ok(match self.choice(value, "ValueRenderOption", &names)? {
            Some("UNFORMATTED_VALUE") => Rendering::Unformatted { dates_as_text },
            Some("FORMULA") => Rendering::Formula { dates_as_text },
            _ => Rendering::Formatted,
        })
    }
}
