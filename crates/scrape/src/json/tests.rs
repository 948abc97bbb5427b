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
        "empty": []
    });
    for (text, found) in [
        ("/data/groups/0/name", Ok(vec![json!("A")])),
        (
            "/data/groups/*/products/*/n",
            Ok(vec![json!(1), json!(2), json!(3)]),
        ),
        ("/data/*/1/name", Err("/data/none/1".to_owned())),
        ("/empty/*/x", Ok(vec![])),
        ("/**/name", Ok(vec![json!("A"), json!("B")])),
        ("/data/none", Err("/data/none".to_owned())),
        ("/data/nope/x", Err("/data/nope".to_owned())),
        ("/data/groups/*/nope", Err("/data/groups/0/nope".to_owned())),
        ("/data/groups/7", Err("/data/groups/7".to_owned())),
        ("/data/groups/0/name/x", Err("/data/groups/0/name/x".to_owned())),
        ("/**/nope", Err("/**/nope".to_owned())),
    ] {
        let values =
            find(&document, &pointer(text)).map(|values| values.into_iter().cloned().collect::<Vec<_>>());
        assert_eq!(values, found, "{text}");
    }
}

#[test]
fn a_document_is_found_in_its_script() {
    for (text, found) in [
        (" {\"a\": 1} ", Some(json!({"a": 1}))),
        (
            "window.__DATA__ = {\"a\": [1]};\nvar b = {}",
            Some(json!({"a": [1]})),
        ),
        ("var a = 1", None),
        ("{\"a\": ", None),
        ("", None),
    ] {
        assert_eq!(first_document(text), found, "{text}");
    }
}
