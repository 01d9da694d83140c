/** Server-sent events out of a response body: fetch can send a token, EventSource can't. */

import { Problem } from "./problem.js";

const SILENCE_MS = 45_000; // The server sends a comment every 15 s while it has nothing to say.

/** Yields {id, kind, data} with data read from JSON; throws a Problem when the line goes dead. */
export async function* events(response, silence = SILENCE_MS) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { value, done } = await within(silence, reader.read());
      if (done) return;
      const blocks = (rest + value).split(/\r?\n\r?\n/);
      rest = blocks.pop();
      yield* blocks.map(parsed).filter(Boolean);
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** One event out of its lines, or null where they hold none (a comment, say). */
function parsed(block) {
  const event = { id: null, kind: "message", data: [] };
  for (const line of block.split(/\r?\n/)) {
    const [, name, value] = line.match(/^(\w+): ?(.*)$/) ?? [];
    if (name === "data") event.data.push(value);
    if (name === "event") event.kind = value;
    if (name === "id") event.id = value;
  }
  return event.data.length ? { ...event, data: JSON.parse(event.data.join("\n")) } : null;
}

async function within(milliseconds, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Problem(0)), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } catch (error) {
    throw error instanceof Problem || error.name === "AbortError" ? error : new Problem(0);
  } finally {
    clearTimeout(timer);
  }
}
