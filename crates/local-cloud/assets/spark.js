// A line of a few figures without axes.

import { svg } from "./svg.js";

const WIDTH = 96;
const HEIGHT = 26;

/** Draws values (null where there is none) into `holder`; the same line is left as it is. */
export function drawSpark(holder, values) {
  const path = line(values);
  if (holder.dataset.path === path) return;
  holder.dataset.path = path;
  // The figure beside it says the latest value; the shape says nothing that can be read out.
  holder.replaceChildren(svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true", preserveAspectRatio: "none" }, svg("path", { d: path })));
}

function line(values) {
  const numbers = values.filter((value) => typeof value === "number");
  if (numbers.length < 2) return "";
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const x = (index) => ((index / (values.length - 1)) * WIDTH).toFixed(1);
  const y = (value) => (most === least ? HEIGHT / 2 : HEIGHT - 2 - ((value - least) / (most - least)) * (HEIGHT - 4)).toFixed(1);
  let pen = "M";
  return values.reduce((path, value, index) => {
    if (typeof value !== "number") {
      pen = "M";
      return path;
    }
    const step = `${pen}${x(index)} ${y(value)}`;
    pen = "L";
    return path + step;
  }, "");
}
