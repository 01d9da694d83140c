/** How long a customer has been waiting, in words, and whether that is too long. */

import { fill, words } from "../shared/page.js";

const MINUTE_MS = 60_000;

export function waiting(since) {
  const minutes = Math.floor((Date.now() - new Date(since)) / MINUTE_MS);
  return minutes < 1 ? words.now : fill(words.waiting, { time: lasting(minutes) });
}

/** Whether the time passed by which a person should have taken the ticket, and nobody has. */
export function late({ due_at: due, claimed_at: claimed }) {
  return !claimed && due !== null && new Date(due) < Date.now();
}

/** So many whole minutes, in words. */
export function lasting(minutes) {
  const hours = Math.floor(minutes / 60);
  if (hours < 1) return fill(words.minutes, { n: minutes });
  if (hours < 24) return fill(words.hours, { n: hours, m: minutes % 60 });
  return fill(words.days, { n: Math.floor(hours / 24), m: hours % 24 });
}
