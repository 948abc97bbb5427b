// Instants as people here read them.

import { shownLanguage, t } from "./words.js";

const ZONE = "Asia/Hong_Kong";
const FORMATS = {
  full: { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" },
  clock: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
  short: { hour: "2-digit", minute: "2-digit" },
  day: { day: "numeric", month: "short" },
  moment: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
};
const made = new Map();

/** Making a format is dear, so each is made once for each language and zone. */
function format(kind, zone = ZONE) {
  const language = shownLanguage() === "en" ? "en-GB" : "zh-HK";
  const key = `${kind} ${language} ${zone}`;
  if (!made.has(key)) made.set(key, new Intl.DateTimeFormat(language, { timeZone: zone, hourCycle: "h23", ...FORMATS[kind] }));
  return made.get(key);
}

/** Milliseconds of an RFC 3339 text; NaN where there is none. */
export const instant = (text) => Date.parse(text ?? "");

/** `Tue, 24 Nov, 07:51:45 HKT`. */
export const fullTime = (ms) => `${format("full").format(ms)} HKT`;

/** `07:51`. */
export const shortTime = (ms) => format("short").format(ms);

/** `07:51:45`, with the day where it is not the present one. */
export function nearTime(ms, now) {
  const time = format("clock").format(ms);
  const day = format("day");
  return day.format(ms) === day.format(now) ? time : `${day.format(ms)}, ${time}`;
}

/** A wall-clock time that a sheet counts in days since 30 December 1899, as milliseconds in a world without zones. */
export const wallTime = (serial) => Math.round((serial - 25_569) * 86_400) * 1000;

/** An instant as a [`wallTime`] of a zone. */
export function wallNow(ms, zone = ZONE) {
  const key = `wall ${zone}`;
  // Sweden writes a date and a time as a machine does.
  if (!made.has(key)) made.set(key, new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" }));
  return instant(`${made.get(key).format(ms).replace(" ", "T")}Z`);
}

/** A [`wallTime`] as `24 Nov, 07:51`, or one of the other kinds. */
export const wallText = (ms, kind = "moment") => format(kind, "UTC").format(ms);

/** `42 s`, `3 min 5 s`, `2 h 10 min`, `3 d 4 h`. */
export function duration(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const units = [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]];
  const first = units.findIndex(([, size]) => seconds >= size);
  if (first < 0) return `0 ${t("unit.s")}`;
  const parts = [];
  let rest = seconds;
  for (const [unit, size] of units.slice(first, first + 2)) {
    const count = Math.floor(rest / size);
    if (count > 0) parts.push(`${count} ${t(`unit.${unit}`)}`);
    rest -= count * size;
  }
  return parts.join(" ");
}

/** How long something took: `340 ms`, `2.1 s`, or longer. */
export function took(ms) {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} ${t("unit.s")}` : duration(ms);
}
