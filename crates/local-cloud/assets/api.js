// The control API under /_local.

import { t } from "./words.js";

/** Why a call failed; the message is for people. `lost` when nobody answered. */
export class ApiError extends Error {
  constructor(message, lost = false) {
    super(message);
    this.lost = lost;
  }
}

/** Fetches JSON. */
export const get = (path) => call(path, { cache: "no-store" });

/** Fetches a text. */
export const getText = async (path) => (await answered(path, { cache: "no-store" })).text;

/** Posts JSON and gives the JSON answer. */
export const post = (path, body) => send("POST", path, body);

/** Puts JSON and gives the JSON answer. */
export const put = (path, body) => send("PUT", path, body);

/** Removes what is there. */
export const remove = (path) => call(path, { method: "DELETE" });

const send = (method, path, body) =>
  call(path, { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

const call = async (path, options) => parsed((await answered(path, options)).text);

async function answered(path, options) {
  let response;
  let text;
  try {
    response = await fetch(path, options);
    text = await response.text();
  } catch {
    throw new ApiError(t("lost.call"), true);
  }
  if (!response.ok) throw new ApiError(parsed(text)?.error?.message ?? t("refused.call", { status: response.status }));
  return { text };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
