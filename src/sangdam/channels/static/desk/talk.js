/** The conversation below the summary: it grows at its end, and what stands there stays. */

import { button, element, icon } from "../shared/element.js";
import { words } from "../shared/page.js";
import { said } from "./said.js";

const NEAR_PX = 120;
const TYPING_MS = 4_000;

export class Talk {
  #list = element("ol", { class: "talk" });
  #typing = element("p", { class: "typing quiet", role: "status" });
  #down = button(null, () => this.toEnd(), { class: "down", hidden: true });
  #shown = new Set();
  #episode = null;
  #scroller;
  #drawn;
  #quiet;
  node = element("section", { role: "log", "aria-label": words.talk }, this.#list, this.#typing, this.#down);

  /** `scroller` is what the talk scrolls in; `files` shows attachments. */
  constructor(scroller, files) {
    this.#scroller = scroller;
    this.#drawn = (message, ticket) => said(message, ticket, files);
    this.#down.append(icon("down"), words.new_message);
    scroller.addEventListener("scroll", () => this.#nearEnd && (this.#down.hidden = true));
  }

  /** Add the messages that are not there yet; bring the end into view for who was reading it. */
  add(messages, ticket) {
    const fresh = messages.filter(({ id }) => !this.#shown.has(id));
    if (!fresh.length) return;
    const follows = this.#nearEnd;
    for (const message of fresh) this.#append(message, ticket);
    if (fresh.some(({ sender }) => sender === "customer")) this.#typing.textContent = "";
    if (follows) this.toEnd();
    else if (this.node.isConnected) this.#down.hidden = false;
  }

  /** The customer is writing, for as long as they say so. */
  typing() {
    const follows = this.#nearEnd;
    clearTimeout(this.#quiet);
    this.#typing.textContent = words.customer_typing;
    this.#quiet = setTimeout(() => { this.#typing.textContent = ""; }, TYPING_MS);
    if (follows) this.toEnd();
  }

  toEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#down.hidden = true;
  }

  /** Bring the first message that one of these ids (of messages or turns) names into view. */
  jump(pointers) {
    const named = [...this.#list.children].find(({ dataset }) =>
      pointers.includes(dataset.message) || pointers.includes(dataset.turn));
    named?.scrollIntoView({ block: "center" });
    named?.focus();
    for (const each of this.#list.children) each.classList.toggle("pointed", each === named);
  }

  get #nearEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    return this.node.isConnected && scrollHeight - scrollTop - clientHeight < NEAR_PX;
  }

  #append(message, ticket) {
    if (this.#episode !== null && message.episode !== this.#episode) {
      this.#list.append(element("li", { class: "remark quiet" }, words.new_episode));
    }
    this.#episode = message.episode;
    this.#shown.add(message.id);
    this.#list.append(this.#drawn(message, ticket));
  }
}
