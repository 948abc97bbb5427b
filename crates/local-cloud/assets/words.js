// English and Hong Kong's Chinese. Texts of the index are named by `data-t`, their attributes by `data-t-label` and its like.

import { setText } from "./dom.js";
import { keep, recall } from "./memory.js";
import { WORDS as EN } from "./words-en.js";
import { WORDS as ZH } from "./words-zh.js";

const TABLES = { en: EN, "zh-HK": ZH };
const ATTRIBUTES = { tLabel: "aria-label", tPlaceholder: "placeholder", tTitle: "title" };

/** `en` or `zh-HK`: what was chosen, otherwise what the browser prefers. */
let language = recall("language") ?? (navigator.language.toLowerCase().startsWith("zh") ? "zh-HK" : "en");
if (!(language in TABLES)) language = "en";

/** The language that is shown. */
export const shownLanguage = () => language;

/** The words under a key, with what stands in braces filled in. */
export function t(key, values = {}) {
  const words = TABLES[language][key] ?? key;
  return words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** A counted thing: `1 row`, `2 rows`; both tables have `.one` and `.many`. */
export function counted(key, count) {
  return t(`${key}.${count === 1 ? "one" : "many"}`, { n: count.toLocaleString(language) });
}

/** Writes the texts of the index in the shown language. */
export function translateIndex() {
  document.documentElement.lang = language;
  document.title = t("title");
  for (const element of document.querySelectorAll("[data-t]")) setText(element, t(element.dataset.t));
  for (const [name, attribute] of Object.entries(ATTRIBUTES)) {
    const marked = `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    for (const element of document.querySelectorAll(`[${marked}]`)) element.setAttribute(attribute, t(element.dataset[name]));
  }
}

/** Changes the language for good. */
export function setLanguage(chosen) {
  language = chosen;
  keep("language", chosen);
  translateIndex();
}
