//! One JSON object per event: `time`, `severity`, `message`, `target`, the fields of the spans around it, its own.

use std::io::Write;

use chrono::{SecondsFormat, Utc};
use serde_json::{Map, Value};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::{LookupSpan, Scope, SpanRef};

use crate::fields::Fields;

/// Writes events as lines that Cloud Logging reads as structured entries.
pub(crate) struct JsonLines<W> {
    writer: W,
}

impl<W> JsonLines<W> {
    pub(crate) fn new(writer: W) -> Self {
        Self { writer }
    }
}

impl<S, W> Layer<S> for JsonLines<W>
where
    S: Subscriber + for<'span> LookupSpan<'span>,
    W: for<'writer> MakeWriter<'writer> + 'static,
{
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(fields);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        if let Some(fields) = span.extensions_mut().get_mut::<Fields>() {
            values.record(fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut own = Fields::default();
        event.record(&mut own);
        let head = head(event, &mut own);
        let mut line = Map::new();
        for span in context.event_scope(event).into_iter().flat_map(Scope::from_root) {
            line.extend(fields_of(&span));
        }
        line.extend(own.0);
        line.extend(head);
        let text = format!("{}\n", Value::Object(line));
        // There is nowhere left to report that standard error is closed.
        let _ = self.writer.make_writer().write_all(text.as_bytes());
    }
}

/// What every line begins with; takes the message out of the event's own fields.
fn head(event: &Event<'_>, own: &mut Fields) -> Map<String, Value> {
    let metadata = event.metadata();
    let time = Utc::now().to_rfc3339_opts(SecondsFormat::Micros, true);
    let message = own.0.remove("message").unwrap_or_else(|| metadata.name().into());
    [
        ("time", time.into()),
        ("severity", severity(metadata.level()).into()),
        ("message", message),
        ("target", metadata.target().into()),
    ]
    .into_iter()
    .map(|(name, value): (&str, Value)| (name.to_owned(), value))
    .collect()
}

fn fields_of<'a, S: LookupSpan<'a>>(span: &SpanRef<'a, S>) -> Map<String, Value> {
    let extensions = span.extensions();
    extensions
        .get::<Fields>()
        .map(|fields| fields.0.clone())
        .unwrap_or_default()
}

/// Cloud Logging's name of a level.
fn severity(level: &Level) -> &'static str {
    match *level {
        Level::ERROR => "ERROR",
        Level::WARN => "WARNING",
        Level::INFO => "INFO",
        Level::DEBUG | Level::TRACE => "DEBUG",
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex};

    use tracing_subscriber::Registry;
    use tracing_subscriber::layer::SubscriberExt;

    use super::*;

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What is written while `log` runs, each line as JSON.
    fn lines_of(log: impl FnOnce()) -> Vec<Value> {
        let lines = Lines::default();
        let writer = lines.clone();
        let subscriber = Registry::default().with(JsonLines::new(move || writer.clone()));
        tracing::subscriber::with_default(subscriber, log);
        let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    #[test]
    fn a_line_has_cloud_loggings_names_and_the_events_fields() {
        let lines = lines_of(|| tracing::warn!(tracking = "track-1", rows = 2, "a row\nis missing"));
        let line = &lines[0];
        assert_eq!(
            (
                &line["severity"],
                &line["message"],
                &line["tracking"],
                &line["rows"]
            ),
            (
                &"WARNING".into(),
                &"a row\nis missing".into(),
                &"track-1".into(),
                &2.into()
            )
        );
        assert!(line["time"].as_str().unwrap().ends_with('Z'));
        assert_eq!(lines.len(), 1);
    }

    #[test]
    fn the_spans_around_an_event_lend_it_their_fields() {
        let lines = lines_of(|| {
            let outer = tracing::info_span!(
                "tick",
                execution = "x-1",
                severity = "x",
                tracking = tracing::field::Empty
            );
            let _entered = outer.enter();
            outer.record("tracking", "track-1");
            tracing::info!("done");
        });
        assert_eq!(
            (&lines[0]["execution"], &lines[0]["tracking"]),
            (&"x-1".into(), &"track-1".into())
        );
        assert_eq!(lines[0]["severity"], "INFO");
    }

    #[test]
    fn an_error_is_told_with_its_causes() {
        let cause = io::Error::new(io::ErrorKind::InvalidData, Cause);
        let error: &(dyn std::error::Error + 'static) = &cause;
        let lines = lines_of(|| tracing::error!(error, "no"));
        assert_eq!(lines[0]["error"], "the outside: the inside");
        assert_eq!(lines[0]["severity"], "ERROR");
    }

    #[derive(Debug)]
    struct Cause;

    impl std::fmt::Display for Cause {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("the outside")
        }
    }

    impl std::error::Error for Cause {
        fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
            Some(&Inside)
        }
    }

    #[derive(Debug)]
    struct Inside;

    impl std::fmt::Display for Inside {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("the inside")
        }
    }

    impl std::error::Error for Inside {}
}
