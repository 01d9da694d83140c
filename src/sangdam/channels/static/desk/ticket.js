/** One ticket, opened: summary on top, conversation below, then the reply box. */

import { button, element, icon } from "../shared/element.js";
import { found, words } from "../shared/page.js";
import { Answer } from "./answer.js";
import { summary } from "./summary.js";
import { Talk } from "./talk.js";
import { badge } from "./ticket_list.js";

export class OpenTicket {
  #place = found("ticket");
  #talk = new Talk();
  #owner = element("span", { class: "quiet" });
  #summary = element("div");
  #summaryShown = "";
  #answer;

  /** `acts` are send(text), resolve() and back(). */
  constructor(view, acts) {
    this.#answer = new Answer(acts.send);
    const { ticket } = view;
    const title = element("h2", { tabindex: "-1" }, badge(ticket), ` ${words.reasons[ticket.reason_code]}`);
    this.#place.replaceChildren(
      element("header", { class: "top" },
        button(icon("back"), acts.back, { class: "plain square back", "aria-label": words.back }),
        element("div", {}, title, element("p", { class: "quiet" }, ticket.id, " · ", this.#owner)),
        button(words.resolve, acts.resolve, { class: "resolve" })),
      element("div", { class: "read" }, this.#summary, this.#talk.node),
      this.#answer.node);
    this.show(view);
    title.focus();
  }

  /** Show what changed; what the agent is writing stays untouched. */
  show({ ticket, conversation, messages }) {
    this.#owner.textContent = words.owners[conversation.owner];
    this.#talk.show(messages, ticket);
    const shown = JSON.stringify(ticket.summary);
    if (shown === this.#summaryShown) return;
    this.#summaryShown = shown;
    this.#summary.replaceChildren(summary(ticket, {
      jump: (pointers) => this.#talk.jump(pointers),
      use: (draft) => this.#answer.take(draft),
    }));
  }
}

export function noTicket() {
  found("ticket").replaceChildren(element("p", { class: "choose quiet" }, words.choose));
}
