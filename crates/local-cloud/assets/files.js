// The files on Drive; a text is fetched when it is opened.

import { get, getText } from "./api.js";
import { make, reconcile, setCount, setShown, setText } from "./dom.js";
import { t } from "./words.js";

/** More of a text is in the download. */
const SHOWN_CHARACTERS = 20_000;
/** A larger file is not fetched to be looked at. */
const LARGEST = 4 << 20;
const GOOGLE_OWN = "application/vnd.google-apps.";

const section = document.getElementById("files");
const list = section.querySelector(".list");

/** Looks at the newest files. */
export async function lookAtFiles() {
  const { files } = await get("/_local/files");
  setCount(section, files.length);
  reconcile(list, files, { key: ({ id }) => id, create, update });
}

function create(file) {
  const element = make("details", { className: "file" },
    make("summary", {}, make("span", { className: "what" }), make("span", { className: "size" })),
    make("div", { className: "more" }, make("a", { className: "plain" }), make("pre", { tabIndex: 0 })));
  element.addEventListener("toggle", () => {
    if (element.open) void load(element).catch((error) => setText(element.querySelector("pre"), error.message));
  });
  return element;
}

function update(element, file) {
  const isOwn = file.mimeType.startsWith(GOOGLE_OWN);
  const link = element.querySelector("a");
  setText(element.querySelector(".what"), file.name);
  setText(element.querySelector(".size"), isOwn ? ownKind(file.mimeType.slice(GOOGLE_OWN.length)) : readable(file.size ?? 0));
  setShown(link, !isOwn);
  setText(link, t("files.download"));
  link.href = `/_local/files/${encodeURIComponent(file.id)}`;
  link.download = file.name;
  link.setAttribute("aria-label", t("files.download.named", { name: file.name }));
  element.file = file;
}

async function load(element) {
  const { file } = element;
  const pre = element.querySelector("pre");
  if (file.mimeType.startsWith(GOOGLE_OWN)) return setText(pre, t("files.own"));
  const isText = /^text\/|json|xml/.test(file.mimeType);
  if (!isText || file.size > LARGEST) return setText(pre, t("files.binary"));
  const text = await getText(`/_local/files/${encodeURIComponent(file.id)}`);
  const more = text.length - SHOWN_CHARACTERS;
  setText(pre, more > 0 ? `${text.slice(0, SHOWN_CHARACTERS)}\n${t("files.more", { n: more })}` : text);
}

/** Google's name of a kind that has no content of its own, in words where we have some. */
const ownKind = (kind) => (["folder", "spreadsheet"].includes(kind) ? t(`files.${kind}`) : kind);

function readable(size) {
  if (size < 1024) return `${size} B`;
  return size < 1024 * 1024 ? `${(size / 1024).toFixed(1)} kB` : `${(size / 1024 / 1024).toFixed(1)} MB`;
}
