// The clock of the local cloud: runs by itself, faster, or only when told.

import { post } from "./api.js";
import { setShown, setText } from "./dom.js";
import { fullTime, instant } from "./time.js";

const text = document.getElementById("clock-now");
const buttons = document.getElementById("clock-advance");
const pace = document.getElementById("clock-pace");
let told = { now: Date.now(), at: performance.now(), speed: 1 };

/** The present of the local cloud, in milliseconds. */
export const present = () => told.now + (performance.now() - told.at) * told.speed;

/** Takes over what the local cloud says. */
export function setClock({ now, manual, speed }) {
  told = { now: instant(now), at: performance.now(), speed: manual ? 0 : (speed ?? 1) };
  setShown(buttons, Boolean(manual));
  setText(pace, manual ? "stands until moved" : told.speed === 1 ? "" : `${told.speed}× speed`);
  showClock();
}

/** Writes the present. */
export function showClock() {
  const now = present();
  setText(text, fullTime(now));
  text.dateTime = new Date(now).toISOString();
}

/** Wires the buttons of manual time; `onProblem` gets a text, or null once it went well. */
export function startClock(refresh, onProblem) {
  buttons.addEventListener("click", async ({ target }) => {
    const seconds = Number(target.dataset.seconds);
    if (!seconds || buttons.getAttribute("aria-busy") === "true") return;
    buttons.setAttribute("aria-busy", "true");
    try {
      await post("/_local/clock", { advance_s: seconds });
      onProblem(null);
    } catch (error) {
      onProblem(error.message);
    }
    buttons.removeAttribute("aria-busy");
    refresh();
  });
}
