// From figures to places on the screen, and the round figures along an axis.

/** About `count` round numbers from `least` to `most`. */
export function ticks(least, most, count) {
  const rough = (most - least) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? rough;
  const first = Math.ceil(least / step) * step;
  const found = [];
  for (let value = first; value <= most + step * 1e-9; value += step) found.push(Number(value.toPrecision(12)));
  return found;
}

const MINUTE = 60_000;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080, 43_200].map((minutes) => minutes * MINUTE);

/** Round times, about `count` of them. */
export function timeTicks(from, to, count) {
  const step = STEPS.find((candidate) => (to - from) / candidate <= count) ?? STEPS.at(-1);
  const found = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) found.push(at);
  return found;
}

/** The least and the most of values, with some room around a line that never moves; null where there is none. */
export function extent(values) {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (typeof value !== "number") continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (least > most) return null;
  const room = most === least ? Math.max(1, Math.abs(most) * 0.05) : (most - least) * 0.08;
  return [least - room, most + room];
}

/** Places values from `[a, b]` at `[from, to]`. */
export const linear = ([a, b], [from, to]) => (value) => from + ((value - a) / (b - a || 1)) * (to - from);

/** The index of the time nearest to `at` in times that only grow. */
export function nearest(times, at) {
  let [low, high] = [0, times.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (times[middle] < at) low = middle;
    else high = middle;
  }
  return Math.abs((times[high] ?? Infinity) - at) < Math.abs((times[low] ?? Infinity) - at) ? high : low;
}
