// Executions on an axis of time, a lane for each tracking.

import { linear, timeTicks } from "./scale.js";
import { svg } from "./svg.js";
import { shortTime } from "./time.js";

const LANE = 22;
const AXIS = 20;
/** Lanes that have room; what has no lane of its own shares the last. */
const LANES = 6;
/** A mark is at least so wide that a finger finds it. */
const LEAST = 4;
/** Half the width of a time on the axis. */
const HALF_TIME = 20;

/** Draws the marks; a press on one calls `onPick` with the execution's name. The list below says the same in words. */
export function drawTimeline(holder, executions, onPick) {
  const { paddingLeft, paddingRight } = getComputedStyle(holder);
  const width = holder.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
  const timed = executions.filter(({ from }) => !Number.isNaN(from));
  if (width < 100 || timed.length === 0) return holder.replaceChildren();
  const label = width < 600 ? 0 : 160;
  const from = Math.min(...timed.map((one) => one.from));
  const to = Math.max(...timed.map((one) => (Number.isNaN(one.to) ? one.from : one.to)), from + 60_000);
  const x = linear([from, to], [label + 4, width - 12]);
  const names = [...new Set(timed.map(({ tracking }) => tracking))];
  const laneOf = (tracking) => Math.min(names.indexOf(tracking), LANES - 1);
  const lanes = Math.min(names.length, LANES);
  const height = lanes * LANE + AXIS;
  const parts = timeTicks(from, to, Math.max(2, Math.floor((width - label) / 90))).map((at) => tick(x(at), width, height, shortTime(at)));
  for (let lane = 0; lane < lanes; lane += 1) {
    const text = lane === LANES - 1 && names.length > LANES ? "…" : names[lane];
    if (label) parts.push(svg("text", { class: "lane", x: 0, y: lane * LANE + 15 }, text.length > 20 ? `${text.slice(0, 19)}…` : text));
  }
  for (const one of timed) parts.push(mark(one, x, laneOf(one.tracking) * LANE, onPick));
  holder.replaceChildren(svg("svg", { width, height, "aria-hidden": "true" }, ...parts));
}

function tick(x, width, height, text) {
  const anchor = x > width - HALF_TIME ? "end" : x < HALF_TIME ? "start" : "middle";
  return svg("g", { class: "axis" },
    svg("line", { x1: x, x2: x, y1: 0, y2: height - AXIS }),
    svg("text", { x, y: height - 5, "text-anchor": anchor }, text));
}

function mark({ name, what, from, to, kind }, x, top, onPick) {
  const end = Number.isNaN(to) ? from : to;
  const element = svg("rect", { class: `mark ${kind}`, x: x(from), y: top + 4, width: Math.max(LEAST, x(end) - x(from)), height: LANE - 8, rx: 2 },
    svg("title", {}, `${what}, ${shortTime(from)}`));
  element.addEventListener("click", () => onPick(name));
  return element;
}
