// Follows the local cloud: looks again after each change, says when the connection is lost, and recovers by itself.

const RETRY_MS = 1000;
const PAUSE_MS = 150;

/**
 * Calls `look` (asynchronous) at once and after every change, never twice at a time; what changes meanwhile is seen
 * by the next look. Tells `onState` "live" or "lost". Returns a function that asks for a look.
 */
export function follow(look, onState) {
  let looking = false;
  let again = false;

  async function refresh() {
    again = true;
    if (looking) return;
    looking = true;
    while (again) {
      again = false;
      await look();
      await new Promise((done) => setTimeout(done, PAUSE_MS));
    }
    looking = false;
  }

  function connect() {
    const source = new EventSource("/_local/changes");
    source.onopen = () => onState("live");
    source.onmessage = refresh;
    source.onerror = () => {
      source.close();
      onState("lost");
      setTimeout(connect, RETRY_MS);
    };
  }

  connect();
  return refresh;
}
