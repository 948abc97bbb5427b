//! Shops of every kind, tracked through the whole system.

use std::path::Path;

use e2e::{Start, System};

#[tokio::test]
async fn a_page_that_needs_scripts_is_tracked_and_no_browser_is_left_behind() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path().to_str().unwrap().to_owned();
    let env = vec![("TMPDIR".to_owned(), folder.clone())];
    let system = System::start_as(Start {
        env,
        ..Start::default()
    })
    .await
    .unwrap();
    system.track("demo-browser ABC until 14:00").await.unwrap();
    system.track("demo-browser broken-503 until 14:00").await.unwrap();

    let tab = system.tab("demo-browser ABC").await.unwrap();
    assert_eq!(tab.column("status"), ["ok"]);
    for column in ["title", "price", "stock", "sold"] {
        assert_ne!(tab.column(column), [""], "{column}");
    }
    let broken = system.tab("demo-browser broken-503").await.unwrap();
    assert!(broken.column("status")[0].contains("503"), "{:?}", broken.rows());

    let left: Vec<String> = browsers_of(&folder);
    assert!(left.is_empty(), "{left:?}");
    let files: Vec<_> = std::fs::read_dir(Path::new(&folder)).unwrap().collect();
    assert!(files.is_empty(), "{files:?}");
}

#[tokio::test]
async fn a_pasted_link_of_a_fan_sign_becomes_a_column_for_each_member() {
    let system = System::start().await.unwrap();
    let link = system.url("/demo/ktown4u/eventsub?eve_no=44469917");
    let started = system.track(&format!("{link} until 14:00")).await.unwrap();
    assert!(
        started.text.starts_with("✅ demo-ktown4u 44469917 is tracked"),
        "{}",
        started.text
    );
    system.advance(600).await.unwrap();

    let tab = system.tab("demo-ktown4u 44469917").await.unwrap();
    let header = &tab.values[0];
    assert_eq!(
        header[..4],
        ["time", "status", "OffLine sold", "OffLine change"],
        "{header:?}"
    );
    assert_eq!(header.last().unwrap(), "total sold");
    assert!(
        tab.column("status").iter().all(|status| status == "ok"),
        "{:?}",
        tab.column("status")
    );
    let numbers = |name: &str| -> Vec<i64> {
        let cells = tab.column(name);
        cells
            .iter()
            .map(|cell| cell.replace(',', "").parse().unwrap_or_default())
            .collect()
    };
    let members: Vec<&String> = header
        .iter()
        .filter(|name| name.ends_with(" sold") && *name != "total sold")
        .collect();
    assert!(members.len() >= 4, "{header:?}");
    let totals = numbers("total sold");
    assert_eq!(totals.len(), 11);
    for (row, total) in totals.iter().enumerate() {
        let sum: i64 = members.iter().map(|name| numbers(name)[row]).sum();
        assert_eq!(sum, *total, "row {row}");
    }
    let (sold, change) = (numbers("OffLine sold"), numbers("OffLine change"));
    for row in 1..sold.len() {
        assert_eq!(
            change[row],
            sold[row] - sold[row - 1],
            "row {row}: {sold:?} {change:?}"
        );
    }
    assert!(
        totals[10] > totals[0],
        "something is sold in ten minutes: {totals:?}"
    );
}

/// Command lines of processes that were started with this folder for temporary files, or that work in it.
fn browsers_of(folder: &str) -> Vec<String> {
    let processes = std::fs::read_dir("/proc").unwrap().filter_map(Result::ok);
    let of = |path: &Path, file: &str| {
        let bytes = std::fs::read(path.join(file)).unwrap_or_default();
        String::from_utf8_lossy(&bytes).replace('\0', " ")
    };
    processes
        .map(|process| process.path())
        .filter(|path| {
            [of(path, "cmdline"), of(path, "environ")]
                .iter()
                .any(|text| text.contains(folder))
        })
        .map(|path| of(&path, "cmdline"))
        .filter(|command| command.contains("chrom"))
        .collect()
}
