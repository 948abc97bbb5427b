// The spreadsheets' tabs as they fill: one of them as a grid, with a chart of its figures.

import { get } from "./api.js";
import { showSeries } from "./chart.js";
import { make, reconcile, setCount, setShown, setText } from "./dom.js";
import { Grid } from "./grid.js";
import { go, hashOf, onRoute, route } from "./route.js";
import { Rows } from "./rows.js";
import { showTabs } from "./trackings.js";
import { counted } from "./words.js";

const section = document.getElementById("sheet");
const tablist = section.querySelector("[role=tablist]");
const scroller = document.getElementById("sheet-grid");
const download = document.getElementById("sheet-csv");
const missing = section.querySelector(".missing");
const followButton = document.getElementById("sheet-follow");

let tabs = [];
let chosen = null;
let rows = new Rows(async () => ({ rows: [] }), () => {});
const grid = new Grid(scroller, {
  at: (row) => rows.at(row),
  want: (from, to) => rows.want(from, to).catch(() => {}),
  followed: (following) => setShown(followButton, !following),
});

/** Wires the tabs, the download and the jump to the end. */
export function startSheet() {
  tablist.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || tabs.length === 0) return;
    event.preventDefault();
    const index = tabs.findIndex(({ key }) => key === chosen?.key);
    go("sheet", tabs[(index + step + tabs.length) % tabs.length].gid);
    requestAnimationFrame(() => tablist.querySelector("[aria-selected=true]")?.focus());
  });
  followButton.addEventListener("click", () => {
    grid.follow(true);
    scroller.focus();
  });
  onRoute(() => {
    choose(tabs);
    draw();
    revealTab();
  });
}

/** Looks at the tabs, and at the rows in sight of the chosen one. */
export async function lookAtSheets() {
  const { spreadsheets } = await get("/_local/sheets");
  const before = tabs;
  tabs = spreadsheets.flatMap(({ id, tabs: inside }) => inside.map((tab) => named(id, tab)));
  choose(before);
  draw();
  await Promise.all([showTabs(tabs), showSeries(chosen)]);
}

function named(book, { title, sheet_id: gid, header, last }) {
  const path = `/_local/sheets/${encodeURIComponent(book)}/${gid}`;
  return { key: `${book}/${gid}`, gid: String(gid), title, path, header, last };
}

/** The tab of the address; while it names none, the one that got its first row last. */
function choose(before) {
  const linked = route.view === "sheet" && route.picked && tabs.find(({ gid }) => gid === route.picked);
  const lasts = new Map(before.map(({ key, last }) => [key, last]));
  const grown = tabs.findLast(({ key, last }) => last > 1 && (lasts.get(key) ?? 0) <= 1);
  const stays = tabs.find(({ key }) => key === chosen?.key);
  const filled = tabs.find(({ last }) => last > 1);
  const next = linked || (route.picked && stays) || grown || stays || filled || tabs[0] || null;
  setShown(missing, tabs.length > 0 && route.view === "sheet" && Boolean(route.picked) && !linked);
  const isOther = next?.key !== chosen?.key;
  const hasHeader = next?.header.length > 0;
  const header = JSON.stringify(next?.header);
  const isAnew = isOther || header !== JSON.stringify(chosen?.header);
  chosen = next;
  if (isAnew && hasHeader) open(next);
  else rows.grow();
}

function open(tab) {
  rows = new Rows((from, to) => get(`${tab.path}/rows?from=${from}&to=${to}`), () => {
    for (const row of grid.lines.keys()) grid.measure(rows.at(row) ?? []);
    grid.draw();
  });
  grid.open(tab.header);
}

function draw() {
  reconcile(tablist, tabs, { key: ({ key }) => key, create: createTab, update: updateTab });
  const count = Math.max(0, (chosen?.last ?? 0) - 1);
  setCount(section, count, count ? counted("row", count) : "");
  for (const part of [scroller, download, document.getElementById("chart")]) setShown(part, count > 0);
  if (!chosen) return;
  download.href = `${chosen.path}/csv`;
  download.download = `${chosen.title}.csv`;
  scroller.setAttribute("aria-label", chosen.title);
  grid.setLast(count > 0 ? chosen.last : 0);
  if (chosen.gid && route.view === "sheet") void showSeries(chosen).catch(() => {});
}

/** Of many tabs only some have room. */
function revealTab() {
  tablist.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function createTab() {
  return make("a", { role: "tab", "aria-controls": "sheet-grid" });
}

function updateTab(element, { key, gid, title }) {
  setText(element, title);
  element.title = title;
  element.href = hashOf("sheet", gid);
  const isChosen = key === chosen?.key;
  if (isChosen && element.getAttribute("aria-selected") !== "true") requestAnimationFrame(revealTab);
  element.setAttribute("aria-selected", String(isChosen));
  element.tabIndex = isChosen ? 0 : -1;
}
