use super::*;

fn event(text: &str) -> EventName {
    EventName::parse(text, EventForm::Parts).unwrap()
}

fn said(products: Result<Vec<Product>, EventError>) -> Result<String, String> {
    let one = |product: Product| format!("{}={}", product.label.unwrap_or_default(), product.id);
    products
        .map(|products| products.into_iter().map(one).collect::<Vec<_>>().join("|"))
        .map_err(|error| error.to_string())
}

#[test]
fn an_event_is_one_product_or_several() {
    for (shape, typed, products) in [
        ("number", "114521", Ok("=114521")),
        ("number", "GAEUL=114521 REI=114522", Ok("GAEUL=114521|REI=114522")),
        (
            "number",
            "AN YUJIN=114521 REI=114522",
            Ok("AN YUJIN=114521|REI=114522"),
        ),
        ("number", "114521 114522", Ok("=114521|=114522")),
        ("number", "안유진=1 REI=2", Ok("안유진=1|REI=2")),
        ("number", "REI=1 REI=2", Ok("REI=1|REI=2")),
        (
            "number",
            "REI=",
            Err("`REI=` is not of the form `LABEL=ID LABEL=ID`"),
        ),
        ("number", "=1", Err("`=1` is not of the form `LABEL=ID LABEL=ID`")),
        (
            "number",
            "REI=1 2",
            Err("`REI=1 2` is not of the form `LABEL=ID LABEL=ID`"),
        ),
        ("number", "REI=x", Err("`x` is not the number of an event")),
        ("number", "REI=1=2", Err("`1=2` is not the number of an event")),
        ("number", "12x", Err("`12x` is not the number of an event")),
        ("number", "-1", Err("`-1` is not the number of an event")),
        ("number", "0", Err("`0` is not the number of an event")),
        (
            "number",
            "1234567890123456789",
            Err("`1234567890123456789` is not the number of an event"),
        ),
        ("name", "An Yujin", Ok("=An Yujin")),
        ("name", "A=x B=y", Ok("A=x|B=y")),
        (
            "{shop}/{handle}",
            "www.shop.example/album-1",
            Ok("=www.shop.example/album-1"),
        ),
        (
            "{shop}/{handle}",
            "A=a.example/x B=a.example/y",
            Ok("A=a.example/x|B=a.example/y"),
        ),
        (
            "{shop}/{handle}",
            "a.example",
            Err("`a.example` is not of the form `{shop}/{handle}`"),
        ),
        (
            "{shop}/{handle}",
            "a.example/",
            Err("`a.example/` is not of the form `{shop}/{handle}`"),
        ),
        (
            "{shop}/{handle}",
            "a.example/x/y",
            Err("`a.example/x/y` is not of the form `{shop}/{handle}`"),
        ),
        (
            "{shop}/{handle}",
            "localhost/x",
            Err("`localhost` is not a shop's host name"),
        ),
        (
            "{shop}/{handle}",
            "127.0.0.1/x",
            Err("`127.0.0.1` is not a shop's host name"),
        ),
        (
            "{shop}/{handle}",
            "0x7f.1/x",
            Err("`0x7f.1` is not a shop's host name"),
        ),
        (
            "{shop}/{handle}",
            "a.example:81/x",
            Err("`a.example:81` is not a shop's host name"),
        ),
        (
            "{shop}/{handle}",
            "me@a.example/x",
            Err("`me@a.example` is not a shop's host name"),
        ),
        (
            "{shop}/{handle}",
            "-a.example/x",
            Err("`-a.example` is not a shop's host name"),
        ),
        (
            "{shop}/{handle}",
            "a..example/x",
            Err("`a..example` is not a shop's host name"),
        ),
        (
            "{shop}/{handle}",
            "a%2eexample%2f/x",
            Err("`a%2eexample%2f` is not a shop's host name"),
        ),
    ] {
        let products = products.map(str::to_owned).map_err(str::to_owned);
        assert_eq!(
            said(EventShape::parse(shape).unwrap().products(&event(typed))),
            products,
            "{shape} {typed}"
        );
    }
}

#[test]
fn more_products_than_can_be_read_are_refused() {
    let many: Vec<String> = (1..=31).map(|n| n.to_string()).collect();
    let shape = EventShape::Number;
    assert_eq!(
        said(shape.products(&event(&many.join(" ")))),
        Err("31 products are more than 30".to_owned())
    );
    assert!(shape.products(&event(&many[..30].join(" "))).is_ok());
}

#[test]
fn a_shape_that_names_no_event_is_refused() {
    for text in [
        "link",
        "",
        "{shop}/x",
        "{shop}{handle}",
        "{}",
        "{Event}",
        "{channel}",
        "{a}/{a}",
        "https://{shop}/{a}",
    ] {
        assert!(EventShape::parse(text).is_err(), "{text}");
    }
}
