//! What a page's product is called, rule by rule.

use url::Url;

use crate::read;

fn title(head: &str, body: &str) -> Option<String> {
    let html = format!(
        "<html><head>{head}</head><body>{body}<p class=price>$12.00</p><button>Add to cart</button></body></html>"
    );
    let address = Url::parse("https://shop.example/p/blue-album-deluxe.html").ok();
    read(&html, address.as_ref()).ok()?.reading.title
}

#[test]
fn the_name_is_found_whatever_element_shows_it() {
    let head = "<title>Blue Album Deluxe | Records | Shop</title>";
    for name in [
        "<h1>Blue Album Deluxe</h1>",
        "<span itemprop=name class=h1>Blue Album Deluxe</span>",
        "<div class=h1>Blue Album Deluxe</div>",
        "<td class=page_headers>Blue Album Deluxe</td>",
        "<header class=view_tit>Blue Album Deluxe</header>",
        "<h1 class=logo><a href=/>Shop</a></h1><h2>Blue Album Deluxe</h2>",
        "<h1 class=logo><a href=https://shop.example/>Shop</a></h1><h2>Blue Album Deluxe</h2>",
        "<h2>Blue Album Deluxe</h2><div class=related><h2>Records</h2></div>",
    ] {
        let body = if name.starts_with("<td") {
            format!("<table><tr>{name}</table>")
        } else {
            name.to_owned()
        };
        assert_eq!(title(head, &body).as_deref(), Some("Blue Album Deluxe"), "{name}");
    }
}

#[test]
fn a_banner_is_not_the_name_where_the_page_has_another() {
    let banner = "<h1>Free Standard Shipping above $35</h1>";
    for (head, name) in [
        ("<meta property=og:title content='Blue Album Deluxe'>", ""),
        (
            "<title>Shop</title>",
            "<div itemscope itemtype=https://schema.org/product><b itemprop=name>Blue Album Deluxe</b><i itemprop=price content=12></i></div>",
        ),
    ] {
        let body = format!("{banner}{name}");
        assert_eq!(
            title(head, &body).as_deref(),
            Some("Blue Album Deluxe"),
            "{head}{name}"
        );
    }
}

#[test]
fn the_shops_name_is_left_out_where_only_titles_name_the_product() {
    let site = "<meta property=og:site_name content=Shop>";
    for title_tag in [
        "<meta property=og:title content='Blue Album (LP) - Shop'>",
        "<title>Blue Album (LP) | Shop</title>",
    ] {
        assert_eq!(
            title(&format!("{site}{title_tag}"), "").as_deref(),
            Some("Blue Album (LP)"),
            "{title_tag}"
        );
    }
}
