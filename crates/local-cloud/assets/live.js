// Follows the local cloud: its stream names the areas that have changed, and only what is looked at is fetched again.

import { ApiError } from "./api.js";

const RETRY_MS = 1000;

/** By area: how to look, how long to leave it alone afterwards, whether anybody looks at it now. */
const watched = new Map();
let onProblem = () => {};

/**
 * Calls `look` (asynchronous) after each change of an area, never twice at a time and with `pause` milliseconds between;
 * what changes meanwhile is seen by the next look. While `when` says no, the look waits for `refresh`.
 */
export function watch(area, look, { pause = 150, when = () => true } = {}) {
  watched.set(area, { look, pause, when, dirty: false, looking: false });
}

/** Looks at an area soon. */
export function refresh(area) {
  const one = watched.get(area);
  if (!one) return;
  one.dirty = true;
  run(one);
}

/** Looks at all areas that are looked at now. */
export function refreshAll() {
  for (const area of watched.keys()) refresh(area);
}

/** Connects, and again whenever the connection is lost; tells `onState` "live" or "lost", `problem` an error or null. */
export function connect(onState, problem) {
  onProblem = problem;
  const source = new EventSource("/_local/changes");
  source.onopen = () => onState("live");
  source.onmessage = ({ data }) => data.split(" ").forEach(refresh);
  source.onerror = () => {
    source.close();
    onState("lost");
    setTimeout(() => connect(onState, problem), RETRY_MS);
  };
}

// Nobody sees a page in the background: it catches up when it is looked at.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) for (const one of watched.values()) run(one);
});

async function run(one) {
  if (one.looking || document.hidden) return;
  one.looking = true;
  while (one.dirty && one.when() && !document.hidden) {
    one.dirty = false;
    try {
      await one.look();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (!error.lost) onProblem(error.message);
    } finally {
      await new Promise((done) => setTimeout(done, one.pause));
    }
  }
  one.looking = false;
}
