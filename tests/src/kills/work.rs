//! Many writes at once, each under a name of its own.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use anyhow::Context;
use serde_json::json;
use tokio::sync::Notify;

use super::ledger::{Kind, Ledger};
use crate::System;

/// The tab to which the client appends.
pub(super) const TAB: &str = "Kills";
const SPREADSHEET: &str = "/v4/spreadsheets/local-spreadsheet";
const JOBS: &str = "/v1/projects/local/locations/asia-east2/jobs";
const UPLOAD: &str = "/upload/drive/v3/files?uploadType=multipart&supportsAllDrives=true";

/// What goes on between two kills.
pub(super) struct Work<'a> {
    system: &'a System,
    ledger: &'a Ledger,
    moment: u32,
    acknowledged: AtomicU32,
    killing: AtomicBool,
    another: Notify,
}

/// Makes the client's tab.
pub(super) async fn prepare(system: &System) -> anyhow::Result<()> {
    let add = json!({ "requests": [{ "addSheet": { "properties": { "title": TAB } } }] });
    system
        .post(&format!("{SPREADSHEET}:batchUpdate"), add)
        .await
        .context("no tab for the client")?;
    Ok(())
}

impl<'a> Work<'a> {
    pub(super) fn new(system: &'a System, ledger: &'a Ledger, moment: u32) -> Self {
        Self {
            system,
            ledger,
            moment,
            acknowledged: AtomicU32::new(0),
            killing: AtomicBool::new(false),
            another: Notify::new(),
        }
    }

    /// Kills everything once so many writes are acknowledged. Others are under way then; what is answered up to the last moment
    /// counts. A write that is not taken before that is an error.
    pub(super) async fn until_killed(&self, writes: u32) -> anyhow::Result<()> {
        let kill = async {
            while self.acknowledged.load(Ordering::Relaxed) < writes {
                self.another.notified().await;
            }
            self.killing.store(true, Ordering::Relaxed);
            self.system.kill_everything().await
        };
        tokio::try_join!(
            kill,
            self.forever(Kind::Row),
            self.forever(Kind::Job),
            self.forever(Kind::Message),
            self.forever(Kind::File),
            self.time(),
        )?;
        Ok(())
    }

    async fn forever(&self, kind: Kind) -> anyhow::Result<()> {
        for number in 1.. {
            let name = format!("{}-{}-{number}", kind.word(), self.moment);
            self.ledger.tried(kind, &name);
            if let Err(error) = self.write(kind, &name).await {
                return self.ended_by(error).context(name);
            }
            self.ledger.acknowledged(kind, &name);
            self.counts();
        }
        Ok(())
    }

    /// The kill ends all writes, and nothing else does.
    fn ended_by(&self, error: anyhow::Error) -> anyhow::Result<()> {
        if self.killing.load(Ordering::Relaxed) {
            Ok(())
        } else {
            Err(error.context("refused before the kill"))
        }
    }

    async fn write(&self, kind: Kind, name: &str) -> anyhow::Result<()> {
        match kind {
            Kind::Row => {
                let path = format!("{SPREADSHEET}/values/{TAB}!A1:append?valueInputOption=RAW");
                self.system.post(&path, json!({ "values": [[name]] })).await?;
            }
            Kind::Job => {
                let job = json!({
                    "name": format!("{}/{name}", JOBS.trim_start_matches("/v1/")),
                    "schedule": "0 0 1 1 *",
                    "timeZone": "Asia/Hong_Kong",
                    "httpTarget": { "uri": "http://127.0.0.1:9/", "httpMethod": "POST" },
                });
                self.system.post(JOBS, job).await?;
            }
            Kind::Message => {
                let text = json!({ "text": name });
                self.system.post("/_local/chats/1/messages", text).await?;
            }
            Kind::File => self.upload(name).await?,
        }
        Ok(())
    }

    async fn upload(&self, name: &str) -> anyhow::Result<()> {
        let metadata = json!({ "name": format!("{name}.csv"), "parents": ["local-drive-folder"] });
        let body = format!(
            "--b\r\nContent-Type: application/json\r\n\r\n{metadata}\r\n\
             --b\r\nContent-Type: text/csv\r\n\r\n{name}\r\n--b--"
        );
        let request = self.system.client().post(self.system.url(UPLOAD));
        let request = request
            .header("content-type", "multipart/related; boundary=b")
            .body(body);
        request.send().await?.error_for_status()?;
        Ok(())
    }

    /// Minutes pass, in which the tracker writes rows; they are acknowledged once all is quiet.
    async fn time(&self) -> anyhow::Result<()> {
        loop {
            if let Err(error) = self.system.advance(60).await {
                return self.ended_by(error).context("a minute");
            }
            self.ledger.minute();
            self.counts();
        }
    }

    fn counts(&self) {
        self.acknowledged.fetch_add(1, Ordering::Relaxed);
        self.another.notify_one();
    }
}
