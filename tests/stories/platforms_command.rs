//! `signchronicle platforms`: what can be tracked, and whether every platform file is right.

use e2e::signchronicle;

#[tokio::test]
async fn every_compiled_in_platform_is_listed_with_what_it_tracks_and_the_links_it_knows() {
    let folder = tempfile::tempdir().unwrap();
    let said = signchronicle(folder.path(), &[], &["platforms"]).await.unwrap();
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{said:?}");
    for name in [
        "imweb",
        "ktown4u",
        "ktown4u-stock",
        "makestar",
        "shopify",
        "shopline",
        "web",
        "woocommerce",
    ] {
        assert!(
            said.out.lines().any(|line| line == name),
            "{name} in:\n{}",
            said.out
        );
    }
    for line in [
        "    label     Ktown4u fan-sign",
        "    zone      Asia/Seoul",
        "    tracks    sold, per item",
        "    links     https://{channel}.ktown4u.com/eventsub?eve_no={event}",
        "    discovers what is on sale",
        "    tracks    whatever the page shows",
        "    file      web.toml (compiled in)",
    ] {
        assert!(
            said.out.lines().any(|told| told == line),
            "`{line}` in:\n{}",
            said.out
        );
    }
}

#[tokio::test]
async fn every_bad_file_is_named_with_its_line_and_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let platforms = folder.path().join("data/platforms");
    std::fs::create_dir_all(&platforms).unwrap();
    let good = "label = \"My shop\"\nzone = \"Asia/Seoul\"\nurl = \"https://shop.example/{event}\"\n";
    for (name, text) in [
        ("good.toml", format!("{good}[fields]\nprice = \".price\"\n")),
        ("key.toml", format!("{good}colour = \"red\"\n")),
        ("no-event.toml", good.replace("/{event}", "/")),
        ("selector.toml", format!("{good}[fields]\nprice = \"p..x\"\n")),
        ("notes.txt", "no platform".to_owned()),
    ] {
        std::fs::write(platforms.join(name), text).unwrap();
    }
    let said = signchronicle(folder.path(), &[], &["platforms"]).await.unwrap();
    assert_eq!(said.code, 1, "{said:?}");
    let told: Vec<&str> = said.err.lines().filter(|line| line.contains(".toml:")).collect();
    for (file, about) in [
        ("key.toml:4: ", "colour"),
        ("no-event.toml:3: ", "{event}"),
        ("selector.toml:5: ", "p..x"),
    ] {
        assert!(
            told.iter()
                .any(|line| line.contains(file) && line.contains(about)),
            "{file} {about}: {told:?}"
        );
    }
    assert_eq!(told.len(), 3, "{}", said.err);
    assert!(
        said.out.lines().any(|line| line == "good") && !said.out.lines().any(|line| line == "selector"),
        "{said:?}"
    );

    let read = signchronicle(folder.path(), &[], &["read", "--platform", "good", "x"])
        .await
        .unwrap();
    assert!(
        read.code == 1 && read.err.contains("key.toml:4"),
        "no file is passed over: {read:?}"
    );
}
