/** Above an open ticket: why, who, who has it, and what can be done with it. */

import { button, element, icon } from "../shared/element.js";
import { momentIn } from "../shared/moment.js";
import { fill, words } from "../shared/page.js";
import { badge, mark, number, queueName } from "./ticket_list.js";

const ALLOWED = {
  free: ["claim", "transfer", "give_back", "resolve"],
  mine: ["transfer", "give_back", "resolve"],
  theirs: [],
  closed: [],
};

export class TicketHead {
  #acts;
  #title = element("h2", { tabindex: "-1" });
  #line = element("p", { class: "quiet" });
  #buttons = element("div", { class: "acts" });
  #shown = "";
  node;

  /** `acts` are claim, transfer, give_back, resolve and back. */
  constructor(acts) {
    this.#acts = acts;
    this.node = element("header", { class: "top" },
      button(icon("back"), acts.back, { class: "plain square back", "aria-label": words.back }),
      element("div", {}, this.#title, this.#line), this.#buttons);
  }

  show({ ticket, conversation }, standing, holder) {
    const shown = JSON.stringify([ticket, conversation, standing, holder]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#title.replaceChildren(...[badge(ticket), ` ${words.reasons[ticket.reason_code]} `, mark(ticket)].filter(Boolean));
    this.#line.replaceChildren(...[
      element("strong", { class: `holder ${standing}` }, owned(standing, holder)), " · ", queueName(ticket.queue), " · ",
      words.languages[ticket.language], " · ", number(ticket), due(ticket)].flat());
    const focused = this.#buttons.contains(document.activeElement);
    this.#buttons.replaceChildren(...ALLOWED[standing].map((name) =>
      button(words.acts[name], this.#acts[name], { class: name === "claim" ? "main" : "", "data-act": name })));
    if (focused) this.focus();
  }

  focus() {
    this.#title.focus();
  }
}

function owned(standing, holder) {
  return fill(words.owned[standing], { name: holder });
}

/** By when somebody should have taken it, while nobody has. */
function due({ due_at: at, claimed_at: claimed, status }) {
  if (!at || claimed || status !== "open") return [];
  return [" · ", ...momentIn(words.due, at)];
}
