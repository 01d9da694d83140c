/** The list of messages, and where the reader stands in it. */

import { element, icon } from "../shared/element.js";
import { found, words } from "../shared/page.js";

const NEAR_PX = 120;

export class Log {
  #scroller = found("scroller");
  #list = found("log");
  #doing = found("doing");
  #stays = false; // At the end, when what stands around the list grows or shrinks.

  constructor() {
    this.#scroller.addEventListener("scroll", () => { this.#stays = this.nearEnd; });
    new ResizeObserver(() => this.#stays && this.toEnd()).observe(this.#scroller);
  }

  add(node) {
    this.#list.append(node);
    return node;
  }

  /** What `show` adds stands above all that is there. */
  above(show) {
    const later = [...this.#list.children];
    show();
    this.#list.append(...later);
  }

  get lastOfCustomer() {
    return [...this.#list.querySelectorAll(".customer:not(.files)")].at(-1);
  }

  dropQuickReplies() {
    for (const row of this.#list.querySelectorAll(".quick")) row.remove();
  }

  /** Say what is being done while the customer waits. */
  doing(step) {
    this.#doing.textContent = words.steps[step] ?? "";
    this.toEnd();
  }

  quiet() {
    this.#doing.textContent = "";
  }

  get nearEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_PX;
  }

  toEnd() {
    this.#stays = true;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  /** Show a new message from its beginning: a long one is not scrolled past. */
  reveal(node) {
    if (node.offsetHeight > this.#scroller.clientHeight * 0.8) node.scrollIntoView({ block: "start" });
    else this.toEnd();
  }
}

/** Mark a customer's message as unsent, with the reason and a way to try again. */
export function markFailed(message, reason, retry) {
  clearMark(message);
  const again = element("button", { type: "button", onclick: retry }, icon("again"), words.retry);
  message.classList.add("failed");
  message.append(element("div", { class: "mark failure", role: "alert" },
    element("p", {}, icon("alert"), reason), retry && again));
}

/** Show how much of a customer's file is sent, from 0 to 1. */
export function markProgress(message, share) {
  const bar = message.querySelector("progress");
  if (bar) bar.value = share;
  else {
    clearMark(message);
    message.append(element("progress", { class: "mark", max: "1", value: share, "aria-label": words.steps.sending }));
  }
}

/** Mark a customer's message as passed on to the person who answers. */
export function markDelivered(message) {
  clearMark(message);
  message.append(element("p", { class: "mark quiet" }, icon("check"), words.delivered));
}

/** The reason stays, the second try goes: something newer was said. */
export function dropRetry(message) {
  message.querySelector(".mark button")?.remove();
}

export function clearMark(message) {
  message.classList.remove("failed");
  message.querySelector(".mark")?.remove();
}
