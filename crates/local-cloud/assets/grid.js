// A grid of any number of rows: only those in sight are elements, and scrolling moves elements about.

import { make, setText } from "./dom.js";

const ROW = 30;
/** Rows beyond the edge that are ready before they are scrolled to. */
const SPARE = 8;
/** Browsers draw no element higher than this; beyond it, a pixel of the scroll bar is more than a pixel of rows. */
const HIGHEST = 12_000_000;

export class Grid {
  /** `scroller` has a head and a body; `at(row)` gives cells, `want(from, to)` asks for them, `followed` hears of the end. */
  constructor(scroller, { at, want, followed }) {
    Object.assign(this, { scroller, at, want, followed });
    [this.head, this.body] = scroller.children;
    this.lines = new Map();
    this.spare = [];
    this.last = 0;
    this.widths = [];
    this.active = { row: 1, column: 0 };
    this.following = true;
    this.lastTop = 0;
    this.drawing = false;
    scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    scroller.addEventListener("keydown", (event) => this.key(event));
    scroller.addEventListener("click", ({ target }) => this.click(target));
    new ResizeObserver(() => this.resized()).observe(scroller);
  }

  /** Begins anew with another tab. */
  open(header) {
    this.widths = [];
    this.active = { row: 1, column: 0 };
    this.spare.push(...this.lines.values());
    for (const line of this.lines.values()) line.remove();
    this.lines.clear();
    this.columns = header.length;
    this.measure(header);
    const cell = (name) => make("div", { role: "columnheader", className: "cell" }, name);
    this.head.replaceChildren(make("div", { role: "row", className: "line", "aria-rowindex": "1" }, make("div", { role: "columnheader", className: "cell row-number" }, "1"), ...header.map(cell)));
    [...this.head.firstChild.children].forEach((element, index) => element.setAttribute("aria-colindex", index + 1));
    this.scroller.setAttribute("aria-colcount", header.length + 1);
    this.scroller.removeAttribute("aria-activedescendant");
    this.follow(true);
  }

  /** There are rows 1 (the header) to `last` now. */
  setLast(last) {
    this.last = last;
    this.scroller.setAttribute("aria-rowcount", last);
    this.body.style.height = `${Math.min(HIGHEST, this.count * ROW)}px`;
    if (this.following) this.toEnd();
    this.draw();
  }

  /** Whether the end is kept in sight. */
  follow(following) {
    if (following) this.toEnd();
    if (this.following === following) return;
    this.following = following;
    this.followed(following);
  }

  /** Draws before the next frame, once however often it is asked. */
  draw() {
    if (this.drawing) return;
    this.drawing = true;
    requestAnimationFrame(() => {
      this.drawing = false;
      this.drawNow();
    });
  }

  get count() {
    return Math.max(0, this.last - 1);
  }

  get room() {
    return Math.max(ROW, this.scroller.clientHeight - ROW);
  }

  /** How many pixels of rows a pixel of the scroll bar is. */
  get scale() {
    const [whole, shown] = [this.count * ROW, Math.min(HIGHEST, this.count * ROW)];
    return shown > this.room ? (whole - this.room) / (shown - this.room) : 1;
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.lastTop = this.scroller.scrollTop;
  }

  resized() {
    if (this.following) this.toEnd();
    this.draw();
  }

  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    const atEnd = scrollHeight - clientHeight - scrollTop < ROW / 2;
    if (atEnd) this.follow(true);
    else if (scrollTop < this.lastTop && clientHeight > 0) this.follow(false);
    this.lastTop = scrollTop;
    this.draw();
  }

  drawNow() {
    if (this.scroller.clientHeight === 0) return;
    const top = this.scroller.scrollTop * this.scale;
    const from = Math.max(2, 2 + Math.floor(top / ROW) - SPARE);
    const to = Math.min(this.last, 2 + Math.ceil((top + this.room) / ROW) + SPARE);
    const shift = this.scroller.scrollTop - top;
    this.recycle(from, to);
    for (let row = from; row <= to; row += 1) this.drawLine(row, shift);
    if (to >= from) this.want(from, to);
  }

  recycle(from, to) {
    for (const [row, line] of this.lines) {
      if (row >= from && row <= to) continue;
      this.lines.delete(row);
      // It stays where it is, unseen, until another row needs it: to take elements out and in costs a layout each.
      line.hidden = true;
      if (row === this.active.row) line.querySelector("[id]")?.removeAttribute("id");
      this.spare.push(line);
    }
  }

  drawLine(row, shift) {
    let line = this.lines.get(row);
    if (!line) {
      line = this.spare.pop() ?? make("div", { role: "row", className: "line" }, make("div", { role: "rowheader", className: "cell row-number" }));
      line.hidden = false;
      if (!line.isConnected) this.body.append(line);
      line.setAttribute("aria-rowindex", row);
      line.classList.toggle("odd", row % 2 === 1);
      this.lines.set(row, line);
    }
    line.style.transform = `translateY(${(row - 2) * ROW + shift}px)`;
    setText(line.firstChild, String(row));
    this.fill(line, row, this.at(row));
  }

  fill(line, row, cells) {
    line.classList.toggle("waiting", !cells);
    while (line.children.length > this.columns + 1) line.lastChild.remove();
    while (line.children.length < this.columns + 1) line.append(make("div", { role: "gridcell", className: "cell", "aria-colindex": String(line.children.length + 1) }));
    for (let column = 0; column < this.columns; column += 1) {
      const cell = line.children[column + 1];
      const text = String(cells?.[column] ?? "");
      setText(cell, text);
      cell.classList.toggle("number", /^-?[\d,]+(\.\d+)?$/.test(text));
      const isActive = row === this.active.row && column === this.active.column;
      cell.classList.toggle("active", isActive);
      if (isActive) cell.id = `cell-${row}-${column}`;
      else if (cell.id) cell.removeAttribute("id");
    }
  }

  /** Columns are as wide as what they have shown; they never become narrower, so that nothing jumps. */
  measure(cells) {
    let wider = false;
    cells.forEach((text, column) => {
      // A Chinese character is as wide as two Latin ones.
      const length = [...String(text ?? "")].reduce((sum, letter) => sum + (letter > "\u2e7f" ? 2 : 1), 0);
      const width = Math.min(44, Math.max(7, Math.ceil(length * 0.92) + 1));
      if (width <= (this.widths[column] ?? 0)) return;
      this.widths[column] = width;
      wider = true;
    });
    if (!wider) return;
    const tracks = this.widths.map((width) => `calc(${width}ch + 24px)`);
    this.scroller.style.setProperty("--tracks", `64px ${tracks.join(" ")} 1fr`);
    const sum = this.widths.reduce((all, width) => all + width, 0);
    this.scroller.style.setProperty("--width", `calc(64px + ${sum}ch + ${this.widths.length * 24}px)`);
  }

  key(event) {
    const page = Math.max(1, Math.floor(this.room / ROW) - 1);
    const { row, column } = this.active;
    const end = event.ctrlKey || event.metaKey;
    const moves = {
      ArrowDown: [row + 1, column], ArrowUp: [row - 1, column], ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1],
      PageDown: [row + page, column], PageUp: [row - page, column],
      Home: end ? [2, 0] : [row, 0], End: end ? [this.last, this.columns - 1] : [row, this.columns - 1],
    };
    const move = moves[event.key];
    if (!move || event.altKey) return;
    event.preventDefault();
    this.activate(...move);
  }

  click(target) {
    const cell = target.closest("[role=gridcell]");
    if (cell) this.activate(Number(cell.parentElement.getAttribute("aria-rowindex")), Number(cell.getAttribute("aria-colindex")) - 2);
  }

  activate(row, column) {
    if (this.count === 0) return;
    this.active = { row: Math.min(this.last, Math.max(2, row)), column: Math.min(this.columns - 1, Math.max(0, column)) };
    this.reveal();
    this.drawNow();
    const cell = document.getElementById(`cell-${this.active.row}-${this.active.column}`);
    if (!cell) return;
    this.scroller.setAttribute("aria-activedescendant", cell.id);
    this.revealColumn(cell);
  }

  reveal() {
    const top = (this.active.row - 2) * ROW;
    const seen = this.scroller.scrollTop * this.scale;
    if (top < seen) this.scrollTo(top);
    else if (top + ROW > seen + this.room) this.scrollTo(top + ROW - this.room);
  }

  scrollTo(top) {
    this.follow(this.active.row === this.last);
    this.scroller.scrollTop = top / this.scale;
    this.lastTop = this.scroller.scrollTop;
  }

  revealColumn(cell) {
    const numbers = 64;
    const [left, right] = [cell.offsetLeft - numbers, cell.offsetLeft + cell.offsetWidth];
    if (left < this.scroller.scrollLeft) this.scroller.scrollLeft = left;
    else if (right > this.scroller.scrollLeft + this.scroller.clientWidth) this.scroller.scrollLeft = right - this.scroller.clientWidth;
  }
}
