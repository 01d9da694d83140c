/** Where the customer stands who waits for a person: only what the server knows, kept fresh. */

import { fill, found, words } from "../shared/page.js";
import { Contact } from "./contact.js";
import { opening, timeOfDay } from "./opening.js";

const EVERY_MS = 15_000;

export class Waiting {
  #banner = found("waiting");
  #look;
  #contact;
  #timer = null;

  /** `look()` reads the conversation; `leave(contact)` sends how to reach the customer. */
  constructor(look, leave) {
    this.#look = look;
    this.#contact = new Contact(leave);
    document.addEventListener("visibilitychange", () => this.#refresh());
  }

  start() {
    if (this.#timer === null) this.#timer = setInterval(() => this.#refresh(), EVERY_MS);
    this.#refresh();
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = null;
    this.#banner.hidden = true;
  }

  focus() {
    this.#banner.focus();
  }

  async #refresh() {
    if (this.#timer === null || document.hidden) return;
    const view = await this.#look().catch(() => null);
    if (this.#timer !== null) this.#show(view ?? {});
  }

  #show({ waiting, contact_left: left }) {
    const [title, text] = told(waiting);
    say(found("waiting-title"), title);
    say(found("waiting-text"), text);
    this.#contact.show({ left, offered: Boolean(waiting) && !waiting.staffed });
    this.#banner.hidden = false;
  }
}

/** What to say first, and what comes next. Without figures none are shown. */
function told(waiting) {
  if (!waiting) return [words.owner.queue, ""];
  const { position, minutes, opens_at: opens, on_break: away, staffed } = waiting;
  const { first, place, open, estimated, closed, on_break: pause, unstaffed } = words.waiting;
  const stands = fill(position === 1 ? first : place, { n: position });
  if (away) return [pause.title, `${fill(pause.next, { when: timeOfDay(opens) })} ${stands}`];
  if (opens) return [closed.title, `${fill(closed.next, { when: opening(opens) })} ${stands}`];
  if (!staffed) return [unstaffed.title, `${unstaffed.next} ${stands}`];
  return [stands, minutes === null ? open : fill(estimated, { n: minutes })];
}

/** An unchanged text is left alone: screen readers would read it again. */
function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
