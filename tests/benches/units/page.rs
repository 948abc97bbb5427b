//! A product page as shops send them: JSON-LD and a price for people, among menus, scripts and other products.

/// What a page has of everything that is not the product.
const LINKS: usize = 300;
const OTHERS: usize = 60;
const SCRIPT: usize = 60_000;

pub(crate) fn product() -> String {
    let links: String = (0..LINKS)
        .map(|n| format!(r#"<li class="menu-item depth-{}"><a href="/collections/{n}?sort=new">Collection {n}</a></li>"#, n % 3))
        .collect();
    let others: String = (0..OTHERS).map(other).collect();
    let script = "window.__state=window.__state||{};".repeat(SCRIPT / 34);
    format!(
        r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>ABC fan-sign album</title>
<meta property="og:title" content="ABC fan-sign album"><meta property="product:price:amount" content="19.80">
<meta property="product:price:currency" content="USD"><script>{script}</script>
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"Product","name":"ABC fan-sign album",
"offers":{{"@type":"Offer","price":"19.80","priceCurrency":"USD","availability":"https://schema.org/InStock"}}}}</script></head>
<body><nav><ul>{links}</ul></nav><main><h1>ABC fan-sign album</h1><p class="price"><del>$24.00</del> <ins>$19.80</ins></p>
<p class="stock">12 left in stock</p><button>Add to cart</button></main><section class="related">{others}</section></body></html>"#
    )
}

fn other(number: usize) -> String {
    format!(
        r#"<article class="card"><a href="/products/{number}"><img src="https://cdn.shop.example/{number}_300x300.jpg" alt="Album {number}"
width="300" height="300" loading="lazy"><h3>Album {number}, second press</h3><p class="price">$1{}.50</p></a></article>"#,
        number % 10
    )
}
