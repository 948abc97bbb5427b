// What is looked at stands in the address, so that reload, back and a shared link all lead to it.

const WORKBENCH = ["sheet", "executions", "calls", "faults", "files"];
const VIEWS = ["chat", "trackings", ...WORKBENCH];
const wide = matchMedia("(min-width: 1000px)");

/** `#/sheet/7` is the view `sheet` with `7` picked in it. The slash keeps the browser from scrolling to an element. */
export const route = { view: null, picked: null };
const listeners = [];

/** The address of a view. */
export const hashOf = (view, picked) => (picked ? `#/${view}/${encodeURIComponent(picked)}` : `#/${view}`);

/** Goes to a view; `replace` leaves no step to go back to. */
export function go(view, picked, { replace = false } = {}) {
  const hash = hashOf(view, picked);
  if (hash === location.hash) return;
  if (!replace) {
    location.hash = hash;
    return;
  }
  history.replaceState(null, "", hash);
  read();
}

/** Calls `listener` after each change of the route. */
export const onRoute = (listener) => listeners.push(listener);

/** Whether a view is on the screen: chat and trackings always are where there is room. */
export const isShown = (view) => route.view === view || (wide.matches && !WORKBENCH.includes(view));

/** Begins to follow the address. */
export function startRoute() {
  addEventListener("hashchange", read);
  wide.addEventListener("change", read);
  read();
}

function read() {
  // The bot links to a tab as Google Sheets does.
  const linked = new URLSearchParams(location.hash.slice(1)).get("gid");
  if (linked) history.replaceState(null, "", `/${hashOf("sheet", linked)}`);
  const [, view, picked] = location.hash.split("/");
  const usual = wide.matches ? "sheet" : "chat";
  const asked = VIEWS.includes(view) ? view : usual;
  route.view = wide.matches && !WORKBENCH.includes(asked) ? "sheet" : asked;
  route.picked = picked && asked === route.view ? decoded(picked) : null;
  show();
  for (const listener of listeners) listener();
}

/** A mutilated address picks nothing. */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function show() {
  for (const section of document.querySelectorAll("main > section")) section.classList.toggle("active", section.id === route.view);
  for (const link of document.querySelectorAll(".views a")) {
    if (link.hash === `#/${route.view}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}
