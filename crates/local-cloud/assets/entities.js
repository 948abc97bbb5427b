// Telegram's message entities as elements. Offsets count UTF-16, as JavaScript's strings do.

import { make } from "./dom.js";

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

/** The text with its formatting; a press on a command calls `onCommand`. */
export function formatted(text, entities, onCommand) {
  const fitting = (entities ?? []).filter(({ offset, length }) => offset >= 0 && length > 0 && offset + length <= text.length);
  fitting.sort((a, b) => a.offset - b.offset || b.length - a.length);
  const fragment = document.createDocumentFragment();
  fill(fragment, text, 0, text.length, fitting, onCommand);
  return fragment;
}

/** Entities nest: those that begin before `end` belong into `parent`. */
function fill(parent, text, start, end, entities, onCommand) {
  let at = start;
  while (entities.length > 0 && entities[0].offset < end) {
    const entity = entities.shift();
    if (entity.offset < at) continue;
    const stop = Math.min(entity.offset + entity.length, end);
    const element = elementFor(entity, text.slice(entity.offset, stop), onCommand);
    parent.append(text.slice(at, entity.offset));
    fill(element, text, entity.offset, stop, entities, onCommand);
    parent.append(element);
    at = stop;
  }
  parent.append(text.slice(at, end));
}

function elementFor(entity, text, onCommand) {
  if (entity.type === "bot_command") {
    return make("button", { type: "button", className: "command", onclick: () => onCommand(text) });
  }
  const address = entity.type === "text_link" ? entity.url : entity.type === "url" ? text : null;
  const href = address && safeAddress(address);
  if (href) return make("a", { href, target: "_blank", rel: "noopener noreferrer" });
  return make(TAGS[entity.type] ?? "span", { className: entity.type });
}

/** Only addresses of the web; `javascript:` and its like stay plain text. */
export function safeAddress(address) {
  try {
    const { protocol, href } = new URL(address.includes("://") ? address : `http://${address}`);
    return protocol === "http:" || protocol === "https:" ? href : null;
  } catch {
    return null;
  }
}
