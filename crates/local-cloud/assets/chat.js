// The conversation with the bot, in Telegram's manner.

import { get, post } from "./api.js";
import { make, reconcile, setShown, setText, stickToEnd } from "./dom.js";
import { formatted, safeAddress } from "./entities.js";
import { refresh } from "./live.js";
import { keep, recall } from "./memory.js";
import { instant, shortTime } from "./time.js";
import { t } from "./words.js";

/** The person's chat, allowed by default. */
const CHAT = "/_local/chats/1";
/** Earlier messages are shown on demand, this many more at a time. */
const PAGE = 100;
/** After this it is looked whether the bot is still about to answer. */
const TYPING_MS = 3000;

const log = document.getElementById("chat-log");
const list = document.getElementById("messages");
const input = document.getElementById("chat-input");
const errorText = document.getElementById("chat-error");
const notice = document.getElementById("chat-notice");
const typing = document.getElementById("typing");
const quote = document.getElementById("chat-quote");
const earlier = document.getElementById("chat-earlier");
let shownMessages = PAGE;
let waiting = 0;
/** Whether the error that is shown says that nobody answered: it goes with the next answer. */
let isLost = false;
/** Whether the bot says that it is about to answer. */
let isTyping = false;
/** The bot's question that the next message answers. */
let question = null;
/** Questions that were answered or dismissed. */
const settled = new Set();
/** What each message's element shows, so that only an edit replaces it. */
const shown = new WeakMap();
const jumpToEnd = stickToEnd(log);

/** Wires the form and the suggestions, and brings back what was typed and not sent. */
export function startChat() {
  input.value = recall("draft", "") ?? "";
  input.addEventListener("input", () => keep("draft", input.value));
  earlier.addEventListener("click", () => {
    shownMessages += PAGE;
    refresh("chats");
  });
  document.getElementById("chat-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (text) send(text);
  });
  document.getElementById("skip").addEventListener("click", () => requestAnimationFrame(() => input.focus()));
  for (const suggestion of document.querySelectorAll(".suggestion")) {
    suggestion.addEventListener("click", () => suggest(commandOf(suggestion)));
  }
  quote.querySelector("button").addEventListener("click", () => {
    if (question) settled.add(question.message_id);
    showQuestion(null);
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button.inline");
    if (button) press(button);
  });
}

/** A link of a demo shop is complete only with the address that this page was opened at. */
function commandOf(suggestion) {
  const { link } = suggestion.dataset;
  return link ? `/track ${location.origin}${link} until in 10m` : suggestion.textContent;
}

/** Looks at the newest messages. */
export async function lookAtChat() {
  const { messages, action, elsewhere } = await get(`${CHAT}?last=${shownMessages + 1}`);
  if (isLost) {
    isLost = false;
    say(errorText, null);
  }
  setShown(document.getElementById("chat-form"), !elsewhere);
  setShown(document.getElementById("chat-elsewhere"), Boolean(elsewhere));
  setShown(earlier, messages.length > shownMessages);
  isTyping = Boolean(action);
  // It ends by itself, which is no change of the chat.
  if (isTyping) setTimeout(() => refresh("chats"), TYPING_MS);
  showTyping();
  showMessages(messages.slice(-shownMessages));
  if (elsewhere) setShown(document.getElementById("chat-empty"), false);
}

function showMessages(messages) {
  setShown(document.getElementById("chat-empty"), messages.length === 0);
  const focusWasInside = list.contains(document.activeElement);
  const texts = new Map(messages.map((message) => [message.message_id, message]));
  const update = (element, message) => updateMessage(element, message, texts.get(message.reply_to_message_id));
  reconcile(list, messages, { key: (message) => message.message_id, create: createMessage, update });
  for (const { reply_to_message_id: answered } of messages) settled.add(answered);
  showQuestion(messages.findLast(({ message_id, asks }) => asks && !settled.has(message_id)) ?? null);
  if (focusWasInside && !list.contains(document.activeElement)) log.focus();
}

/** As Telegram does after a ForceReply: what is typed next replies to the bot's question. */
function showQuestion(asked) {
  if (asked?.message_id === question?.message_id) return;
  question = asked;
  setText(quote.querySelector("span"), asked ? summary(asked) : "");
  setShown(quote, asked !== null);
  input.placeholder = asked?.asks.placeholder ?? t("chat.placeholder");
  if (asked) input.focus();
}

const summary = ({ text, photo }) => text || (photo ? t("chat.picture") : "");

const showTyping = () => setShown(typing, waiting > 0 || isTyping);

async function send(text) {
  const asked = question;
  write("");
  jumpToEnd();
  if (asked) {
    settled.add(asked.message_id);
    showQuestion(null);
  }
  const message = asked ? { text, reply_to_message_id: asked.message_id } : { text };
  const answer = await answered(() => post(`${CHAT}/messages`, message));
  if (!answer && input.value === "") write(text);
}

async function press(button) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  const message_id = Number(button.closest(".message").dataset.key);
  const pressed = await answered(() => post(`${CHAT}/presses`, { message_id, data: button.dataset.data }));
  button.removeAttribute("aria-busy");
  say(notice, pressed?.answer?.text);
}

/** Makes a call that the bot answers; null when the call failed. What went wrong is shown. */
async function answered(call) {
  say(errorText, null);
  say(notice, null);
  waiting += 1;
  showTyping();
  try {
    const answer = await call();
    say(errorText, refusal(answer));
    return answer;
  } catch (error) {
    isLost = Boolean(error.lost);
    say(errorText, error.message);
    return null;
  } finally {
    waiting -= 1;
    showTyping();
    refresh("chats");
  }
}

/** Telegram sends an update again that the bot did not take. */
function refusal({ webhook_status: status, error }) {
  if (status >= 200 && status < 300) return null;
  return t("chat.refused", { why: error ?? status });
}

function say(element, text) {
  setText(element, text ?? "");
  setShown(element, Boolean(text));
}

function write(text) {
  input.value = text;
  keep("draft", text);
}

function suggest(text) {
  write(text);
  input.focus();
}

function createMessage({ from }) {
  const who = from === "bot" ? "bot" : "person";
  const bubble = make("div", { className: `bubble ${who}` },
    make("div", { className: "quote", hidden: true }),
    make("img", { className: "photo", hidden: true }),
    make("div", { className: "text" }),
    make("div", { className: "meta" }, make("span", { className: "edited" }), make("time")));
  const speaker = make("span", { className: "hidden" }, t(`chat.${who}`));
  return make("li", { className: `message from-${who}` }, speaker, bubble, make("div", { className: "keyboard" }));
}

function updateMessage(element, message, answered) {
  const quoted = element.querySelector(".quote");
  setText(quoted, answered ? summary(answered) : "");
  setShown(quoted, answered !== undefined);
  showPhoto(element.querySelector(".photo"), message.photo);
  const text = JSON.stringify([message.text, message.entities]);
  if (shown.get(element) !== text) {
    element.querySelector(".text").replaceChildren(formatted(message.text ?? "", message.entities, suggest));
    shown.set(element, text);
  }
  setText(element.querySelector(".edited"), message.edited ? t("chat.edited") : "");
  const at = instant(message.date);
  if (!Number.isNaN(at)) setText(element.querySelector("time"), shortTime(at));
  showButtons(element.querySelector(".keyboard"), message.buttons ?? []);
}

/** The size is known before the picture is, so that nothing jumps. */
function showPhoto(image, photo) {
  setShown(image, Boolean(photo));
  if (!photo || image.getAttribute("src") === photo.url) return;
  image.alt = t("chat.picture");
  image.width = photo.width;
  image.height = photo.height;
  image.src = photo.url;
}

function showButtons(keyboard, rows) {
  const position = (_, index) => index;
  reconcile(keyboard, rows, {
    key: position,
    create: () => make("div", { className: "row" }),
    update: (row, buttons) => reconcile(row, buttons, { key: buttonKey, create: createButton, update: updateButton }),
  });
}

const buttonKey = (button, index) => `${button.url ? "link" : "press"} ${index}`;

function createButton({ url }) {
  if (!url) return make("button", { type: "button", className: "inline" });
  return make("a", { className: "inline", target: "_blank", rel: "noopener noreferrer" });
}

function updateButton(element, { text, data, url }) {
  setText(element, text);
  if (data !== undefined) element.dataset.data = data;
  const href = url && safeAddress(url);
  if (href && element.href !== href) element.href = href;
}
