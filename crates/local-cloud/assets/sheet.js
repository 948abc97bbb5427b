// The spreadsheets' tabs as they fill.

import { make, reconcile, setCount, setShown, setText, stickToEnd } from "./dom.js";

/** As many rows of a tab are shown, its last ones. */
const SHOWN_ROWS = 200;

const section = document.getElementById("sheet");
const grid = document.getElementById("sheet-grid");
const tablist = section.querySelector("[role=tablist]");
const [head, body] = grid.querySelectorAll("thead, tbody");
const jumpToEnd = stickToEnd(grid);

let tabs = [];
let chosen = null;
let chosenByPerson = false;
let drawn = null;

tablist.addEventListener("click", ({ target }) => {
  const tab = target.closest("[role=tab]");
  if (tab) choose(tab.dataset.key);
});
tablist.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const index = tabs.findIndex(({ key }) => key === chosen);
  choose(tabs[(index + step + tabs.length) % tabs.length].key);
  tablist.querySelector("[aria-selected=true]").focus();
});

/** Shows the tabs of all spreadsheets, one of them with its rows. */
export function showSheet(spreadsheets) {
  const before = new Map(tabs.map(({ key, values }) => [key, values.length]));
  tabs = spreadsheets.flatMap(({ id, tabs: inside }) =>
    inside.map(({ title, sheet_id: gid, values, raw }) => ({ key: `${id}/${title}`, title, gid, values: values ?? [], raw: raw ?? [] })));
  openLinked();
  follow(before);
  draw();
}

/** A link of the bot names a tab as Google Sheets does: `#gid=7`. */
function openLinked() {
  const gid = new URLSearchParams(location.hash.slice(1)).get("gid");
  const tab = gid && tabs.find((tab) => String(tab.gid) === gid);
  if (!tab) return;
  history.replaceState(null, "", location.pathname);
  chosen = tab.key;
  chosenByPerson = true;
  section.scrollIntoView();
}

/** Until a person chooses, the tab that got a row last is shown. */
function follow(before) {
  const exists = tabs.some(({ key }) => key === chosen);
  if (exists && chosenByPerson) return;
  const grown = tabs.findLast(({ key, values }) => values.length > (before.get(key) ?? 0));
  if (grown) chosen = grown.key;
  else if (!exists) chosen = tabs[0]?.key ?? null;
  chosenByPerson = false;
}

function choose(key) {
  chosen = key;
  chosenByPerson = true;
  draw();
}

function draw() {
  reconcile(tablist, tabs, { key: ({ key }) => key, create: createTab, update: updateTab });
  const tab = tabs.find(({ key }) => key === chosen);
  const rows = Math.max(0, (tab?.values.length ?? 0) - 1);
  const counted = rows === 1 ? "1 row" : `${rows.toLocaleString("en")} rows`;
  setCount(section, rows, rows > SHOWN_ROWS ? `last ${SHOWN_ROWS} of ${counted}` : rows ? counted : "");
  setShown(grid, rows > 0);
  if (!tab) return;
  const isOther = drawn !== chosen;
  drawn = chosen;
  grid.classList.toggle("settled", !isOther);
  if (isOther) body.replaceChildren();
  drawRows(tab);
  if (isOther) jumpToEnd();
}

function drawRows({ values, raw }) {
  const first = Math.max(1, values.length - SHOWN_ROWS);
  const numbered = values.map((cells, index) => ({ cells, numbers: raw[index] ?? [], row: index + 1 }));
  const columns = numbered.slice(first).reduce((most, { cells }) => Math.max(most, cells.length), values[0]?.length ?? 0);
  const width = ({ cells, ...rest }) => ({ ...rest, cells: Array.from({ length: columns }, (_, at) => String(cells[at] ?? "")) });
  const rows = { key: ({ row }) => row, create: ({ row }) => make("tr", {}, rowNumber(row)) };
  reconcile(head, numbered.slice(0, 1).map(width), { ...rows, update: (line, item) => fill(line, item, headCell) });
  reconcile(body, numbered.slice(first).map(width), { ...rows, update: (line, item) => fill(line, item, bodyCell) });
}

function fill(line, { cells, numbers }, cell) {
  while (line.children.length > cells.length + 1) line.lastElementChild.remove();
  while (line.children.length < cells.length + 1) line.append(cell());
  cells.forEach((text, at) => {
    const element = line.children[at + 1];
    setText(element, text);
    element.classList.toggle("number", typeof numbers[at] === "number");
  });
}

const rowNumber = (row) => make("th", { scope: "row", className: "row-number" }, String(row));
const headCell = () => make("th", { scope: "col" });
const bodyCell = () => make("td");

function createTab() {
  return make("button", { type: "button", role: "tab", "aria-controls": "sheet-grid" });
}

function updateTab(element, { key, title }) {
  setText(element, title);
  element.setAttribute("aria-selected", String(key === chosen));
  element.tabIndex = key === chosen ? 0 : -1;
}
