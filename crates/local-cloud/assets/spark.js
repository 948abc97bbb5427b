// A line of a few figures without axes.

import { loneOf } from "./lone.js";
import { svg } from "./svg.js";

const WIDTH = 96;
const HEIGHT = 26;
/** Half of the thickest pen. */
const EDGE = 2.5;

/** Draws values (null where there is none) into `holder`; the same line is left as it is. */
export function drawSpark(holder, values) {
  const place = placer(values);
  const [path, points] = [line(values, place), loneOf(values).map((index) => `M${place(index)}h0`).join("")];
  if (holder.dataset.path === path + points) return;
  holder.dataset.path = path + points;
  // The figure beside it says the latest value; the shape says nothing that can be read out.
  holder.replaceChildren(svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true", preserveAspectRatio: "none" },
    svg("path", { d: path }), svg("path", { class: "points", d: points })));
}

/** Where a value stands, as `x y`. */
function placer(values) {
  const numbers = values.filter((value) => typeof value === "number");
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const x = (index) => (values.length > 1 ? EDGE + (index / (values.length - 1)) * (WIDTH - 2 * EDGE) : WIDTH / 2).toFixed(1);
  const y = (value) => (most === least ? HEIGHT / 2 : HEIGHT - EDGE - ((value - least) / (most - least)) * (HEIGHT - 2 * EDGE)).toFixed(1);
  return (index) => `${x(index)} ${y(values[index])}`;
}

function line(values, place) {
  let pen = "M";
  return values.reduce((path, value, index) => {
    if (typeof value !== "number") {
      pen = "M";
      return path;
    }
    const step = `${pen}${place(index)}`;
    pen = "L";
    return path + step;
  }, "");
}
