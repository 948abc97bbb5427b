use chrono::{Duration, TimeZone};
use proptest::prelude::*;

use super::*;

fn at(minute: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 2, 28, 5, 30, 0).unwrap() + Duration::minutes(minute)
}

fn line(name: &str, values: impl IntoIterator<Item = Option<i64>>) -> Line {
    Line {
        name: name.to_owned(),
        points: values
            .into_iter()
            .zip(0..)
            .map(|(value, minute)| (at(minute), value.map(|cents| Decimal::new(cents, 2))))
            .collect(),
        ahead: None,
    }
}

fn picture(title: &str, left: Vec<Line>, right: Vec<Line>) -> Picture {
    Picture {
        title: title.to_owned(),
        zone: Tz::Asia__Hong_Kong,
        left,
        right,
    }
}

/// The pixels of a PNG, which has to be of the right size; kept in CHART_PICTURES for those who want to look at it.
fn decoded(name: &str, png: &[u8]) -> Vec<u8> {
    if let Some(folder) = std::env::var_os("CHART_PICTURES") {
        std::fs::write(std::path::Path::new(&folder).join(format!("{name}.png")), png).unwrap();
    }
    let decoder = png::Decoder::new(std::io::Cursor::new(png));
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    assert_eq!((info.width, info.height), (WIDTH, HEIGHT), "{name}");
    assert!(png.len() < 200_000, "{name}: {} bytes", png.len());
    pixels
}

fn draw_one(name: &str, picture: &Picture) -> Vec<u8> {
    decoded(name, &draw(picture).unwrap())
}

fn coloured(pixels: &[u8]) -> usize {
    pixels
        .chunks(3)
        .filter(|pixel| pixel.iter().max().unwrap() - pixel.iter().min().unwrap() > 60)
        .count()
}

#[test]
fn every_kind_of_tracking_has_a_picture_with_its_lines_in_it() {
    let price = || {
        (0..90).map(|i| {
            Some(if i < 40 {
                12_890
            } else if i < 70 {
                11_500
            } else {
                13_950
            })
        })
    };
    let stock = || (0..90).map(|i| (!(30..45).contains(&i)).then_some(i64::from(240 - i * 2) * 100));
    let long = "IVE (아이브) 2026 팬사인회 簽名會 [Offline Photocard Event] 売り切れ".repeat(3);
    let members = ["안유진", "REI レイ", "張員瑛 Wonyoung", "LIZ 리즈", "이서"];
    let sold = |scale: i64| line("", (0..200).map(move |i| Some(i64::from(i) / 7 * scale * 100)));
    let items = members.iter().zip(1..).map(|(name, scale)| Line {
        name: (*name).to_owned(),
        ..sold(scale)
    });
    let many = (0..10_000).map(|i| (i % 977 != 0).then_some(i64::from(i * 7919 % 10_007) * 100));
    for (name, title, left, right) in [
        (
            "both",
            "demo ABC 安俞真",
            vec![line("價格 HKD", price())],
            vec![line("存貨", stock())],
        ),
        ("price", "demo ABC", vec![line("price KRW", price())], vec![]),
        (
            "stock",
            &long,
            vec![line("price", [None, None])],
            vec![line("stock", stock())],
        ),
        (
            "one",
            "안유진",
            vec![line("price", [Some(12_890)])],
            vec![line("stock", [Some(0)])],
        ),
        (
            "two",
            "two",
            vec![line("price", [Some(12_890), None])],
            vec![line("stock", [Some(500), Some(400)])],
        ),
        (
            "flat",
            "zero range",
            vec![line("price", vec![Some(100); 60])],
            vec![line("stock", vec![Some(0); 60])],
        ),
        (
            "items",
            "ktown4u 簽名會",
            vec![],
            [line("total sold", (0..200).map(|i| Some(i64::from(i) * 220)))]
                .into_iter()
                .chain(items)
                .collect(),
        ),
        ("many", "10,000", vec![], vec![line("stock", many)]),
        (
            "huge",
            "huge",
            vec![line("x", [Some(i64::MAX), Some(i64::MIN)])],
            vec![line(&long, [Some(i64::MAX)])],
        ),
    ] {
        let pixels = draw_one(name, &picture(title, left, right));
        assert!(
            coloured(&pixels) > 300,
            "{name}: {} coloured pixels",
            coloured(&pixels)
        );
    }
}

#[test]
fn where_nothing_was_read_there_is_no_picture_but_an_error() {
    for left in [vec![], vec![line("price", [None, None])]] {
        let drawn = draw(&picture("x", left, vec![]));
        assert!(matches!(drawn, Err(ChartError::Empty)), "{drawn:?}");
    }
}

/// How many pixels are dark where the title stands.
fn ink(title: &str) -> usize {
    let pixels = draw_one("ink", &picture(title, vec![line("a", [Some(1)])], vec![]));
    let title = &pixels[..(WIDTH * 85 * 3) as usize];
    title.chunks(3).filter(|pixel| pixel[0] < 128).count()
}

#[test]
fn chinese_and_korean_titles_are_written_and_no_boxes() {
    let boxes = ink("\u{25A1}\u{25A1}\u{25A1}");
    let inks: Vec<usize> = ["簽名會", "안유진", "日本語", "一一一"].map(ink).into();
    for (index, ink) in inks.iter().enumerate() {
        assert!(*ink > 100 && *ink != boxes, "{inks:?} and boxes {boxes}");
        assert!(
            inks[..index].iter().all(|other| other != ink),
            "each script differs: {inks:?}"
        );
    }
    assert_eq!(
        ink("\u{0E01}\u{0E02}\u{0E03}"),
        boxes,
        "what the font has not is a box"
    );
}

#[test]
fn a_gap_is_not_bridged() {
    let columns = |values: Vec<Option<i64>>| {
        let pixels = draw_one("gap", &picture("x", vec![line("a", values)], vec![]));
        let below_legend = pixels.chunks((WIDTH * 3) as usize).skip(260).take(540);
        let mut seen = vec![false; WIDTH as usize];
        for row in below_legend {
            for (seen, pixel) in seen.iter_mut().zip(row.chunks(3)) {
                *seen |= pixel[2] > pixel[0].saturating_add(60);
            }
        }
        seen[300..1100].iter().filter(|seen| **seen).count()
    };
    let whole = columns(vec![Some(500); 30]);
    let half = columns((0..30).map(|i| (!(8..20).contains(&i)).then_some(500)).collect());
    assert!(whole > 750 && half < 550, "{whole} and {half}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn whatever_comes_is_drawn_or_refused(
        title in "\\PC{0,60}",
        name in ".{0,40}",
        points in prop::collection::vec((any::<i64>(), prop::option::of((any::<i64>(), 0_u32..28))), 0..40),
    ) {
        let points = points.into_iter().map(|(at, value)| {
            let at = DateTime::from_timestamp(at % 9_000_000_000_000, 0).unwrap_or_default();
            (at, value.map(|(digits, scale)| Decimal::new(digits, scale)))
        });
        let line = Line { name, points: points.collect(), ahead: None };
        let drawn = draw(&picture(&title, vec![line.clone()], vec![line]));
        prop_assert!(matches!(drawn, Ok(_) | Err(ChartError::Empty)));
    }
}

#[test]
fn what_is_expected_is_drawn_behind_the_last_reading_in_its_lines_colour() {
    let sold = |end: i64| Line {
        ahead: Some(Ahead {
            at: at(end),
            likely: Decimal::from(180),
            range: (Decimal::from(150), Decimal::from(230)),
        }),
        ..line("REI", (0..90).map(|minute| Some(minute * 100)))
    };
    let other = Line {
        ahead: Some(Ahead {
            at: at(240),
            likely: Decimal::from(60),
            range: (Decimal::from(55), Decimal::from(75)),
        }),
        ..line("LIZ", (0..90).map(|minute| Some(minute * 50)))
    };
    let without = draw_one("not_ahead", &picture("demo ABC", vec![], vec![sold(80)]));
    let with = draw_one("ahead", &picture("demo ABC", vec![], vec![sold(240), other]));
    let right = |pixels: &[u8]| {
        let rows = pixels.chunks((WIDTH * 3) as usize).skip(300);
        rows.map(|row| coloured(&row[(WIDTH * 3 / 2) as usize..]))
            .sum::<usize>()
    };
    let marks = |pixels: &[u8]| right(pixels) > 2_000;
    assert!(marks(&with), "a dotted line and a bar: {}", right(&with));
    assert_ne!(
        with, without,
        "what is not ahead of the last reading is not drawn"
    );
}
