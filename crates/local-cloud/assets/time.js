// Instants as people here read them.

const ZONE = "Asia/Hong_Kong";

const format = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, hourCycle: "h23", ...options });
const full = format({ weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" });
const clock = format({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
const short = format({ hour: "2-digit", minute: "2-digit" });
const day = format({ day: "numeric", month: "short" });

/** Milliseconds of an RFC 3339 text; NaN where there is none. */
export const instant = (text) => Date.parse(text ?? "");

/** `Tue, 24 Nov, 07:51:45 HKT`. */
export const fullTime = (ms) => `${full.format(ms)} HKT`;

/** `07:51`. */
export const shortTime = (ms) => short.format(ms);

/** `07:51:45`, with the day where it is not the present one. */
export function nearTime(ms, now) {
  const time = clock.format(ms);
  return day.format(ms) === day.format(now) ? time : `${day.format(ms)}, ${time}`;
}

/** `42 s`, `3 min 5 s`, `2 h 10 min`, `3 d 4 h`. */
export function duration(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const units = [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]];
  const first = units.findIndex(([, size]) => seconds >= size);
  if (first < 0) return "0 s";
  const parts = [];
  let rest = seconds;
  for (const [unit, size] of units.slice(first, first + 2)) {
    const count = Math.floor(rest / size);
    if (count > 0) parts.push(`${count} ${unit}`);
    rest -= count * size;
  }
  return parts.join(" ");
}

/** How long something took: `340 ms`, `2.1 s`, or longer. */
export function took(ms) {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : duration(ms);
}
