/** The person at the desk is writing; the line goes when they stop or their words are here. */

import { fill, found, words } from "../shared/page.js";

const STOPS_AFTER_MS = 6_000;

export class Typing {
  #place = found("typing");
  #timer;

  show(agent) {
    const text = agent ? fill(words.typing_named, { agent }) : words.typing;
    if (this.#place.textContent !== text) this.#place.textContent = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.hide(), STOPS_AFTER_MS);
  }

  hide() {
    clearTimeout(this.#timer);
    this.#place.textContent = "";
  }
}
