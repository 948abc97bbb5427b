//! Painting: title, legend, axes and lines onto white.

use std::fmt::Display;

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::axis::Axis;
use crate::clock::Clock;
use crate::legend::{self, Entry};
use crate::line::Track;
use crate::text::Face;
use crate::{ChartError, HEIGHT, Line, Picture, WIDTH};

const MARGIN: i32 = 36;
/// What may be written upon, between the margins.
const INSIDE: u32 = WIDTH - 2 * MARGIN as u32;
/// Heights of letters.
const TITLE: u32 = 76;
const SMALL: u32 = 50;
/// Where the time's words, and the legend, begin.
const SUBTITLE: i32 = 96;
const LEGEND: i32 = 158;
/// Half a line's thickness.
const HALF: i32 = 3;
const DOT: i32 = 10;
/// Distance of the dots that lead to what is expected, and of the bars of several lines.
const DOTS: i32 = 16;
const BARS: i32 = 26;

const INK: RGBColor = RGBColor(33, 37, 41);
const FAINT: RGBColor = RGBColor(95, 103, 110);
const GRID: RGBColor = RGBColor(222, 226, 230);
/// Told apart by people who see fewer colours, too (after Okabe and Ito, darker for the white ground).
const COLOURS: [RGBColor; 7] = [
    RGBColor(0, 95, 170),
    RGBColor(208, 80, 0),
    RGBColor(0, 130, 95),
    RGBColor(170, 60, 130),
    RGBColor(70, 160, 215),
    RGBColor(200, 140, 0),
    RGBColor(90, 90, 90),
];

type Canvas<'a> = DrawingArea<BitMapBackend<'a>, Shift>;

/// The lines of one axis, and the axis.
struct Side {
    axis: Axis,
    tracks: Vec<Track>,
    /// The place of its first line among all.
    first: usize,
}

/// Where the lines are, in pixels.
struct Frame {
    left: i32,
    right: i32,
    top: i32,
    bottom: i32,
    time: std::ops::Range<f64>,
}

/// The pixels, row by row.
pub(crate) fn paint(picture: &Picture) -> Result<Vec<u8>, ChartError> {
    let face = Face::load()?;
    let (left, right) = (drawn(&picture.left), drawn(&picture.right));
    let (left, right, are_prices) = if left.is_empty() {
        (right, left, false)
    } else {
        (left, right, true)
    };
    let sides = [
        Side::of(&left, !are_prices, 0),
        Side::of(&right, true, left.len()),
    ];
    let clock = clock(picture, &sides).ok_or(ChartError::Empty)?;
    let names = left.iter().chain(&right).map(|line| line.name.as_str());
    let entries = legend::entries(
        names.zip(sides.iter().flat_map(|side| &side.tracks)),
        &face,
        INSIDE,
    );

    let mut pixels = vec![0; (WIDTH * HEIGHT * 3) as usize];
    let canvas = BitMapBackend::with_buffer(&mut pixels, (WIDTH, HEIGHT)).into_drawing_area();
    canvas.fill(&WHITE).map_err(drawing)?;
    write(
        &canvas,
        &face.fit(&picture.title, TITLE, INSIDE),
        (MARGIN, 16),
        TITLE,
        INK,
        HPos::Left,
    )?;
    let words = face.fit(&clock.words(), SMALL, INSIDE);
    write(&canvas, &words, (MARGIN, SUBTITLE), SMALL, FAINT, HPos::Left)?;
    paint_legend(&canvas, &entries)?;
    let frame = Frame::below(&entries, &clock, &sides, &face);
    paint_axes(&canvas, &frame, &clock, &sides)?;
    for side in &sides {
        for (track, line) in side.tracks.iter().zip(side.first..) {
            let colour = COLOURS[line % COLOURS.len()];
            paint_line(&canvas, &frame, &side.axis, track, colour)?;
            paint_ahead(&canvas, &frame, &side.axis, (track, line), colour)?;
        }
    }
    canvas.present().map_err(drawing)?;
    drop(canvas);
    Ok(pixels)
}

impl Side {
    fn of(lines: &[&Line], are_counts: bool, first: usize) -> Self {
        let tracks: Vec<Track> = lines.iter().map(|line| Track::of(line)).collect();
        Self {
            axis: Axis::of(&tracks, are_counts),
            tracks,
            first,
        }
    }

    /// The axis has the colour of its line, where it is of one.
    fn colour(&self) -> RGBColor {
        if self.tracks.len() == 1 {
            COLOURS[self.first % COLOURS.len()]
        } else {
            INK
        }
    }

    /// The room that its figures need.
    fn width(&self, face: &Face) -> i32 {
        let labels = self.axis.ticks.iter().map(|tick| self.axis.label(*tick));
        let widest = labels.map(|label| face.width(&label, SMALL)).max().unwrap_or(0);
        if self.tracks.is_empty() {
            0
        } else {
            pixels(widest) + 18
        }
    }
}

impl Frame {
    fn below(entries: &[Entry], clock: &Clock, sides: &[Side; 2], face: &Face) -> Self {
        let rows = entries.last().map_or(0, |entry| entry.row + 1);
        Self {
            left: MARGIN + sides[0].width(face),
            right: pixels(WIDTH) - MARGIN - sides[1].width(face),
            top: LEGEND + pixels(rows * legend::ROW) + 24,
            bottom: pixels(HEIGHT) - MARGIN - pixels(SMALL),
            time: clock.range(),
        }
    }

    fn x(&self, at: f64) -> i32 {
        let share = (at - self.time.start) / (self.time.end - self.time.start);
        self.left + (share * f64::from(self.right - self.left)).round() as i32
    }

    fn y(&self, value: f64, axis: &Axis) -> i32 {
        let share = (value - axis.from) / (axis.to - axis.from);
        self.bottom - (share * f64::from(self.bottom - self.top)).round() as i32
    }
}

fn drawn(lines: &[Line]) -> Vec<&Line> {
    let has_values = |line: &&Line| Track::of(line).last().is_some();
    lines.iter().filter(has_values).collect()
}

/// From the first sample to the last of all lines, with a reading or without.
fn clock(picture: &Picture, sides: &[Side; 2]) -> Option<Clock> {
    let tracks = || sides.iter().flat_map(|side| &side.tracks);
    let first = tracks()
        .filter_map(|track| track.points.first())
        .map(|(at, _)| *at)
        .min()?;
    let last = tracks().filter_map(Track::end).max()?;
    Some(Clock::new(picture.zone, first, last))
}

fn paint_legend(canvas: &Canvas<'_>, entries: &[Entry]) -> Result<(), ChartError> {
    for entry in entries {
        let (x, y) = (MARGIN + pixels(entry.x), LEGEND + pixels(entry.row * legend::ROW));
        let middle = y + middle_of(legend::SIZE);
        let colour = COLOURS[entry.line % COLOURS.len()];
        let mark = pixels(legend::MARK);
        rectangle(canvas, (x, middle - 5), (x + mark - 12, middle + 5), colour)?;
        write(canvas, &entry.text, (x + mark, y), legend::SIZE, INK, HPos::Left)?;
    }
    Ok(())
}

fn paint_axes(
    canvas: &Canvas<'_>,
    frame: &Frame,
    clock: &Clock,
    sides: &[Side; 2],
) -> Result<(), ChartError> {
    let edges = [(frame.left - 14, HPos::Right), (frame.right + 14, HPos::Left)];
    for (index, (side, (x, side_of))) in sides.iter().zip(edges).enumerate() {
        for tick in side.axis.ticks.iter().filter(|_| !side.tracks.is_empty()) {
            let y = frame.y(*tick, &side.axis);
            if index == 0 {
                rectangle(canvas, (frame.left, y - 1), (frame.right, y), GRID)?;
            }
            let corner = (x, y - middle_of(SMALL));
            write(
                canvas,
                &side.axis.label(*tick),
                corner,
                SMALL,
                side.colour(),
                side_of,
            )?;
        }
    }
    rectangle(
        canvas,
        (frame.left, frame.bottom),
        (frame.right, frame.bottom + 2),
        FAINT,
    )?;
    for tick in clock.ticks() {
        let x = frame.x(tick);
        rectangle(canvas, (x - 1, frame.bottom), (x + 1, frame.bottom + 10), FAINT)?;
        paint_time(canvas, frame, &clock.label(tick), x)?;
    }
    Ok(())
}

/// Below its tick, and not beyond the picture's edge.
fn paint_time(canvas: &Canvas<'_>, frame: &Frame, label: &str, x: i32) -> Result<(), ChartError> {
    let half = pixels(Face::load()?.width(label, SMALL)) / 2;
    let x = x.clamp(half + 4, (pixels(WIDTH) - half - 4).max(half + 4));
    write(canvas, label, (x, frame.bottom + 22), SMALL, FAINT, HPos::Center)
}

/// Dots from the last value to where it is expected to end, and a bar for the range; bars of several lines stand side by side.
fn paint_ahead(
    canvas: &Canvas<'_>,
    frame: &Frame,
    axis: &Axis,
    (track, place): (&Track, usize),
    colour: RGBColor,
) -> Result<(), ChartError> {
    let (Some(goal), Some((at, value))) = (track.ahead, track.last()) else {
        return Ok(());
    };
    let (x, y) = (frame.x(at as f64), frame.y(value, axis));
    let aside = i32::try_from(place).unwrap_or_default() * BARS;
    let (end_x, end_y) = (frame.x(goal.at as f64) - aside, frame.y(goal.likely, axis));
    let dots = ((end_x - x) / DOTS).max(0);
    for n in 1..dots {
        let along = |from: i32, to: i32| from + (to - from) * n / dots;
        dot(canvas, (along(x, end_x), along(y, end_y)), HALF, colour)?;
    }
    let (low, high) = (frame.y(goal.low, axis), frame.y(goal.high, axis));
    rectangle(canvas, (end_x - 1, high), (end_x + 1, low), colour)?;
    for cap in [low, high] {
        rectangle(canvas, (end_x - DOT, cap - 1), (end_x + DOT, cap + 1), colour)?;
    }
    rectangle(
        canvas,
        (end_x - DOT, end_y - HALF),
        (end_x + DOT, end_y + HALF),
        colour,
    )
}

/// Steps made of rectangles: a value holds until the next one. A dot marks the last, and one that stands alone.
fn paint_line(
    canvas: &Canvas<'_>,
    frame: &Frame,
    axis: &Axis,
    track: &Track,
    colour: RGBColor,
) -> Result<(), ChartError> {
    let place = |(at, value): (i64, f64)| (frame.x(at as f64), frame.y(value, axis));
    for stretch in track.stretches() {
        let mut places: Vec<(i32, i32)> = stretch.into_iter().map(place).collect();
        // Of ten thousand samples most fall on the pixel of the one before.
        places.dedup();
        for pair in places.windows(2) {
            let ((x, y), (next_x, next_y)) = (pair[0], pair[1]);
            rectangle(canvas, (x - HALF, y - HALF), (next_x + HALF, y + HALF), colour)?;
            let (high, low) = (y.min(next_y), y.max(next_y));
            rectangle(
                canvas,
                (next_x - HALF, high - HALF),
                (next_x + HALF, low + HALF),
                colour,
            )?;
        }
        if let [alone] = places[..] {
            dot(canvas, alone, HALF + 2, colour)?;
        }
    }
    track
        .last()
        .map_or(Ok(()), |last| dot(canvas, place(last), DOT, colour))
}

fn rectangle(
    canvas: &Canvas<'_>,
    from: (i32, i32),
    to: (i32, i32),
    colour: RGBColor,
) -> Result<(), ChartError> {
    canvas
        .draw(&Rectangle::new([from, to], colour.filled()))
        .map_err(drawing)
}

fn dot(canvas: &Canvas<'_>, at: (i32, i32), radius: i32, colour: RGBColor) -> Result<(), ChartError> {
    canvas
        .draw(&Circle::new(at, radius, colour.filled()))
        .map_err(drawing)
}

fn write(
    canvas: &Canvas<'_>,
    text: &str,
    at: (i32, i32),
    size: u32,
    colour: RGBColor,
    side: HPos,
) -> Result<(), ChartError> {
    if text.is_empty() {
        return Ok(());
    }
    let style = TextStyle::from(Face::size(size))
        .color(&colour)
        .pos(Pos::new(side, VPos::Top));
    canvas.draw(&Text::new(text, at, style)).map_err(drawing)
}

/// The middle of capitals and digits below the place at which a text of a size is written.
fn middle_of(size: u32) -> i32 {
    pixels(size) * 27 / 100
}

fn pixels(length: u32) -> i32 {
    i32::try_from(length).unwrap_or(i32::MAX)
}

fn drawing(error: impl Display) -> ChartError {
    ChartError::Drawing(error.to_string())
}
