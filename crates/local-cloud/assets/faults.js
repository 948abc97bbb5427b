// Faults to switch on, by plain names; what else is in force is shown beside them.

import { get, post, remove } from "./api.js";
import { make, reconcile, setShown, setText } from "./dom.js";
import { counted, t } from "./words.js";

/** What a switch puts in force; its name and explanation stand in the words under `fault.NAME`. */
const SWITCHES = {
  "sheets-down": { operation: "sheets.*", effect: { status: 503 } },
  "sheets-quota": { operation: "sheets.*", effect: { quota_per_minute: 1, per: "project" } },
  "sheets-slow": { operation: "sheets.*", effect: { delay_ms: [1500, 4000] } },
  "drive-down": { operation: "drive.*", effect: { status: 503 } },
  "telegram-down": { operation: ["telegram.sendMessage", "telegram.sendPhoto", "telegram.editMessageText"], effect: { status: 502 } },
  "shop-down": { operation: "demo.page", effect: { status: 503 } },
  "shop-blocks": { operation: "demo.page", effect: { status: 429, retry_after_s: 120 } },
  "shop-slow": { operation: "demo.page", effect: { delay_ms: [2000, 6000] } },
  "answers-lost": { operation: "sheets.*", probability: 0.3, effect: { cut: "after" } },
  "firings-twice": { operation: "run.jobs.run", effect: { deliveries: 2 } },
  "starts-late": { operation: "run.execution", effect: { start_delay_s: [10, 40] } },
  "programs-die": { operation: "run.execution", probability: 0.5, effect: { kill_after_ms: [50, 900] } },
};

const section = document.getElementById("faults");
const switches = section.querySelector(".switches");
const others = section.querySelector(".others");
const summary = document.getElementById("faults-in-force");
let say = () => {};
let changing = false;

/** `onProblem` gets why a switch did not work. */
export function startFaults(onProblem) {
  say = onProblem;
  document.getElementById("faults-clear").addEventListener("click", () => change(() => remove("/_local/faults")));
}

/** Looks at what is in force. */
export async function lookAtFaults() {
  const { faults } = await get("/_local/faults");
  const known = Object.entries(SWITCHES).map(([name, fault]) => ({ name, fault, inForce: faults.filter((one) => isSame(one, fault)) }));
  reconcile(switches, known, { key: ({ name }) => name, create: createSwitch, update: updateSwitch });
  const own = new Set(known.flatMap(({ inForce }) => inForce.map(({ id }) => id)));
  const rest = faults.filter(({ id }) => !own.has(id));
  setShown(section.querySelector(".others-title"), rest.length > 0);
  reconcile(others, rest, { key: ({ id }) => id, create: createOther, update: updateOther });
  setText(summary, faults.length > 0 ? counted("fault", faults.length) : "");
  setShown(summary, faults.length > 0);
  setShown(document.getElementById("faults-clear"), faults.length > 0);
}

/** One that was ordered elsewhere in the same words is the same. */
function isSame(one, { operation, effect, probability }) {
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  const isPlain = ["count", "from", "to", "execution", "tracking"].every((name) => !(name in one));
  return isPlain && same(one.operation, operation) && same(one.probability, probability) && sameKeys(one.effect, effect);
}

const sameKeys = (a, b) => JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());

function createSwitch({ name }) {
  const id = `fault-${name}`;
  const button = make("button", { type: "button", role: "switch", id, "aria-labelledby": `${id}-name`, "aria-describedby": `${id}-text` }, make("i"));
  return make("li", { className: "switch" },
    make("div", {}, make("strong", { id: `${id}-name` }), make("p", { id: `${id}-text` }), make("p", { className: "struck" })), button);
}

function updateSwitch(element, { name, fault, inForce }) {
  const isOn = inForce.length > 0;
  const button = element.querySelector("button");
  setText(element.querySelector("strong"), t(`fault.${name}`));
  setText(element.querySelector("p"), t(`fault.${name}.text`));
  setText(element.querySelector(".struck"), isOn ? counted("struck", inForce.reduce((sum, { struck }) => sum + struck, 0)) : "");
  element.classList.toggle("on", isOn);
  button.setAttribute("aria-checked", String(isOn));
  button.onclick = () => change(() => (isOn ? Promise.all(inForce.map(({ id }) => remove(`/_local/faults/${id}`))) : post("/_local/faults", fault)));
}

function createOther({ id }) {
  const button = make("button", { type: "button", className: "plain", onclick: () => change(() => remove(`/_local/faults/${id}`)) });
  return make("li", { className: "switch on" }, make("div", {}, make("pre"), make("p", { className: "struck" })), button);
}

function updateOther(element, { id, considered, struck, ...given }) {
  setText(element.querySelector("pre"), JSON.stringify(given));
  setText(element.querySelector(".struck"), counted("struck", struck));
  setText(element.querySelector("button"), t("faults.remove"));
}

/** One at a time: a second press before the first is answered would put the fault in force twice. */
async function change(call) {
  if (changing) return;
  changing = true;
  try {
    await call();
    say(null);
    await lookAtFaults();
  } catch (error) {
    say(error.message);
  }
  changing = false;
}
