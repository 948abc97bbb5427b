//! A tracking's figures over time as a PNG for a phone: lines with steps, since a figure holds until the next reading says
//! otherwise, and gaps where nothing was read. Pure: figures and words in, bytes out; the font is compiled in.

mod axis;
mod clock;
mod legend;
mod line;
mod paint;
mod text;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use rust_decimal::Decimal;
use thiserror::Error;

/// Width of a picture in pixels.
pub const WIDTH: u32 = 1200;
/// Height of a picture in pixels.
pub const HEIGHT: u32 = 900;

/// What is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// What stands above it; cut to fit.
    pub title: String,
    /// The zone in which times are told.
    pub zone: Tz,
    /// What is measured by the left axis: prices. Where it is empty, the right one's figures are.
    pub left: Vec<Line>,
    /// What is measured by the right axis: counts.
    pub right: Vec<Line>,
}

/// One figure over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What it is called; cut to fit.
    pub name: String,
    /// Its value at each sample, in any order; none where nothing was read.
    pub points: Vec<Point>,
    /// Where it is expected to end: a dotted line to it, and a bar for the range.
    pub ahead: Option<Ahead>,
}

/// Where a figure is expected to be at a time to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ahead {
    /// When.
    pub at: DateTime<Utc>,
    /// The value that is expected.
    pub likely: Decimal,
    /// From where to where it may be.
    pub range: (Decimal, Decimal),
}

/// A sample's time and what was read then.
pub type Point = (DateTime<Utc>, Option<Decimal>);

/// A picture that could not be drawn.
#[derive(Debug, Error)]
pub enum ChartError {
    /// No line has a value.
    #[error("there is nothing to draw")]
    Empty,
    /// The compiled-in font is damaged.
    #[error("the chart's font is damaged")]
    Font,
    /// The drawing library refused.
    #[error("the chart was not drawn: {0}")]
    Drawing(String),
    /// The picture was not encoded.
    #[error("the chart was not encoded")]
    Encoding(#[from] png::EncodingError),
}

/// Draws a picture of [`WIDTH`] by [`HEIGHT`] pixels; the bytes are a PNG of well under 300 kB.
pub fn draw(picture: &Picture) -> Result<Vec<u8>, ChartError> {
    encode(&paint::paint(picture)?)
}

/// Eight bits each of red, green and blue.
fn encode(pixels: &[u8]) -> Result<Vec<u8>, ChartError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, WIDTH, HEIGHT);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(bytes)
}

#[cfg(test)]
mod tests;
