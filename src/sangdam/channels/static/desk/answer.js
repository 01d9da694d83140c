/** The agent's reply box. What is typed stays until it has been sent. */

import { element } from "../shared/element.js";
import { words } from "../shared/page.js";

const MOST_CHARACTERS = "4000";

export class Answer {
  #text = element("textarea", { id: "answer", rows: "2", maxlength: MOST_CHARACTERS, placeholder: words.answer_placeholder });
  #state = element("p", { class: "state", role: "status" });
  #button = element("button", { type: "submit", class: "main" }, words.answer_send);
  #send;
  node;

  /** `send(text)` sends; it throws a Problem when it fails. */
  constructor(send) {
    this.#send = send;
    this.node = element("form", { class: "answer", onsubmit: (event) => this.#submit(event) },
      element("label", { for: "answer", class: "unseen" }, words.answer_label), this.#text,
      element("div", { class: "foot" }, this.#state, element("span", { class: "quiet hint" }, words.answer_hint), this.#button));
    this.#text.addEventListener("keydown", (event) => {
      const composing = event.isComposing || event.keyCode === 229;
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !composing) this.node.requestSubmit();
    });
  }

  /** Put a draft into the box, without its source markers, behind what is there. */
  take(draft) {
    const clean = draft.replace(/\s*\[\d{1,2}\]/g, "").trim();
    this.#text.value = [this.#text.value.trim(), clean].filter(Boolean).join("\n\n");
    this.#text.focus();
  }

  async #submit(event) {
    event.preventDefault();
    const text = this.#text.value.trim();
    if (!text || this.#button.disabled) return;
    this.#button.disabled = true;
    try {
      await this.#send(text);
      this.#text.value = "";
      this.#say(words.answer_sent);
    } catch (error) {
      this.#say(error.status === 409 ? words.answer_conflict : words.answer_failed, true);
    } finally {
      this.#button.disabled = false;
      this.#text.focus();
    }
  }

  #say(text, problem = false) {
    this.#state.textContent = text;
    this.#state.classList.toggle("problem", problem);
  }
}
