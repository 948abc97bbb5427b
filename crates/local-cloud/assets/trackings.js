// Trackings as cards: a tracking is a Cloud Scheduler job, its figures stand in the tab of its name.

import { get } from "./api.js";
import { present } from "./clock.js";
import { make, reconcile, setCount, setShown, setText } from "./dom.js";
import { columnsOf, timeColumn } from "./figures.js";
import { hashOf } from "./route.js";
import { silence } from "./silence.js";
import { drawSpark } from "./spark.js";
import { duration, instant, nearTime, wallText, wallTime } from "./time.js";
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
    const places = [timeColumn(tab.header), ...columns.map(({ place }) => place)].filter((place) => place >= 0).join(",");
    const { columns: found, last } = await get(`${tab.path}/series?columns=${places}&points=${POINTS}`);
    const values = found.slice(-columns.length);
    const [times] = found.length > columns.length ? found : [[]];
    const isTime = (time) => typeof time === "number";
    figures.set(tab.key, { last, since: times.find(isTime), until: times.findLast(isTime), lines: columns.map((column, index) => ({ ...column, values: values[index] })) });
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
  return make("li", { className: "tracking" },
    make("div", { className: "head" }, make("h3", {}, make("a")), make("span", { className: "chip" })),
    make("div", { className: "figures" }),
    make("div", { className: "head" }, make("p", { className: "next" }), make("p", { className: "left" })),
    make("div", { className: "progress" }, make("i")),
    make("p", { className: "plan" }),
    make("p", { className: "silent" }),
    make("p", { className: "refused bad" }));
}

function update(card, job) {
  const tab = tabOf(job);
  const link = card.querySelector("h3 a");
  setText(link, titleOf(job));
  link.title = titleOf(job);
  if (tab) link.href = hashOf("sheet", tab.gid);
  else link.removeAttribute("href");
  const lines = (tab && figures.get(tab.key)?.lines) ?? [];
  reconcile(card.querySelector(".figures"), lines.slice(0, 3), { key: ({ name }) => name, create: createFigure, update: updateFigure });
  setText(card.querySelector(".plan"), t("tracking.plan", { every: interval(job.env.SAMPLE_EVERY ?? job.schedule), until: untilText(job.env) }));
  const refused = card.querySelector(".refused");
  setText(refused, refusal(job));
  setShown(refused, Boolean(job.status?.code));
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
  showState(card, job);
  const next = instant(job.scheduleTime);
  const stands = Number.isNaN(next) || job.state !== "ENABLED";
  const left = next > now ? t("tracking.in", { time: duration(next - now) }) : t("tracking.due");
  setText(card.querySelector(".next"), stands ? t("tracking.none") : left);
  const [from, to] = [began(job), deadline(job.env)];
  setText(card.querySelector(".left"), Number.isNaN(to) ? "" : to > now ? t("tracking.left", { time: duration(to - now) }) : t("tracking.ending"));
  setShown(card.querySelector(".progress"), !Number.isNaN(to));
  const share = Math.min(1, Math.max(0, (now - from) / (to - from)));
  card.querySelector(".progress i").style.width = `${Number.isNaN(share) ? 0 : share * 100}%`;
}

function showState(card, job) {
  const tab = tabOf(job);
  const known = tab && figures.get(tab.key);
  const silent = silence(job, { until: known?.until, from: began(job), crowd: jobs.length });
  const chip = card.querySelector(".chip");
  setText(chip, t(silent ? "state.silent" : `state.${job.state}`));
  chip.dataset.kind = silent ? "busy" : job.state === "ENABLED" ? "good" : "quiet";
  const line = card.querySelector(".silent");
  setText(line, !silent ? "" : silent.since === null ? t("tracking.rowless") : t("tracking.silent", { at: wallText(silent.since) }));
  setShown(line, silent !== null);
}

/** As the job's description notes it, else the first row's time, in Hong Kong as the deadline. */
function began(job) {
  const noted = /started@(\d+)/.exec(job.description ?? "");
  if (noted) return Number(noted[1]) * 1000;
  const tab = tabOf(job);
  const since = tab && figures.get(tab.key)?.since;
  return typeof since === "number" ? wallTime(since) - 8 * 3_600_000 : Number.NaN;
}

/** Scheduler's status says only whether Cloud Run accepted the firing. */
function refusal({ status, lastAttemptTime }) {
  if (!status?.code) return "";
  return t("tracking.refused", { at: nearTime(instant(lastAttemptTime), present()), why: status.message || status.code });
}

/** `20260228 14:00` of Hong Kong as an instant; of another zone it is only shown. */
function deadline({ TERMINATE_TIME = "", TIME_ZONE }) {
  if (TIME_ZONE !== "Asia/Hong_Kong") return Number.NaN;
  return instant(`${TERMINATE_TIME.replace(/^(\d{4})(\d\d)(\d\d) /, "$1-$2-$3T")}:00+08:00`);
}

function untilText({ TERMINATE_TIME, TIME_ZONE = "" }) {
  if (!TERMINATE_TIME) return t("tracking.nodeadline");
  return `${TERMINATE_TIME.replace(/^(\d{4})(\d\d)(\d\d) /, "$1-$2-$3 ")} ${zoneName(TIME_ZONE)}`.trim();
}

/** `5m` in words; `auto` and cron expressions stay. */
const interval = (text) => text.replace(/^(\d+)([smh])$/, (_, count, unit) => `${count} ${t(`unit.${unit === "m" ? "min" : unit}`)}`);

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
