/** Open tickets, most urgent first, then oldest. */

import { element } from "../shared/element.js";
import { fill, found, words } from "../shared/page.js";
import { waiting } from "./waiting.js";

export class TicketList {
  #list = found("tickets");
  #onChoose;
  #shown = "";

  constructor(onChoose) {
    this.#onChoose = onChoose;
  }

  /** Draw the list where it changed. */
  show(tickets, chosen) {
    const shown = JSON.stringify([chosen, tickets, tickets.map((ticket) => waiting(ticket.created_at))]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const focused = document.activeElement?.closest?.("#tickets button")?.dataset.ticket;
    const rows = [...tickets].sort(byUrgency).map((ticket) => this.#row(ticket, ticket.id === chosen));
    this.#list.replaceChildren(...(rows.length ? rows : [nobody()]));
    found("list-title").textContent = fill(words.tickets_count, { n: tickets.length });
    if (focused) this.focus(focused);
  }

  focus(ticketId) {
    this.#list.querySelector(`[data-ticket="${CSS.escape(ticketId)}"]`)?.focus();
  }

  #row(ticket, chosen) {
    const { summary } = ticket;
    return element("li", {}, element("button", {
      type: "button",
      "data-ticket": ticket.id,
      "aria-current": chosen && "true",
      onclick: () => this.#onChoose(ticket.id),
    },
    element("span", { class: "head" }, badge(ticket), element("strong", {}, words.reasons[ticket.reason_code])),
    element("span", { class: "words", lang: summary.language }, `“${summary.trigger}”`),
    !summary.goal.text.includes(`“${summary.trigger}”`) && element("span", { class: "goal" }, summary.goal.text),
    element("span", { class: "foot quiet" }, words.queues[ticket.queue] ?? ticket.queue, " · ",
      waiting(ticket.created_at), " · ", ticket.id)));
  }
}

/** The priority as a word and a colour. */
export function badge({ priority }) {
  return element("span", { class: `badge priority-${priority}`, title: fill(words.priority, { n: priority }) },
    words.priorities[priority]);
}

function byUrgency(one, other) {
  return one.priority - other.priority || one.created_at.localeCompare(other.created_at);
}

function nobody() {
  return element("li", { class: "nobody" }, element("strong", {}, words.none), element("p", { class: "quiet" }, words.none_text));
}
