// A program's log: structured lines as sentences with their fields, anything else as it is.

import { make } from "./dom.js";
import { t } from "./words.js";

/** A log may be long; its end is what matters. */
const LINES = 400;
/** Fields that stand elsewhere or say nothing to a reader. */
const QUIET = new Set(["severity", "message", "time", "target", "execution", "tracking", "version"]);

/** Writes the lines of a log into a list. */
export function showLog(list, log) {
  const lines = log.trimEnd().split("\n").filter(Boolean);
  const cut = lines.length > LINES ? [make("li", { className: "soft" }, t("log.cut", { n: lines.length - LINES }))] : [];
  const shown = lines.slice(-LINES).map(line);
  list.replaceChildren(...cut, ...shown, ...(lines.length === 0 ? [make("li", { className: "soft" }, t("log.empty"))] : []));
}

function line(text) {
  const entry = parsed(text);
  if (!entry) return make("li", {}, make("span", { className: "said" }, text));
  const severity = String(entry.severity ?? "").toLowerCase();
  const fields = Object.entries(entry).filter(([name]) => !QUIET.has(name));
  const item = make("li", {}, make("span", { className: "said" }, String(entry.message)));
  for (const [name, value] of fields) {
    item.append(" ", make("span", { className: "field" }, make("em", {}, `${name}=`), typeof value === "string" ? value : JSON.stringify(value)));
  }
  item.dataset.severity = severity;
  // Colour alone tells nothing to who does not see it.
  if (["warning", "error", "critical"].includes(severity)) item.prepend(make("b", {}, `${severity}: `));
  return item;
}

function parsed(text) {
  try {
    const entry = JSON.parse(text);
    return typeof entry?.message === "string" ? entry : null;
  } catch {
    return null;
  }
}
