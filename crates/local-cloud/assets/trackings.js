// Trackings: a tracking is a Cloud Scheduler job.

import { make, reconcile, setCount, setShown, setText } from "./dom.js";
import { duration, instant, nearTime } from "./time.js";

const section = document.getElementById("trackings");
const cards = section.querySelector(".cards");
let jobs = [];

/** Shows the Scheduler jobs but those that only publish, as the bot's alarm clock does; `now` is the local cloud's present. */
export function showTrackings(schedulerJobs, now) {
  jobs = schedulerJobs.filter((job) => !job.pubsubTarget);
  setCount(section, jobs.length);
  reconcile(cards, jobs, { key: (job) => job.name, create, update: (card, job) => update(card, job, now) });
}

/** Moves the countdowns on. */
export function showCountdowns(now) {
  reconcile(cards, jobs, { key: (job) => job.name, create, update: (card, job) => countdown(card, job, now) });
}

function create(job) {
  const field = (name, label) => make("div", {}, make("dt", {}, label), make("dd", { className: name }));
  return make("li", { className: "tracking" },
    make("div", { className: "head" }, make("h3"), make("span", { className: "chip" })),
    make("p", { className: "description" }),
    make("dl", {}, field("next", "Next firing"), field("last", "Last firing"), field("until", "Until"), field("schedule", "Schedule")),
    make("p", { className: "name" }, job.name.split("/").at(-1)));
}

function update(card, job, now) {
  const env = overrides(job);
  const title = env.PLATFORM && env.EVENT_ARTIST ? `${env.PLATFORM} ${env.EVENT_ARTIST}` : job.name.split("/").at(-1);
  setText(card.querySelector("h3"), title);
  showState(card.querySelector(".chip"), job.state ?? "STATE_UNSPECIFIED");
  // Below the words the bot notes what events have told.
  const [words] = (job.description ?? "").split("\n");
  setText(card.querySelector(".description"), words);
  setShown(card.querySelector(".description"), Boolean(words));
  setText(card.querySelector(".last"), lastFiring(job, now));
  card.querySelector(".last").classList.toggle("bad", Boolean(job.status?.code));
  setText(card.querySelector(".until"), env.TERMINATE_TIME ? deadline(env) : "not said");
  setText(card.querySelector(".schedule"), `${job.schedule} (${zoneName(job.timeZone || "UTC")})`);
  countdown(card, job, now);
}

function showState(chip, state) {
  setText(chip, state.replaceAll("_", " ").toLowerCase());
  chip.dataset.kind = state === "ENABLED" ? "good" : "quiet";
}

function countdown(card, job, now) {
  const next = instant(job.scheduleTime);
  const none = Number.isNaN(next) || job.state !== "ENABLED";
  const left = next > now ? `in ${duration(next - now)}` : "due";
  setText(card.querySelector(".next"), none ? "none" : `${left}, at ${nearTime(next, now)}`);
}

/** Scheduler's status says only whether Cloud Run accepted the firing. */
function lastFiring(job, now) {
  const last = instant(job.lastAttemptTime);
  if (Number.isNaN(last)) return "none yet";
  const refused = job.status?.code ? `, refused: ${job.status.message || `code ${job.status.code}`}` : "";
  return `${nearTime(last, now)}${refused}`;
}

/** `20260228 14:00` as `2026-02-28 14:00`, in the tracking's own zone. */
function deadline({ TERMINATE_TIME, TIME_ZONE = "" }) {
  const time = TERMINATE_TIME.replace(/^(\d{4})(\d\d)(\d\d) /, "$1-$2-$3 ");
  return `${time} ${zoneName(TIME_ZONE)}`.trim();
}

const zoneName = (zone) => (zone === "Asia/Hong_Kong" ? "HKT" : zone);

/** The environment that a firing passes on; empty when the job's body is somebody else's. */
function overrides(job) {
  try {
    const bytes = Uint8Array.from(atob(job.httpTarget.body), (character) => character.charCodeAt(0));
    const { overrides: { containerOverrides } } = JSON.parse(new TextDecoder().decode(bytes));
    return Object.fromEntries(containerOverrides[0].env.map(({ name, value }) => [name, value]));
  } catch {
    return {};
  }
}
