// The clock of the local cloud: runs by itself at a speed that can be chosen, or moves only when told.

import { get, post, put } from "./api.js";
import { setShown, setText } from "./dom.js";
import { refresh } from "./live.js";
import { fullTime, instant } from "./time.js";
import { t } from "./words.js";

const text = document.getElementById("clock-now");
const buttons = document.getElementById("clock-advance");
const speeds = document.getElementById("clock-speed");
const pause = document.getElementById("clock-pause");
let told = { now: Date.now(), at: performance.now(), speed: 1, usual: 1, manual: false };

/** The present of the local cloud, in milliseconds. */
export const present = () => told.now + (performance.now() - told.at) * told.speed;

/** Whether time moves only when told; then every change may have come with a move. */
export const isTold = () => told.manual;

/** Asks for the present and the pace. */
export async function lookAtClock() {
  const { now, manual, speed, usual_speed: usual } = await get("/_local/clock");
  told = { now: instant(now), at: performance.now(), speed: manual ? 0 : speed, usual, manual };
  setShown(buttons, manual);
  setShown(speeds.parentElement, !manual);
  setShown(pause, !manual);
  showPace();
  showClock();
}

/** Writes the present. */
export function showClock() {
  const now = present();
  setText(text, fullTime(now));
  text.dateTime = new Date(now).toISOString();
}

/** Writes the pace, in the language that is shown. */
export function showPace() {
  const stands = told.speed === 0;
  pause.setAttribute("aria-pressed", String(stands));
  pause.setAttribute("aria-label", t(stands ? "clock.resume" : "clock.pause"));
  pause.title = t(stands ? "clock.resume" : "clock.pause");
  pause.dataset.state = stands ? "stands" : "runs";
  const own = String(told.usual);
  // A speed given on the command line need not be one of ours; it stands where it belongs.
  const options = [...speeds.options];
  if (!options.some(({ value }) => value === own)) speeds.add(new Option(`${own}×`, own), options.find(({ value }) => Number(value) > told.usual) ?? null);
  speeds.value = own;
}

/** Wires the buttons; `onProblem` gets a text, or null once it went well. */
export function startClock(onProblem) {
  const change = async (call) => {
    try {
      await call();
      onProblem(null);
    } catch (error) {
      onProblem(error.message);
    }
    refresh("clock");
  };
  buttons.addEventListener("click", async ({ target }) => {
    const seconds = Number(target.dataset.seconds);
    if (!seconds || buttons.getAttribute("aria-busy") === "true") return;
    buttons.setAttribute("aria-busy", "true");
    await change(() => post("/_local/clock", { advance_s: seconds }));
    buttons.removeAttribute("aria-busy");
  });
  pause.addEventListener("click", () => change(() => put("/_local/clock", { speed: told.speed === 0 ? told.usual : 0 })));
  speeds.addEventListener("change", () => change(() => put("/_local/clock", { speed: Number(speeds.value) })));
}
