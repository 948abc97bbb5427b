//! More than forty pages that mean harm or are broken, each as large as one asks.

/// A page's name, and what makes it about as long as asked.
pub(crate) type Case = (&'static str, fn(usize) -> String);

/// All of them.
pub(crate) const CASES: [Case; 42] = [
    ("nothing at all", |_| String::new()),
    ("cut inside a tag", |size| {
        format!("{}<p class=\"pri", product(size))
    }),
    ("cut inside a script", |size| {
        format!("{}<script>var a = '", product(size))
    }),
    ("cut inside a comment", |size| format!("{}<!-- ", product(size))),
    ("cut inside JSON-LD", |size| {
        json_ld(&format!(
            "{{\"@type\":\"Product\",\"name\":\"{}",
            repeat("x", size)
        ))
    }),
    ("NULs", |size| repeat("\0", size)),
    ("replacement characters", |size| repeat("\u{fffd}", size)),
    ("latin text read as UTF-8", |size| {
        repeat("Ã©Ã¼â‚¬ 12,99 â‚¬ ", size)
    }),
    ("byte order marks", |size| repeat("\u{feff}", size)),
    ("line ends", |size| repeat("\r\n\r", size)),
    ("open bold", |size| repeat("<b>", size)),
    ("open links and paragraphs", |size| {
        numbered(size, |at| format!("<a x={at}><p>"))
    }),
    ("fonts in every paragraph", |size| {
        format!(
            "{}{}",
            numbered(40_000, |at| format!("<font x={at}>")),
            repeat("<p>x", size)
        )
    }),
    ("fonts of many attributes", |size| {
        format!("{}{}", repeat(&wide("font"), 600_000), repeat("<p>x", size))
    }),
    ("ends of what is not open", |size| {
        format!(
            "{}{}",
            numbered(40_000, |at| format!("<font x={at}>")),
            repeat("</z>", size)
        )
    }),
    ("misnested formatting", |size| repeat("<i><p></i>", size)),
    ("nested blocks", |size| repeat("<div>", size)),
    ("nested blocks with prices", |size| {
        repeat("<div class=price>$1", size)
    }),
    ("nested lists", |size| repeat("<ul><li>", size)),
    ("nested tables", |size| repeat("<table><tr><td>", size)),
    ("text between table rows", |size| {
        format!("<table>{}", repeat("x<b>", size))
    }),
    ("nested selects", |size| repeat("<select><option>", size)),
    ("nested templates", |size| repeat("<template>", size)),
    ("nested drawings", |size| repeat("<svg><g>", size)),
    ("drawings that end", |size| repeat("<svg><p>", size)),
    ("one huge attribute", |size| {
        format!("<p title='{}'>", repeat("a ", size))
    }),
    ("a million attributes", |size| {
        format!("<p {}>", numbered(size, |at| format!("a{at} ")))
    }),
    ("tags of many attributes", |size| repeat(&wide("p"), size)),
    ("attributes of the body", |size| {
        numbered(size, |at| format!("<body a{at}=1>"))
    }),
    ("one huge text", |size| {
        format!("<h1>{}</h1>", repeat("word ", size))
    }),
    ("one huge number", |size| {
        format!("<h1>A</h1><p class=price>${}</p>", repeat("1,000", size))
    }),
    ("a million prices", |size| {
        format!("<h1>A</h1>{}", repeat("<p class=price>$1.99</p>", size))
    }),
    ("prices in one text", |size| {
        format!("<h1>A</h1><p class=price>{}</p>", repeat("$1.99 ", size))
    }),
    ("a million headings", |size| repeat("<h1>Album</h1>", size)),
    ("entities", |size| repeat("&notit;&#x110000;&amp", size)),
    ("signs that begin tags", |size| repeat("<", size)),
    ("comments", |size| repeat("<!-->", size)),
    ("JSON-LD of numbers", |size| {
        json_ld(&format!("[{}0]", repeat("1,", size)))
    }),
    ("JSON-LD of brackets", |size| json_ld(&repeat("[{\"a\":", size))),
    ("JSON-LD of products", |size| {
        json_ld(&format!("[{}{{}}]", repeat(PRODUCT_JSON, size)))
    }),
    ("scripts of data", |size| {
        repeat("<script type=application/json>{\"price\":1}</script>", size)
    }),
    ("a million buttons", |size| {
        format!(
            "<h1>A</h1>{}",
            repeat("<button disabled>Add to cart</button>", size)
        )
    }),
];

const PRODUCT_JSON: &str =
    "{\"@type\":\"Product\",\"name\":\"A\",\"offers\":[{\"price\":1,\"availability\":\"InStock\"}]},";

fn product(size: usize) -> String {
    format!(
        "<title>A</title><h1>A</h1><p class=price>$ 12.50</p>{}",
        repeat("<p>x</p>", size)
    )
}

fn json_ld(block: &str) -> String {
    format!("<title>A</title><script type=\"application/ld+json\">{block}</script>")
}

fn wide(tag: &str) -> String {
    format!("<{tag}{}>", numbered(1_000, |at| format!(" a{at}=x")))
}

fn repeat(text: &str, size: usize) -> String {
    text.repeat(size / text.len() + 1)
}

fn numbered(size: usize, text: impl Fn(usize) -> String) -> String {
    let mut all = String::with_capacity(size + 32);
    let mut at = 0;
    while all.len() < size {
        all.push_str(&text(at));
        at += 1;
    }
    all
}
