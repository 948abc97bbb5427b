// The rows of a tab, fetched block by block as they come into sight, a bounded number of them kept.

const BLOCK = 100;
const KEPT = 40;

export class Rows {
  /** `load(from, to)` gives the rows of these numbers; `arrived` is called when some have come. */
  constructor(load, arrived) {
    this.load = load;
    this.arrived = arrived;
    this.blocks = new Map();
    this.loading = false;
    this.wanted = null;
  }

  /** The cells of a row, undefined until they have come. */
  at(row) {
    return this.blocks.get(blockOf(row))?.rows[(row - 1) % BLOCK];
  }

  /** Fetches what is missing or old of the rows in sight; the newest wish goes first. */
  async want(from, to) {
    this.wanted = [blockOf(from), blockOf(to)];
    if (this.loading) return;
    this.loading = true;
    try {
      for (let block = this.missing(); block !== null; block = this.missing()) await this.fetch(block);
    } finally {
      this.loading = false;
    }
  }

  /** What is known may have changed: it is shown until the present rows come. */
  grow() {
    for (const block of this.blocks.values()) block.old = true;
  }

  missing() {
    const [from, to] = this.wanted;
    for (let block = from; block <= to; block += 1) {
      const known = this.blocks.get(block);
      if (!known || known.old) return block;
    }
    return null;
  }

  async fetch(block) {
    const from = block * BLOCK + 1;
    const known = this.blocks.get(block);
    if (known) known.old = false;
    const { rows } = await this.load(from, from + BLOCK - 1);
    const isOld = known?.old ?? false;
    // Put behind all others: the first of the map is the one that was not needed for longest.
    this.blocks.delete(block);
    this.blocks.set(block, { rows, old: isOld });
    for (const oldest of this.blocks.keys()) {
      if (this.blocks.size <= KEPT) break;
      if (oldest < this.wanted[0] || oldest > this.wanted[1]) this.blocks.delete(oldest);
    }
    this.arrived();
  }
}

const blockOf = (row) => Math.floor((row - 1) / BLOCK);
