use platforms::Place;
use serde_json::json;

use super::*;

/// Pointers are made by files alone.
fn pointer(text: &str) -> Pointer {
    let file = format!("label = \"x\"\nevent = \"url\"\n[fields]\ntitle = \"{text}\"");
    let name = domain::PlatformName::parse("x").unwrap();
    let platform = platforms::Platform::parse(name, "x.toml", &file).unwrap();
    match &platform.ways()[0].fields.sources(platforms::FieldName::Title)[0].place {
        Place::Json { pointer, .. } => pointer.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_pointer_leads_to_values_or_says_what_is_missing() {
    let document = json!({
        "data": {"groups": [{"name": "A", "products": [{"n": 1}, {"n": 2}]}, {"name": "B", "products": [{"n": 3}]}], "none": null},
        "lists": [null, [4]],
        "empty": []
    });
    let missing = |path: &str| Err(Nothing::Missing(path.to_owned()));
    let null = |path: &str| Err(Nothing::Null(path.to_owned()));
    for (text, found) in [
        ("/data/groups/0/name", Ok(vec![json!("A")])),
        (
            "/data/groups/*/products/*/n",
            Ok(vec![json!(1), json!(2), json!(3)]),
        ),
        ("/data/*/1/name", missing("/data/none/1")),
        ("/empty/*/x", Ok(vec![])),
        ("/lists/*/*", Ok(vec![json!(4)])),
        ("/**/name", Ok(vec![json!("A"), json!("B")])),
        ("/data/none", null("/data/none")),
        ("/data/none/x", null("/data/none")),
        ("/data/nope/x", missing("/data/nope")),
        ("/data/groups/*/nope", missing("/data/groups/0/nope")),
        ("/data/groups/7", missing("/data/groups/7")),
        ("/data/groups/0/name/x", missing("/data/groups/0/name/x")),
        ("/**/nope", missing("/**/nope")),
        ("/**/none", missing("/**/none")),
    ] {
        let values =
            find(&document, &pointer(text)).map(|values| values.into_iter().cloned().collect::<Vec<_>>());
        assert_eq!(values, found, "{text}");
    }
}

#[test]
fn documents_are_found_in_their_script() {
    for (text, found) in [
        (" {\"a\": 1} ", vec![json!({"a": 1})]),
        (
            "window.__DATA__ = {\"a\": [1]};\nvar b = {}",
            vec![json!({"a": [1]})],
        ),
        (
            "window.dataLayer = window.dataLayer || []; window.STATE = {\"p\": 5}; f([1])",
            vec![json!({"p": 5}), json!([1])],
        ),
        (
            "(function(){ if (x) { window.X = {\"p\": {\"q\": 6}}; } })()",
            vec![json!({"p": {"q": 6}})],
        ),
        ("var a = 1", vec![]),
        ("{\"a\": ", vec![]),
        ("", vec![]),
    ] {
        assert_eq!(documents(text), found, "{text}");
    }
}

#[test]
fn a_script_of_brackets_is_given_up_before_its_end() {
    let script = format!("{} window.STATE = {{\"p\": 5}}", "[1,".repeat(30_000));
    assert!(documents(&script).is_empty());
}
