// A tab's figures over time: a panel for each kind, one cursor through all, moved by pointer or arrow keys.

import { get } from "./api.js";
import { make, reconcile, setShown, setText } from "./dom.js";
import { columnsOf, KINDS, timeColumn } from "./figures.js";
import { keep, recall } from "./memory.js";
import { drawPanels, placeCursor } from "./panels.js";
import { nearest } from "./scale.js";
import { wallText, wallTime } from "./time.js";
import { counted, shownLanguage, t } from "./words.js";

/** No screen shows more. */
const POINTS = 900;
/** More lines than this are a tangle, and there are no more colours. */
const MOST_LINES = 8;
/** The total stands above its parts where each panel keeps so much height, in pixels. */
const LEAST_PANEL = 80;
/** What a line of the reading beside the cursor takes, and all that is not such a line. */
const TIP_LINE = 21;
const TIP_REST = 50;
const RANGES = { hour: 3_600_000, hours: 6 * 3_600_000, day: 86_400_000, all: Infinity };
/** Before the chart is drawn again while rows come fast. */
const PAUSE_MS = 1000;

const holder = document.getElementById("chart");
const plot = holder.querySelector(".plot");
const note = holder.querySelector(".note");
const tip = holder.querySelector(".tip");
const names = holder.querySelector(".names");
const legend = holder.querySelector(".legend");
const ranges = holder.querySelector(".ranges");

let range = recall("range", "all");
if (!(range in RANGES)) range = "all";
/** What a person has switched off; until then, what was sold is shown only where there is neither price nor stock. */
let hiddenKinds = recall("hidden-kinds") === null ? null : new Set(recall("hidden-kinds").split(","));
let tab = null;
let shown = null;
let cursor = null;
let drawnAt = { what: null, last: 0, time: 0 };
let later = 0;

/** Draws the chart of a tab, if its figures have grown; while rows come fast, once a second. */
export async function showSeries(now) {
  tab = now;
  if (!tab || tab.last < 2 || holder.clientWidth === 0) return;
  const what = `${tab.key} ${range} ${shownLanguage()}`;
  if (drawnAt.what === what && drawnAt.last === tab.last) return;
  const wait = drawnAt.what === what ? drawnAt.time + PAUSE_MS - performance.now() : 0;
  clearTimeout(later);
  if (wait > 0) {
    later = setTimeout(() => void showSeries(tab).catch(() => {}), wait);
    return;
  }
  drawnAt = { what, last: tab.last, time: performance.now() };
  try {
    await look(tab);
  } catch (error) {
    drawnAt = { ...drawnAt, last: 0 };
    throw error;
  }
}

async function look(asked) {
  const columns = columnsOf(asked.header);
  const place = timeColumn(asked.header);
  if (place < 0 || columns.length === 0) {
    shown = null;
    return draw();
  }
  const series = await fetchSeries(asked, [place, ...columns.map((column) => column.place)]);
  if (asked.key !== tab?.key) return;
  // A row whose time somebody has overwritten with words has no place on the axis.
  const kept = series.columns[0].flatMap((time, index) => (typeof time === "number" ? [index] : []));
  shown = {
    rows: kept.map((index) => series.rows[index]),
    times: kept.map((index) => wallTime(series.columns[0][index])),
    lines: columns.map((column, line) => ({ ...column, values: kept.map((index) => series.columns[line + 1][index]) }))
      .filter(({ values }) => values.some((value) => typeof value === "number")),
    every: series.rows.length > 1 ? Math.round((series.rows.at(-1) - series.rows[0]) / (series.rows.length - 1)) : 1,
  };
  draw();
}

/** The whole, or only the rows of the last hours: where they begin is seen in the whole. */
async function fetchSeries({ path, last }, places) {
  const all = (from) => get(`${path}/series?columns=${places.join(",")}&points=${POINTS}&from=${from}`);
  const whole = await all(2);
  const times = whole.columns[0];
  const end = times.findLast((time) => typeof time === "number");
  if (RANGES[range] === Infinity || end === undefined) return whole;
  const begin = end - RANGES[range] / 86_400_000;
  const first = times.findIndex((time) => typeof time === "number" && time >= begin);
  const isWhole = whole.rows.length >= last - 1;
  const from = whole.rows[Math.max(0, isWhole ? first : first - 1)] ?? 2;
  return all(from);
}

function draw() {
  const kinds = shownKinds();
  const hidden = hiddenOf(kinds);
  const visible = kinds.filter((kind) => !hidden.has(kind));
  const panels = visible.flatMap(panelsOf);
  reconcile(names, panels.flatMap(({ lines }) => lines).filter(({ kind }) => kind === "item"), { key: ({ place }) => place, create: () => make("span", {}, key(), make("em")), update: updateName });
  setShown(plot, panels.length > 0);
  const words = { none: t("chart.none"), hidden: t("chart.hidden") };
  setText(note, !shown || kinds.length === 0 ? words.none : panels.length === 0 ? words.hidden : shown.every > 1 ? t("chart.every", { n: shown.every }) : "");
  reconcile(legend, kinds, { key: (kind) => kind, create: createToggle, update: updateToggle });
  for (const button of ranges.children) button.setAttribute("aria-pressed", String(button.dataset.range === range));
  if (panels.length === 0) return hideCursor();
  drawPanels(plot, shown.times, panels);
  plot.setAttribute("aria-valuemax", shown.times.length - 1);
  if (cursor === null) plot.setAttribute("aria-valuetext", t("chart.summary", { rows: counted("row", tab.last - 1), from: wallText(shown.times[0]), to: wallText(shown.times.at(-1)) }));
  else moveTo(Math.min(cursor, shown.times.length - 1));
}

const hiddenOf = (kinds) => hiddenKinds ?? new Set(kinds.length > 1 ? ["sold"] : []);

const shownKinds = () => KINDS.filter((kind) => shown?.lines.some(({ of }) => of === kind));

/**
 * A kind's panels. The total of several products would press their lines flat, so it has a panel of its own, where there is
 * room; of too many products there is the total alone.
 */
function panelsOf(kind, _, { length: kinds }) {
  const own = shown.lines.filter(({ of }) => of === kind);
  const total = own.filter((line) => line.kind !== "item").map((line) => ({ ...line, colour: `line-${kind}` }));
  const items = own.filter((line) => line.kind === "item").map((line, index) => ({ ...line, colour: `line-${index % MOST_LINES}` }));
  if (items.length === 0 || (total.length > 0 && items.length > MOST_LINES)) return [{ kind, lines: total }];
  const parts = { kind, lines: items.slice(0, MOST_LINES) };
  const hasRoom = plot.clientHeight >= 2 * kinds * LEAST_PANEL;
  return total.length > 0 && hasRoom ? [{ kind, lines: total, label: total[0].name }, parts] : [parts];
}

const key = (colour = "") => make("i", { className: `key ${colour}` });

function updateName(element, line) {
  element.firstChild.className = `key ${line.colour}`;
  setText(element.lastChild, shortName(line));
}

/** A product's name without what its column tells of it, which the panel says. */
const shortName = ({ name, kind, of }) => (kind === "item" && name.endsWith(` ${of}`) ? name.slice(0, -of.length - 1) : name);

function createToggle(kind) {
  return make("button", { type: "button", className: "toggle", onclick: () => toggle(kind) });
}

function updateToggle(button, kind) {
  setText(button, t(`figure.${kind}`));
  button.dataset.kind = kind;
  button.setAttribute("aria-pressed", String(!hiddenOf(shownKinds()).has(kind)));
}

function toggle(kind) {
  hiddenKinds = new Set(hiddenOf(shownKinds()));
  if (!hiddenKinds.delete(kind)) hiddenKinds.add(kind);
  keep("hidden-kinds", [...hiddenKinds].join(","));
  draw();
}

function moveTo(index) {
  cursor = index;
  const at = shown.times[index];
  const hidden = hiddenOf(shownKinds());
  const visible = shown.lines.filter(({ of }) => !hidden.has(of));
  const spoken = visible.map(({ name, values }) => `${name} ${values[index] ?? t("chart.noreading")}`).join(", ");
  plot.setAttribute("aria-valuenow", index);
  plot.setAttribute("aria-valuetext", `${wallText(at)}: ${spoken}`);
  const x = placeCursor(plot, index);
  tip.replaceChildren(make("strong", {}, wallText(at)), ...readingsAt(index));
  setShown(tip, true);
  const room = holder.clientWidth - tip.offsetWidth - 8;
  const beside = x + 14 > room ? x - tip.offsetWidth - 14 : x + 14;
  const below = Math.min(40, holder.clientHeight - tip.offsetHeight - 4);
  tip.style.transform = `translate(${Math.max(4, beside)}px, ${Math.max(0, below)}px)`;
}

/** The values beside the cursor: totals, then the products that have most, as many as have room. */
function readingsAt(index) {
  const hidden = hiddenOf(shownKinds());
  const kinds = shownKinds().filter((kind) => !hidden.has(kind));
  const colours = new Map(kinds.flatMap(panelsOf).flatMap(({ lines }) => lines).map(({ place, colour }) => [place, colour]));
  const visible = shown.lines.filter(({ of }) => !hidden.has(of));
  const totals = visible.filter(({ kind }) => kind !== "item");
  const items = visible.filter(({ kind }) => kind === "item").sort((one, other) => (other.values[index] ?? -Infinity) - (one.values[index] ?? -Infinity));
  const all = [...totals, ...items];
  const most = Math.max(2, Math.floor((holder.clientHeight - TIP_REST) / TIP_LINE));
  const told = all.length > most ? all.slice(0, most - 1) : all;
  const lines = told.map((line) => {
    const value = line.values[index];
    return make("span", {}, key(colours.get(line.place)), make("em", {}, kinds.length > 1 ? line.name : shortName(line)), typeof value === "number" ? value.toLocaleString("en") : "–");
  });
  if (told.length < all.length) lines.push(make("span", {}, key(), make("em", {}, t("chart.more", { n: all.length - told.length }))));
  return lines;
}

function hideCursor() {
  cursor = null;
  setShown(tip, false);
  placeCursor(plot, null);
}

plot.addEventListener("pointermove", ({ clientX }) => {
  if (!shown || shown.times.length === 0) return;
  const time = plot.timeAt?.(clientX - plot.getBoundingClientRect().left);
  if (time !== undefined) moveTo(nearest(shown.times, time));
});
plot.addEventListener("pointerleave", () => {
  if (document.activeElement !== plot) hideCursor();
});
plot.addEventListener("blur", hideCursor);
plot.addEventListener("keydown", (event) => {
  if (!shown || shown.times.length === 0) return;
  const end = shown.times.length - 1;
  const at = cursor ?? end;
  const page = Math.max(1, Math.round(end / 10));
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, ArrowDown: at - 1, ArrowUp: at + 1, PageUp: at - page, PageDown: at + page, Home: 0, End: end }[event.key];
  if (event.key === "Escape") hideCursor();
  if (to === undefined) return;
  event.preventDefault();
  moveTo(Math.min(end, Math.max(0, cursor === null ? end : to)));
});
ranges.addEventListener("click", ({ target }) => {
  if (!target.dataset.range) return;
  range = target.dataset.range;
  keep("range", range);
  hideCursor();
  void showSeries(tab).catch(() => {});
});
new ResizeObserver(() => {
  if (shown) draw();
  else if (tab) void showSeries(tab).catch(() => {});
}).observe(plot.parentElement);
