//! The files under `assets/`, compiled in as they are.

pub(super) const HTML: &str = "text/html; charset=utf-8";
pub(super) const CSS: &str = "text/css; charset=utf-8";
pub(super) const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
pub(super) const SVG: &str = "image/svg+xml";

pub(super) const INDEX: &str = include_str!("../../assets/index.html");

/// What the index loads, by the name under `/assets/`: its type and its text.
pub(super) const ASSETS: &[(&str, &str, &str)] = &[
    ("api.js", JAVASCRIPT, include_str!("../../assets/api.js")),
    ("app.js", JAVASCRIPT, include_str!("../../assets/app.js")),
    ("calls.js", JAVASCRIPT, include_str!("../../assets/calls.js")),
    ("chart.js", JAVASCRIPT, include_str!("../../assets/chart.js")),
    ("chat.js", JAVASCRIPT, include_str!("../../assets/chat.js")),
    ("clock.js", JAVASCRIPT, include_str!("../../assets/clock.js")),
    ("dom.js", JAVASCRIPT, include_str!("../../assets/dom.js")),
    (
        "entities.js",
        JAVASCRIPT,
        include_str!("../../assets/entities.js"),
    ),
    (
        "executions.js",
        JAVASCRIPT,
        include_str!("../../assets/executions.js"),
    ),
    ("faults.js", JAVASCRIPT, include_str!("../../assets/faults.js")),
    ("figures.js", JAVASCRIPT, include_str!("../../assets/figures.js")),
    ("files.js", JAVASCRIPT, include_str!("../../assets/files.js")),
    ("grid.js", JAVASCRIPT, include_str!("../../assets/grid.js")),
    ("icon.svg", SVG, include_str!("../../assets/icon.svg")),
    ("live.js", JAVASCRIPT, include_str!("../../assets/live.js")),
    ("log.js", JAVASCRIPT, include_str!("../../assets/log.js")),
    ("memory.js", JAVASCRIPT, include_str!("../../assets/memory.js")),
    ("panels.js", JAVASCRIPT, include_str!("../../assets/panels.js")),
    ("route.js", JAVASCRIPT, include_str!("../../assets/route.js")),
    ("rows.js", JAVASCRIPT, include_str!("../../assets/rows.js")),
    ("scale.js", JAVASCRIPT, include_str!("../../assets/scale.js")),
    ("sheet.js", JAVASCRIPT, include_str!("../../assets/sheet.js")),
    ("lone.js", JAVASCRIPT, include_str!("../../assets/lone.js")),
    ("silence.js", JAVASCRIPT, include_str!("../../assets/silence.js")),
    ("spark.js", JAVASCRIPT, include_str!("../../assets/spark.js")),
    ("style.css", CSS, include_str!("../../assets/style.css")),
    ("svg.js", JAVASCRIPT, include_str!("../../assets/svg.js")),
    ("time.js", JAVASCRIPT, include_str!("../../assets/time.js")),
    (
        "timeline.js",
        JAVASCRIPT,
        include_str!("../../assets/timeline.js"),
    ),
    (
        "trackings.js",
        JAVASCRIPT,
        include_str!("../../assets/trackings.js"),
    ),
    (
        "words-en.js",
        JAVASCRIPT,
        include_str!("../../assets/words-en.js"),
    ),
    (
        "words-zh.js",
        JAVASCRIPT,
        include_str!("../../assets/words-zh.js"),
    ),
    ("words.js", JAVASCRIPT, include_str!("../../assets/words.js")),
    ("views.css", CSS, include_str!("../../assets/views.css")),
];
