// Waits in the page until an element is there, or without a selector until nothing changes any more, and hands out the page.
const [selector, patience, slice, quiet, restless, bound, done] = arguments;
const load = performance.getEntriesByType("navigation")[0];
const status = load?.responseStatus ?? 0;
// The page of an error shows no element that is worth waiting for.
const isError = status >= 400 || location.protocol === "chrome-error:";
const wanted = isError ? null : selector;
let silence;

function text() {
  if (/html|xml/.test(document.contentType)) return document.documentElement?.outerHTML ?? "";
  return (document.querySelector("pre") ?? document.documentElement)?.textContent ?? "";
}

function stop() {
  watcher.disconnect();
  timers.forEach(clearTimeout);
  clearTimeout(silence);
}

function later() {
  stop();
  done({ outcome: "waiting" });
}

function finish(outcome) {
  stop();
  const found = text();
  if (found.length > bound) return done({ outcome: "too_large" });
  done({
    outcome,
    url: location.href,
    status,
    content_type: document.contentType,
    title: document.title.trim().slice(0, 100),
    text: found,
  });
}

function look() {
  if (wanted !== null) {
    if (document.querySelector(wanted) !== null) finish("found");
    return;
  }
  clearTimeout(silence);
  if (document.readyState !== "complete") return;
  // A page of scripts is silent too before its first data have come.
  if (document.body?.innerText.trim()) silence = setTimeout(finish, quiet, "found");
}

if (selector !== null) {
  try {
    document.querySelector(selector);
  } catch {
    return done({ outcome: "bad_selector" });
  }
}
const watcher = new MutationObserver(look);
watcher.observe(document, { attributes: true, characterData: true, childList: true, subtree: true });
const last = wanted === null ? "found" : "missing";
const timers = [patience > slice ? setTimeout(later, slice) : setTimeout(finish, patience, last)];
function complete() {
  if (wanted !== null || document.readyState !== "complete") return;
  timers.push(setTimeout(finish, (load?.domComplete ?? 0) + restless - performance.now(), "found"));
}
document.addEventListener("readystatechange", () => {
  complete();
  look();
});
addEventListener("pagehide", later);
complete();
look();
