//! Persons who write `/list`. They speak HTTP by hand, since what they cost would be missing to the stand-in beside them.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use serde_json::json;

use super::bot::{Bot, CHAT, SECRET};

/// One connection of Telegram's to the webhook.
pub(crate) struct Person {
    connection: BufReader<TcpStream>,
    request: Vec<u8>,
}

impl Person {
    /// Connects.
    pub(crate) fn meet(bot: &Bot) -> anyhow::Result<Self> {
        let body = update();
        let head = format!(
            "POST /telegram HTTP/1.1\r\nHost: bot\r\nX-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        Ok(Self {
            connection: BufReader::new(bot.connect()?),
            request: (head + &body).into_bytes(),
        })
    }

    /// Writes so many times, each time after the answer to the one before.
    pub(crate) fn list(&mut self, times: usize) -> anyhow::Result<()> {
        (0..times).try_for_each(|_| self.once())
    }

    fn once(&mut self) -> anyhow::Result<()> {
        self.connection.get_mut().write_all(&self.request)?;
        let mut line = String::new();
        self.connection.read_line(&mut line)?;
        ensure!(
            line.contains(" 200 "),
            "the webhook answered {:?}",
            line.trim_end()
        );
        // An answer has no body, so it ends with the empty line.
        while line != "\r\n" {
            line.clear();
            ensure!(self.connection.read_line(&mut line)? > 0, "the answer has no end");
        }
        Ok(())
    }
}

/// So many persons for so long; answers updates a second.
pub(crate) fn at_once(bot: &Bot, persons: usize, long: Duration) -> anyhow::Result<f64> {
    let began = Instant::now();
    let mut updates = 0;
    std::thread::scope(|scope| {
        let busy: Vec<_> = (0..persons)
            .map(|_| scope.spawn(|| write_until(bot, began + long)))
            .collect();
        for person in busy {
            let wrote = person.join().ok().context("a person panicked")?;
            updates += wrote?;
        }
        anyhow::Ok(())
    })?;
    Ok(updates as f64 / began.elapsed().as_secs_f64())
}

fn write_until(bot: &Bot, end: Instant) -> anyhow::Result<usize> {
    let mut person = Person::meet(bot)?;
    let mut updates = 0;
    while Instant::now() < end {
        person.list(1)?;
        updates += 1;
    }
    Ok(updates)
}

/// `/list`, as Telegram sends it.
fn update() -> String {
    let name = json!({ "id": CHAT, "first_name": "Mei", "last_name": "Chan", "username": "meichan" });
    let (mut from, mut chat) = (name.clone(), name);
    from["is_bot"] = json!(false);
    from["language_code"] = json!("en");
    chat["type"] = json!("private");
    let entities = json!([{ "offset": 0, "length": 5, "type": "bot_command" }]);
    let message = json!({
        "message_id": 4_711, "from": from, "chat": chat, "date": 1_772_246_900, "text": "/list", "entities": entities,
    });
    json!({ "update_id": 10_000, "message": message }).to_string()
}
