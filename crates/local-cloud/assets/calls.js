// The journal: what has passed between the programs and the local cloud, newest first, with bodies where one is opened.

import { get } from "./api.js";
import { present } from "./clock.js";
import { make, reconcile, setShown, setText } from "./dom.js";
import { refresh } from "./live.js";
import { keep, recall } from "./memory.js";
import { instant, nearTime, took } from "./time.js";
import { t } from "./words.js";

const PAGE = 100;
/** Older ones are found by the filters. */
const MOST = 500;

const section = document.getElementById("calls");
const list = section.querySelector(".list");
const service = document.getElementById("calls-service");
const failed = document.getElementById("calls-failed");
const text = document.getElementById("calls-text");
const held = document.getElementById("calls-held");
const more = document.getElementById("calls-more");
let calls = [];
let older = [];
let typed = 0;
/** While somebody reads a call, no newer one pushes it away. */
const isReading = () => list.querySelector("details[open]") !== null;

/** Wires the filters, which are kept for the next time. */
export function startCalls() {
  service.value = recall("calls-service", "") ?? "";
  failed.checked = recall("calls-failed") === "true";
  for (const field of [service, failed]) field.addEventListener("change", changed);
  text.addEventListener("input", () => {
    clearTimeout(typed);
    typed = setTimeout(changed, 250);
  });
  more.addEventListener("click", async () => {
    const before = [...calls, ...older].at(-1)?.number;
    const found = await get(address(before)).catch(() => ({ calls: [] }));
    older.push(...found.calls);
    draw(found.calls.length === PAGE);
  });
}

/** Looks at the newest calls that pass the filters. */
export async function lookAtCalls() {
  setText(held, isReading() ? t("calls.held") : "");
  if (isReading()) return;
  const found = (await get(address())).calls;
  // What was fetched before and is not among the newest any more goes on below, without a gap.
  const known = [...calls, ...older].filter(({ number }) => number < (found.at(-1)?.number ?? 0));
  older = older.length > 0 ? known.slice(0, MOST) : [];
  calls = found;
  draw(found.length === PAGE);
}

function changed() {
  keep("calls-service", service.value);
  keep("calls-failed", String(failed.checked));
  older = [];
  list.replaceChildren();
  refresh("journal");
}

function address(before) {
  const query = new URLSearchParams({ limit: PAGE });
  if (service.value) query.set("service", service.value);
  if (failed.checked) query.set("failed", "true");
  if (text.value.trim()) query.set("text", text.value.trim());
  if (before) query.set("before", before);
  return `/_local/calls?${query}`;
}

function draw(mayHaveMore) {
  const now = present();
  const shown = [...calls, ...older];
  reconcile(list, shown, { key: ({ number }) => number, create, update: (element, call) => update(element, call, now) });
  setShown(section.querySelector(".empty"), shown.length === 0);
  setShown(more, mayHaveMore && shown.length < MOST);
}

function create({ number }) {
  const part = (className) => make("span", { className });
  const element = make("details", { className: "call" },
    make("summary", {}, part("chip"), part("service"), part("method"), part("path"), part("fault"), part("when"), part("took")),
    make("div", { className: "more" }));
  element.addEventListener("toggle", () => {
    if (element.open) void load(element.querySelector(".more"), number);
    refresh("journal");
  });
  return element;
}

function update(element, { status, service: whose, method, path, fault, at, took_ms: ms }, now) {
  const chip = element.querySelector(".chip");
  setText(chip, status === null ? t("call.cut") : String(status));
  chip.dataset.kind = status === null || status >= 500 ? "bad" : status >= 400 ? "busy" : "good";
  setText(element.querySelector(".service"), whose);
  setText(element.querySelector(".method"), method);
  setText(element.querySelector(".path"), path);
  setText(element.querySelector(".fault"), fault ? t("call.fault") : "");
  setText(element.querySelector(".when"), nearTime(instant(at), now));
  setText(element.querySelector(".took"), took(ms));
}

async function load(holder, number) {
  try {
    const call = await get(`/_local/calls/${number}`);
    const facts = [call.execution, call.caller, call.fault && JSON.stringify(call.fault)].filter(Boolean).join(" · ");
    holder.replaceChildren(make("p", { className: "facts" }, `${call.method} ${call.path}`), make("p", { className: "facts" }, facts), body("call.request", call.request), body("call.response", call.response));
  } catch (error) {
    holder.replaceChildren(make("p", { className: "bad" }, error.message));
  }
}

function body(key, content) {
  return make("figure", {}, make("figcaption", {}, t(key)), make("pre", { tabIndex: 0, "aria-label": t(key) }, content ? pretty(content) : t("call.nobody")));
}

function pretty(content) {
  try {
    return JSON.stringify(JSON.parse(content), null, 2);
  } catch {
    return content;
  }
}
