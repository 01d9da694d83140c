/** How to reach the customer once the page is closed: one line to leave, and to change. */

import { found, words } from "../shared/page.js";
import { Problem } from "../shared/problem.js";

const ROOM = matchMedia("(min-height: 600px)");

export class Contact {
  #fold = found("contact");
  #form = found("contact-form");
  #text = found("contact-text");
  #problem = found("contact-problem");
  #thanks = found("contact-thanks");
  #leave;
  #offered = false;

  constructor(leave) {
    this.#leave = leave;
    this.#form.addEventListener("submit", (event) => this.#submit(event));
  }

  /** `offered`: nobody answers soon, so the form opens by itself, once. */
  show({ left, offered }) {
    if (left !== undefined) this.#label(left);
    if (!offered || left || this.#offered) return;
    this.#offered = true;
    this.#fold.open = ROOM.matches;
  }

  #label(left) {
    found("contact-label").textContent = left ? words.contact.change : words.contact.leave;
    this.#thanks.hidden = !left;
  }

  async #submit(event) {
    event.preventDefault();
    this.#problem.textContent = "";
    try {
      await this.#leave(this.#text.value.trim());
      this.#thank();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#problem.textContent = error.status === 422 ? error.message : words.contact.failed;
      this.#text.focus();
    }
  }

  #thank() {
    this.#text.value = "";
    this.#fold.open = false;
    this.#label(true);
    this.#thanks.focus();
  }
}
