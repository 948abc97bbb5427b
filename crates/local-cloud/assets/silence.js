// A tracking whose firings go on and whose rows do not come: Sheets is down, or its executions fail.

import { instant, wallNow, wallTime } from "./time.js";

/** So many firings may pass without a row, and so much time beyond. */
const FIRINGS = 3;
const PATIENCE_MS = 60_000;
/** More trackings than this write their rows in turns, which takes as long as this at most. */
const CROWD = 50;
const TURNS_MS = 40 * 60_000;

/**
 * Since when no row has come, as the wall-clock time of the last one (null before the first); null while all is well.
 * `until` is the time cell of the last row, `from` the instant of the beginning, `crowd` how many trackings there are.
 */
export function silence({ state, scheduleTime, lastAttemptTime, env }, { until, from, crowd }) {
  const [fired, next] = [instant(lastAttemptTime), instant(scheduleTime)];
  if (state !== "ENABLED" || Number.isNaN(fired) || Number.isNaN(next)) return null;
  const patience = FIRINGS * Math.max(0, next - fired) + PATIENCE_MS + (crowd > CROWD ? TURNS_MS : 0);
  if (until === undefined) return fired - from > patience ? { since: null } : null;
  const since = wallTime(until);
  return wallNow(fired, env.TIME_ZONE) - since > patience ? { since } : null;
}
