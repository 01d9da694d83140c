/** What this browser keeps of a conversation, so that a reload shows it again. */

import { place } from "../shared/place.js";

const KEY = "sangdam.conversation";
const MOST_REPLIES = 50;
const NOTHING = { conversation: null, replies: {}, called: false, written: null, noticed: null };

export class Memory {
  #kept = readKept();
  closed = false;

  /** {id, token, customer}, or null before the first reply. */
  get conversation() {
    return this.#kept.conversation ?? null;
  }

  /** {text, key, person} of the message that has no reply yet, or null. */
  get pending() {
    return this.#kept.pending ?? null;
  }

  set pending(sending) {
    this.#write({ pending: sending });
  }

  /** Whether a person has been called, and may write at any time. */
  get called() {
    return this.#kept.called ?? false;
  }

  set called(called) {
    if (called !== this.called) this.#write({ called });
  }

  /** Whether an agent wrote what this browser's customer has not had in sight. */
  get unread() {
    return this.#kept.written !== this.#kept.noticed;
  }

  /** An agent's newest message. */
  set written(id) {
    if (id !== this.#kept.written) this.#write({ written: id });
  }

  notice() {
    if (this.unread) this.#write({ noticed: this.#kept.written });
  }

  /** What the server does not send again: sources, ticket, language, opinion. */
  reply(turnId) {
    return this.#kept.replies?.[turnId] ?? null;
  }

  keep(reply) {
    const { conversation_id: id, conversation_token: token, turn_id: turnId } = reply;
    const { language, citations, handoff, outcome } = reply;
    this.#write({ conversation: { id, token, customer: place.customer }, pending: null });
    this.#note(turnId, { language, citations, handoff, outcome });
  }

  keepOpinion(turnId, helpful) {
    this.#note(turnId, { ...this.reply(turnId), helpful });
  }

  /** Another one took the place of the kept conversation; what is unsent stays. */
  forget() {
    this.#write(NOTHING);
  }

  /** The customer begins anew: nothing stays, and nothing is kept here from now on. */
  close() {
    this.#write({ ...NOTHING, pending: null });
    this.closed = true;
  }

  #note(turnId, reply) {
    const replies = Object.entries({ ...this.#kept.replies, [turnId]: reply });
    this.#write({ replies: Object.fromEntries(replies.slice(-MOST_REPLIES)) });
  }

  #write(change) {
    if (this.closed) return;
    this.#kept = { ...this.#kept, ...change, customer: place.customer };
    try {
      place.storage.setItem(KEY, JSON.stringify(this.#kept));
    } catch {
      // A browser that keeps nothing still has the conversation until it is closed.
    }
  }
}

function readKept() {
  try {
    const kept = JSON.parse(place.storage.getItem(KEY)) ?? {};
    return (kept.customer ?? place.customer) === place.customer ? kept : {}; // Else it is another's.
  } catch {
    return {};
  }
}
