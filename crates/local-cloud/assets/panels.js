// The chart's drawing: panels below each other on one axis of time.

import { loneOf } from "./lone.js";
import { extent, linear, ticks, timeTicks } from "./scale.js";
import { svg } from "./svg.js";
import { wallText } from "./time.js";

const LEFT = 58;
const RIGHT = 14;
const TOP = 8;
const AXIS = 24;
const GAP = 12;

/** Draws the panels into `plot`; afterwards `plot.timeAt(x)` tells which time is at a place. */
export function drawPanels(plot, times, panels) {
  const [width, height] = [plot.clientWidth, plot.clientHeight];
  if (width < 120 || height < 60) return;
  const [from, to] = [times[0], Math.max(times.at(-1), times[0] + 60_000)];
  const x = linear([from, to], [LEFT, width - RIGHT]);
  const each = (height - TOP - AXIS - GAP * (panels.length - 1)) / panels.length;
  const parts = [timeAxis(from, to, x, width, height)];
  const dots = [];
  panels.forEach(({ kind, lines, label }, index) => {
    const top = TOP + index * (each + GAP);
    const range = extent(lines.flatMap(({ values }) => values));
    if (!range) return;
    const y = linear(range, [top + each, top]);
    parts.push(valueAxis(range, y, width, each, kind));
    if (label) parts.push(svg("text", { class: "lane", x: LEFT + 6, y: top + 12 }, label));
    lines.forEach(({ values, colour }) => {
      parts.push(svg("path", { class: `line ${colour}`, d: steps(times, values, x, y) }));
      for (const lone of loneOf(values)) parts.push(svg("circle", { class: `point ${colour}`, cx: x(times[lone]), cy: y(values[lone]), r: 3 }));
      dots.push({ values, y, element: svg("circle", { class: `dot ${colour}`, r: 4 }) });
    });
  });
  const rule = svg("line", { class: "rule", y1: TOP, y2: height - AXIS });
  const group = svg("g", { class: "cursor", visibility: "hidden" }, rule, ...dots.map(({ element }) => element));
  plot.replaceChildren(svg("svg", { width, height, "aria-hidden": "true" }, ...parts, group));
  plot.timeAt = (place) => from + ((place - LEFT) / (width - RIGHT - LEFT)) * (to - from);
  plot.cursor = { group, rule, dots, at: (index) => x(times[index]) };
}

/** Moves the cursor to a point, or takes it away; gives its place. */
export function placeCursor(plot, index) {
  const { group, rule, dots, at } = plot.cursor ?? {};
  if (!group) return 0;
  group.setAttribute("visibility", index === null ? "hidden" : "visible");
  if (index === null) return 0;
  const x = at(index);
  rule.setAttribute("x1", x);
  rule.setAttribute("x2", x);
  for (const { values, y, element } of dots) {
    const value = values[index];
    element.setAttribute("visibility", typeof value === "number" ? "inherit" : "hidden");
    if (typeof value !== "number") continue;
    element.setAttribute("cx", x);
    element.setAttribute("cy", y(value));
  }
  return x;
}

/** A price holds until the next reading, so the line goes in steps; where there is none it ends. */
function steps(times, values, x, y) {
  const path = [];
  let before = null;
  values.forEach((value, index) => {
    if (typeof value !== "number") {
      before = null;
      return;
    }
    const [left, top] = [x(times[index]).toFixed(1), y(value).toFixed(1)];
    path.push(before === null ? `M${left} ${top}` : top === before ? `H${left}` : `H${left}V${top}`);
    before = top;
  });
  return path.join("");
}

function valueAxis(range, y, width, height, kind) {
  const group = svg("g", { class: `axis values-${kind}` });
  for (const value of ticks(range[0], range[1], Math.max(3, Math.floor(height / 26)))) {
    const place = y(value);
    group.append(
      svg("line", { x1: LEFT, x2: width - RIGHT, y1: place, y2: place }),
      svg("text", { x: LEFT - 8, y: place + 4, "text-anchor": "end" }, value.toLocaleString("en")),
    );
  }
  return group;
}

function timeAxis(from, to, x, width, height) {
  const group = svg("g", { class: "axis times" });
  const isLong = to - from > 36 * 3_600_000;
  for (const at of timeTicks(from, to, Math.max(2, Math.floor(width / 110)))) {
    const isMidnight = at % 86_400_000 === 0;
    const kind = isMidnight || (isLong && at % 86_400_000 === 0) ? "day" : isLong ? "moment" : "short";
    group.append(
      svg("line", { x1: x(at), x2: x(at), y1: TOP, y2: height - AXIS }),
      svg("text", { x: x(at), y: height - 7, "text-anchor": x(at) < LEFT + 30 ? "start" : x(at) > width - 50 ? "end" : "middle" }, wallText(at, kind)),
    );
  }
  return group;
}
