// The files on Drive.

import { make, reconcile, setCount, setShown, setText } from "./dom.js";

/** More of a text is in the download. */
const SHOWN_CHARACTERS = 20_000;
const GOOGLE_OWN = "application/vnd.google-apps.";

const section = document.getElementById("files");
const list = section.querySelector(".list");
const contents = new Map();

/** Shows the files. */
export function showFiles(files) {
  setCount(section, files.length);
  contents.clear();
  for (const file of files) contents.set(file.id, file);
  reconcile(list, files, { key: ({ id }) => id, create, update });
}

function create({ id }) {
  const download = make("button", { type: "button", className: "plain", onclick: () => save(contents.get(id)) }, "Download");
  return make("details", { className: "file" },
    make("summary", {}, make("span", { className: "what" }), make("span", { className: "size" })),
    make("div", { className: "actions" }, download),
    make("pre", { tabIndex: 0 }));
}

function update(element, file) {
  const own = file.mimeType?.startsWith(GOOGLE_OWN);
  const { size, text } = own ? { size: 0, text: "" } : read(file);
  setText(element.querySelector(".what"), file.name);
  setText(element.querySelector(".size"), own ? file.mimeType.slice(GOOGLE_OWN.length) : readable(size));
  setShown(element.querySelector(".actions"), !own);
  element.querySelector("button").setAttribute("aria-label", `Download ${file.name}`);
  setText(element.querySelector("pre"), own ? "It has no content of its own." : text ?? "Not a text: download it to see it.");
}

/** Size in bytes and, for a text, what to show of it. */
function read(file) {
  const content = bytes(file);
  if (isBinary(file)) return { size: content.length, text: null };
  const text = file.content ?? "";
  const more = text.length - SHOWN_CHARACTERS;
  return { size: content.length, text: more > 0 ? `${text.slice(0, SHOWN_CHARACTERS)}\n... ${more} more characters` : text };
}

const isBinary = ({ encoding }) => encoding === "base64";

function bytes(file) {
  const content = file.content ?? "";
  if (!isBinary(file)) return new TextEncoder().encode(content);
  return Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
}

function readable(size) {
  if (size < 1024) return `${size} B`;
  return size < 1024 * 1024 ? `${(size / 1024).toFixed(1)} kB` : `${(size / 1024 / 1024).toFixed(1)} MB`;
}

function save(file) {
  const address = URL.createObjectURL(new Blob([bytes(file)], { type: file.mimeType ?? "text/plain" }));
  make("a", { href: address, download: file.name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
