// The page: each subject looks at its own part of the local cloud when that part has changed.

import { lookAtCalls, startCalls } from "./calls.js";
import { lookAtChat, startChat } from "./chat.js";
import { isTold, lookAtClock, present, showClock, showPace, startClock } from "./clock.js";
import { setShown, setText } from "./dom.js";
import { lookAtExecutions, startExecutions } from "./executions.js";
import { lookAtFaults, startFaults } from "./faults.js";
import { lookAtFiles } from "./files.js";
import { connect, refresh, refreshAll, watch } from "./live.js";
import { isShown, onRoute, route, startRoute } from "./route.js";
import { lookAtSheets, startSheet } from "./sheet.js";
import { lookAtTrackings, showCountdowns } from "./trackings.js";
import { setLanguage, shownLanguage, t, translateIndex } from "./words.js";

const connection = document.getElementById("connection");
const problem = document.getElementById("problem");
const language = document.getElementById("language");
let state = "connecting";

function showProblem(text) {
  setText(problem, text ?? "");
  setShown(problem, Boolean(text));
}

function showConnection(now) {
  if (state === "lost" && now === "live") showProblem(null);
  state = now;
  connection.dataset.state = now;
  setText(connection, t(`connection.${now}`));
  if (now === "lost") showProblem(t("lost.page"));
}

/** What is on the screen is looked at; the rest waits until it is. */
function watchAll() {
  watch("clock", lookAtClock);
  watch("chats", lookAtChat);
  watch("trackings", lookAtTrackings);
  // Cards show figures of the sheet as well.
  watch("sheets", async () => {
    await lookAtSheets();
    if (isTold()) refresh("clock");
  }, { pause: 300 });
  // Whatever is looked at, the head says that faults are on; how often they strike shows only below the switches.
  watch("faults", lookAtFaults);
  watch("runs", () => Promise.all([isShown("executions") && lookAtExecutions(), isShown("faults") && lookAtFaults()]),
    { pause: 300, when: () => isShown("executions") || isShown("faults") });
  watch("journal", () => (isShown("faults") ? lookAtFaults() : lookAtCalls()), { pause: 700, when: () => isShown("calls") || isShown("faults") });
  watch("files", lookAtFiles, { pause: 500, when: () => isShown("files") });
}

function changeLanguage() {
  setLanguage(shownLanguage() === "en" ? "zh-HK" : "en");
  showConnection(state);
  showPace();
  showClock();
  refreshAll();
}

translateIndex();
watchAll();
startChat();
startClock(showProblem);
startSheet();
startExecutions();
startCalls();
startFaults(showProblem);
language.addEventListener("click", changeLanguage);
onRoute(() => {
  refresh({ executions: "runs", calls: "journal", faults: "faults", files: "files" }[route.view]);
});
startRoute();
connect(showConnection, showProblem);
setInterval(() => {
  showClock();
  showCountdowns(present());
}, 500);
