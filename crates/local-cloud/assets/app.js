// The page: looks at the local cloud after each change and shows each subject in its section.

import { get } from "./api.js";
import { showChat, startChat } from "./chat.js";
import { present, setClock, showClock, startClock } from "./clock.js";
import { setShown, setText } from "./dom.js";
import { showExecutions } from "./executions.js";
import { showFiles } from "./files.js";
import { follow } from "./live.js";
import { showSheet } from "./sheet.js";
import { showCountdowns, showTrackings } from "./trackings.js";

const LOST = "The connection to the local cloud is lost. What you see is its last state; this page tries again every second.";

const connection = document.getElementById("connection");
const problem = document.getElementById("problem");

function showProblem(text) {
  setText(problem, text ?? "");
  setShown(problem, text !== null);
}

function showConnection(state) {
  connection.dataset.state = state;
  setText(connection, state === "live" ? "Live" : "Connection lost");
  showProblem(state === "live" ? null : LOST);
}

async function look() {
  try {
    const [clock, state, chat] = await Promise.all([get("/_local/clock"), get("/_local/state"), get("/_local/chats/1")]);
    setClock(clock);
    showChat(chat);
    showTrackings(state.scheduler_jobs ?? [], present());
    showSheet(state.spreadsheets ?? []);
    showExecutions(state.executions ?? [], present());
    showFiles(state.files ?? []);
  } catch (error) {
    showProblem(error.lost ? LOST : error.message);
  }
}

/** On a narrow screen one section is shown at a time; its address keeps the back button working. */
function showView() {
  const wanted = location.hash.slice(1);
  const sections = [...document.querySelectorAll("main > section")];
  const active = sections.find(({ id }) => id === wanted) ?? sections[0];
  for (const section of sections) section.classList.toggle("active", section === active);
  for (const link of document.querySelectorAll(".views a")) {
    if (link.hash === `#${active.id}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

const refresh = follow(look, showConnection);
startChat(refresh);
startClock(refresh, showProblem);
addEventListener("hashchange", showView);
showView();
setInterval(() => {
  showClock();
  showCountdowns(present());
}, 500);
