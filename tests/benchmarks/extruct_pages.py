"""How long extruct and price-parser take for saved pages, to stand beside `cargo run --release -p e2e --bin pages`.

usage: taskset -c 0 python3 extruct_pages.py FOLDER    (pip install extruct price-parser)

FOLDER holds `KEY.html.gz` and `truth.json` with the `url` of each KEY. One process, one core; the pages are unpacked
before the clock starts, as they are for ours. Counted is what a caller needs for a price and an availability: all
syntaxes of structured data, and every price that they hold, parsed.
"""

import gzip
import json
import sys
import time
from pathlib import Path

import extruct
from price_parser import Price

PRICES = {"price", "lowPrice", "highPrice", "og:price:amount", "product:price:amount"}


def values(node):
    """Every text under a key that holds prices."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in PRICES and isinstance(value, (str, int, float)):
                yield str(value)
            else:
                yield from values(value)
    elif isinstance(node, (list, tuple)):
        if len(node) == 2 and isinstance(node[0], str) and node[0] in PRICES:
            yield str(node[1])
        for value in node:
            yield from values(value)


def read(html, url):
    data = extruct.extract(html, base_url=url, errors="ignore")
    return [Price.fromstring(text) for text in values(data)]


def main():
    folder = Path(sys.argv[1])
    truth = json.loads((folder / "truth.json").read_text())
    pages = {key: gzip.open(folder / f"{key}.html.gz", "rt", encoding="utf-8", errors="replace").read() for key in truth}
    start = time.perf_counter()
    priced = sum(bool(read(html, truth[key]["url"])) for key, html in pages.items())
    took = time.perf_counter() - start
    print(f"extruct and price-parser: {len(pages)} pages in {took * 1000:.0f} ms, {priced} with a price")


if __name__ == "__main__":
    main()
