// Executions of the tracker job: a timeline of them, and the newest with their logs.

import { get } from "./api.js";
import { present } from "./clock.js";
import { make, reconcile, setCount, setShown, setText } from "./dom.js";
import { showLog } from "./log.js";
import { go, hashOf, onRoute, route } from "./route.js";
import { instant, nearTime, took } from "./time.js";
import { drawTimeline } from "./timeline.js";
import { counted, t } from "./words.js";

/** So many rows are elements; the timeline shows all that are listed. */
const ROWS = 100;

const section = document.getElementById("executions");
const list = section.querySelector(".list");
const timeline = section.querySelector(".timeline");
const missing = section.querySelector(".missing");
let all = [];
/** Whether it is known which there are. */
let isLooked = false;

/** Wires the timeline and the address, which names the execution that is open. */
export function startExecutions() {
  new ResizeObserver(drawLine).observe(section);
  onRoute(openPicked);
}

/** Looks at the newest executions. */
export async function lookAtExecutions() {
  const { executions } = await get("/_local/executions");
  all = executions.map((one) => ({ ...one, from: instant(one.started), to: instant(one.ended), tracking: trackingOf(one), what: what(one), kind: kindOf(one) }));
  setCount(section, all.length, all.length > 0 ? counted("run", all.length) : "");
  isLooked = true;
  const now = present();
  const rows = all.slice(0, ROWS);
  const picked = route.view === "executions" && all.find(({ name }) => name === route.picked);
  if (picked && !rows.includes(picked)) rows.push(picked);
  reconcile(list, rows, { key: ({ name }) => name, create, update: (element, one) => update(element, one, now) });
  drawLine();
  openPicked();
}

/** The state of an execution as a person calls it, and how good that is. */
function kindOf({ state }) {
  return { running: "busy", succeeded: "good", cancelled: "quiet" }[state] ?? "bad";
}

function drawLine() {
  drawTimeline(timeline, all, (name) => go("executions", name));
}

/** The address names what is open; a person who opens another one changes the address. */
function openPicked() {
  const isPicked = route.view === "executions" && Boolean(route.picked);
  setShown(missing, isLooked && isPicked && !all.some(({ name }) => name === route.picked));
  if (!isPicked) return;
  const element = [...list.children].find(({ dataset }) => dataset.key === route.picked);
  if (!element || element.open) return;
  element.open = true;
  element.scrollIntoView({ block: "nearest" });
  element.querySelector("summary").focus({ preventScroll: true });
}

function create({ name }) {
  const part = (className) => make("span", { className });
  const element = make("details", { className: "execution" },
    make("summary", {}, part("chip"), part("what"), part("when"), part("took")),
    make("div", { className: "more" }, make("p", { className: "facts" }), make("ol", { className: "log-lines", tabIndex: 0 }), make("details", { className: "environment" }, make("summary", { className: "environment-label" }), make("pre"))));
  element.addEventListener("toggle", ({ target }) => {
    if (target !== element) return;
    if (element.open) void load(element, name).catch(() => {});
    if (element.open && route.picked !== name) history.replaceState(null, "", hashOf("executions", name));
  });
  return element;
}

function update(element, one, now) {
  const chip = element.querySelector(".chip");
  setText(chip, one.exit_code === null || one.state === "cancelled" ? t(`execution.${one.state}`) : t("execution.exit", { code: one.exit_code }));
  chip.dataset.kind = one.kind;
  setText(element.querySelector(".what"), one.what);
  setText(element.querySelector(".when"), Number.isNaN(one.from) ? "" : nearTime(one.from, now));
  setText(element.querySelector(".took"), Number.isNaN(one.to) ? "" : took(one.to - one.from));
  setText(element.querySelector(".environment-label"), t("execution.environment"));
  element.querySelector(".log-lines").setAttribute("aria-label", t("execution.log"));
  const state = `${one.state} ${one.to}`;
  if (element.open && element.dataset.state !== state) void load(element, one.name).catch(() => {});
  if (one.state !== "running") element.dataset.state = state;
}

/** The log and the environment are fetched only for what is open. */
async function load(element, name) {
  const { log, env } = await get(`/_local/executions/${encodeURIComponent(name)}`);
  setText(element.querySelector(".facts"), name);
  showLog(element.querySelector(".log-lines"), log);
  setText(element.querySelector(".environment pre"), Object.entries(env).map(([key, value]) => `${key}=${value}`).join("\n"));
}

const trackingOf = ({ platform, event }) => `${platform ?? ""} ${event ?? ""}`.trim() || t("execution.job");

const what = (one) => (one.action && one.action !== "tick" ? `${trackingOf(one)} (${one.action})` : trackingOf(one));
