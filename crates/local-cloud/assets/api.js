// The control API under /_local.

/** Why a call failed; the message is for people. `lost` when nobody answered. */
export class ApiError extends Error {
  constructor(message, lost = false) {
    super(message);
    this.lost = lost;
  }
}

/** Fetches JSON. */
export const get = (path) => call(path, { cache: "no-store" });

/** Posts JSON and gives the JSON answer. */
export const post = (path, body) =>
  call(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

async function call(path, options) {
  let response;
  let text;
  try {
    response = await fetch(path, options);
    text = await response.text();
  } catch {
    throw new ApiError("The local cloud does not answer. Is it still running?", true);
  }
  const answer = parsed(text);
  if (!response.ok) throw new ApiError(answer?.error?.message ?? `The local cloud answered ${response.status}.`);
  return answer;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
