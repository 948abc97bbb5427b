// Trackings as cards: a tracking is a Cloud Scheduler job, its figures stand in the tab of its name.

import { get } from "./api.js";
import { present } from "./clock.js";
import { make, reconcile, setCount, setShown, setText } from "./dom.js";
import { columnsOf } from "./figures.js";
import { hashOf } from "./route.js";
import { drawSpark } from "./spark.js";
import { duration, instant, nearTime } from "./time.js";
import { t } from "./words.js";

const POINTS = 60;

const section = document.getElementById("trackings");
const cards = section.querySelector(".cards");
let jobs = [];
let tabs = [];
/** What is known of each tab's figures, and up to which row. */
const figures = new Map();

/** Looks at the Scheduler jobs but those that only publish, as the bot's alarm clock does. */
export async function lookAtTrackings() {
  const { scheduler_jobs: all } = await get("/_local/trackings");
  jobs = all.filter((job) => !job.pubsubTarget).map((job) => ({ ...job, env: overrides(job) }));
  draw();
  await lookAtFigures();
}

/** Takes over the tabs as they are now, and looks at the figures of those that have grown. */
export async function showTabs(now) {
  tabs = now;
  draw();
  await lookAtFigures();
}

/** Moves the countdowns on. */
export function showCountdowns(now) {
  for (const card of cards.children) {
    const job = jobs.find(({ name }) => name === card.dataset.key);
    if (job) countdown(card, job, now);
  }
}

/** One after the other: a page with fifty trackings must not ask fifty questions at once. */
async function lookAtFigures() {
  for (const tab of jobs.map(tabOf)) {
    if (!tab || tab.last < 2 || figures.get(tab.key)?.last === tab.last) continue;
    const columns = columnsOf(tab.header).filter(({ kind }) => kind !== "item");
    if (columns.length === 0) continue;
    const places = columns.map(({ place }) => place).join(",");
    const { columns: values, last } = await get(`${tab.path}/series?columns=${places}&points=${POINTS}`);
    figures.set(tab.key, { last, lines: columns.map((column, index) => ({ ...column, values: values[index] })) });
  }
  for (const key of figures.keys()) if (!tabs.some((tab) => tab.key === key)) figures.delete(key);
  draw();
}

function draw() {
  setCount(section, jobs.length);
  reconcile(cards, jobs, { key: (job) => job.name, create, update });
}

/** The tab that is named as the tracking is; of a link, only some words. */
function tabOf({ env }) {
  const name = titleOf({ env });
  const isPart = ({ title }) => title.startsWith(`${env.PLATFORM} `) && title.split(" ").every((word) => name.includes(word));
  return tabs.find(({ title }) => title === name) ?? tabs.find(isPart);
}

const titleOf = ({ env, name }) => (env.PLATFORM && env.EVENT_ARTIST ? `${env.PLATFORM} ${env.EVENT_ARTIST}` : name?.split("/").at(-1));

function create() {
  const field = (name) => make("div", {}, make("dt", { className: `${name}-label` }), make("dd", { className: name }));
  return make("li", { className: "tracking" },
    make("div", { className: "head" }, make("h3", {}, make("a")), make("span", { className: "chip" })),
    make("div", { className: "figures" }),
    make("p", { className: "next" }),
    make("div", { className: "progress" }, make("i")),
    make("dl", {}, field("until"), field("last"), field("schedule")));
}

function update(card, job) {
  const tab = tabOf(job);
  const link = card.querySelector("h3 a");
  setText(link, titleOf(job));
  if (tab) link.href = hashOf("sheet", tab.gid);
  else link.removeAttribute("href");
  const chip = card.querySelector(".chip");
  setText(chip, t(`state.${job.state}`));
  chip.dataset.kind = job.state === "ENABLED" ? "good" : "quiet";
  for (const name of ["until", "last", "schedule"]) setText(card.querySelector(`.${name}-label`), t(`tracking.${name}`));
  const lines = (tab && figures.get(tab.key)?.lines) ?? [];
  reconcile(card.querySelector(".figures"), lines.slice(0, 3), { key: ({ name }) => name, create: createFigure, update: updateFigure });
  setText(card.querySelector(".last"), lastFiring(job, present()));
  card.querySelector(".last").classList.toggle("bad", Boolean(job.status?.code));
  setText(card.querySelector(".schedule"), `${job.schedule} (${zoneName(job.timeZone || "UTC")})`);
  countdown(card, job, present());
}

function createFigure({ kind }) {
  const figure = make("div", { className: "figure" }, make("span", { className: "label" }), make("strong"), make("span", { className: "spark" }));
  figure.dataset.kind = kind;
  return figure;
}

function updateFigure(figure, { name, kind, values }) {
  const numbers = values.filter((value) => typeof value === "number");
  const latest = numbers.at(-1);
  setText(figure.querySelector(".label"), kind === "item" ? name : t(`figure.${kind}`));
  setText(figure.querySelector("strong"), latest === undefined ? "–" : latest.toLocaleString("en"));
  drawSpark(figure.querySelector(".spark"), values);
}

function countdown(card, job, now) {
  const next = instant(job.scheduleTime);
  const stands = Number.isNaN(next) || job.state !== "ENABLED";
  const left = next > now ? t("tracking.in", { time: duration(next - now) }) : t("tracking.due");
  setText(card.querySelector(".next"), stands ? t("tracking.none") : left);
  const [from, to] = [instant(job.userUpdateTime), deadline(job.env)];
  setText(card.querySelector(".until"), untilText(job.env, to, now));
  setShown(card.querySelector(".progress"), !Number.isNaN(to));
  const share = Math.min(1, Math.max(0, (now - from) / (to - from)));
  card.querySelector(".progress i").style.width = `${Number.isNaN(share) ? 0 : share * 100}%`;
}

/** Scheduler's status says only whether Cloud Run accepted the firing. */
function lastFiring(job, now) {
  const last = instant(job.lastAttemptTime);
  if (Number.isNaN(last)) return t("tracking.never");
  const refused = job.status?.code ? t("tracking.refused", { why: job.status.message || job.status.code }) : "";
  return `${nearTime(last, now)}${refused}`;
}

/** `20260228 14:00` of Hong Kong as an instant; of another zone it is only shown. */
function deadline({ TERMINATE_TIME = "", TIME_ZONE }) {
  if (TIME_ZONE !== "Asia/Hong_Kong") return Number.NaN;
  return instant(`${TERMINATE_TIME.replace(/^(\d{4})(\d\d)(\d\d) /, "$1-$2-$3T")}:00+08:00`);
}

function untilText({ TERMINATE_TIME, TIME_ZONE = "" }, to, now) {
  if (!TERMINATE_TIME) return t("tracking.nodeadline");
  const time = `${TERMINATE_TIME.replace(/^(\d{4})(\d\d)(\d\d) /, "$1-$2-$3 ")} ${zoneName(TIME_ZONE)}`.trim();
  return to > now ? `${time} (${t("tracking.left", { time: duration(to - now) })})` : time;
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
