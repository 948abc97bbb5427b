// What a person chose, kept in this browser. Without storage (a private window) it lasts as long as the page.

const PREFIX = "signchronicle.";
const unkept = new Map();

/** What was kept under a name, or `usual`. */
export function recall(name, usual = null) {
  try {
    return localStorage.getItem(PREFIX + name) ?? unkept.get(name) ?? usual;
  } catch {
    return unkept.get(name) ?? usual;
  }
}

/** Keeps a text under a name. */
export function keep(name, text) {
  unkept.set(name, text);
  try {
    localStorage.setItem(PREFIX + name, text);
  } catch {
    // It is remembered for this page at least.
  }
}
