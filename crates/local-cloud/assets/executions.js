// Executions of the tracker job, newest first, with their logs.

import { make, reconcile, setCount, setText } from "./dom.js";
import { instant, nearTime, took } from "./time.js";

const SHOWN = 100;

const section = document.getElementById("executions");
const list = section.querySelector(".list");

/** Shows the executions; `now` is the local cloud's present. */
export function showExecutions(executions, now) {
  const newest = executions.toSorted((a, b) => (instant(b.started) || 0) - (instant(a.started) || 0)).slice(0, SHOWN);
  const counted = executions.length > SHOWN ? `last ${SHOWN} of ${executions.length}` : undefined;
  setCount(section, executions.length, counted);
  reconcile(list, newest, { key: ({ name }) => name, create, update: (element, item) => update(element, item, now) });
}

function create({ name }) {
  const part = (className) => make("span", { className });
  return make("details", { className: "execution" },
    make("summary", {}, part("chip"), part("what"), part("when"), part("took")),
    make("p", { className: "name" }, name.split("/").at(-1)),
    make("p", { className: "environment" }),
    make("pre", { className: "execution-log", tabIndex: 0 }));
}

function update(element, { env, exit_code, log, started, ended }, now) {
  const running = exit_code === null || exit_code === undefined;
  const chip = element.querySelector(".chip");
  setText(chip, running ? "running" : `exit ${exit_code}`);
  chip.dataset.kind = running ? "busy" : exit_code === 0 ? "good" : "bad";
  setText(element.querySelector(".what"), what(env ?? {}));
  const [from, to] = [instant(started), instant(ended)];
  setText(element.querySelector(".when"), Number.isNaN(from) ? "" : nearTime(from, now));
  setText(element.querySelector(".took"), Number.isNaN(to - from) ? "" : took(to - from));
  setText(element.querySelector(".environment"), environment(env ?? {}));
  setText(element.querySelector("pre"), log?.trimEnd() || (running ? "No output yet." : "No output."));
}

function what({ PLATFORM = "", EVENT_ARTIST = "", ACTION }) {
  const tracking = `${PLATFORM} ${EVENT_ARTIST}`.trim() || "tracker job";
  return ACTION && ACTION !== "tick" ? `${tracking} (${ACTION})` : tracking;
}

const environment = (env) => Object.entries(env).map(([name, value]) => `${name}=${value}`).join("  ");
