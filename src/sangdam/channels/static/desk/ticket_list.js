/** Open tickets in three lists: nobody's, the agent's own, all. Most urgent first, then oldest. */

import { element } from "../shared/element.js";
import { fill, found, words } from "../shared/page.js";
import { Tabs } from "../shared/tabs.js";
import { standing } from "./standing.js";
import { late, waiting } from "./waiting.js";

const LISTS = ["queue", "mine", "all"];

export class TicketList {
  #list = found("tickets");
  #tabs = new Tabs(LISTS, () => this.#overview && this.show(this.#overview, this.#chosen));
  #onChoose;
  #overview = null;
  #chosen = null;
  #shown = "";

  constructor(onChoose) {
    this.#onChoose = onChoose;
    this.#list.addEventListener("keydown", (event) => this.#arrow(event));
  }

  /** Draw the lists where they changed. */
  show(overview, chosen) {
    this.#overview = overview;
    this.#chosen = chosen;
    const { tickets, me, agents } = overview;
    const shown = JSON.stringify([this.#tabs.chosen, chosen, tickets, me.id, agents.map(({ name }) => name), tickets.map(({ ticket }) => [waiting(ticket.created_at), late(ticket)])]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const focused = document.activeElement?.closest?.("#tickets button")?.dataset.ticket;
    this.#draw();
    if (focused) this.#keepFocus(focused);
  }

  /** Whether a row is being pressed: drawn anew, it would not hear of its click. */
  get pressed() {
    return this.#list.matches(":active");
  }

  /** Show another of the lists. */
  turnTo(name) {
    this.#tabs.turnTo(name);
  }

  /** Focus its row, in the agent's own list where it went there. */
  seek(ticketId) {
    if (!this.#rowOf(ticketId)) this.turnTo("mine");
    this.focus(ticketId);
  }

  /** It stays in its row, also where the agent has just taken that. */
  #keepFocus(ticketId) {
    if (this.#of("mine").some(({ ticket }) => ticket.id === ticketId)) this.seek(ticketId);
    else this.focus(ticketId);
  }

  focus(ticketId) {
    this.#rowOf(ticketId)?.focus();
  }

  #rowOf(ticketId) {
    return this.#list.querySelector(`[data-ticket="${CSS.escape(ticketId)}"]`);
  }

  /** Go `step` rows down from the focused row, else from the open ticket's. */
  move(step) {
    const rows = [...this.#list.querySelectorAll("button")];
    const from = rows.findIndex((row) => row === document.activeElement || row.hasAttribute("aria-current"));
    const focused = rows.indexOf(document.activeElement);
    const at = focused >= 0 ? focused : from;
    rows[at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)]?.focus();
  }

  /** How many conversations call for this agent: nobody's, and theirs where the customer waits. */
  get calls() {
    return this.#of("queue").length + this.#of("mine").filter((each) => this.#unread(each)).length;
  }

  empty() {
    this.#overview = null;
    this.#shown = "";
    this.#list.replaceChildren();
  }

  // --- drawing -----------------------------------------------------------------------------

  #draw() {
    for (const name of LISTS) this.#count(name);
    const rows = this.#of(this.#tabs.chosen).map((listed) => element("li", {}, this.#row(listed)));
    this.#list.replaceChildren(...(rows.length ? rows : [nobody(this.#tabs.chosen)]));
  }

  #count(name) {
    const listed = this.#of(name);
    this.#tabs.count(name, listed.length, name === "mine" && listed.some((each) => this.#unread(each)));
  }

  #of(name) {
    const { tickets, me } = this.#overview;
    if (name === "all") return tickets;
    const wanted = name === "queue" ? "free" : "mine";
    return tickets.filter((listed) => standing(listed, me) === wanted);
  }

  #row(listed) {
    const { ticket } = listed;
    const { summary } = ticket;
    return element("button", {
      type: "button",
      "data-ticket": ticket.id,
      "aria-current": ticket.id === this.#chosen && "true",
      onclick: () => this.#onChoose(ticket.id),
    },
    element("span", { class: "head" }, badge(ticket), element("strong", {}, words.reasons[ticket.reason_code]), mark(ticket),
      this.#unread(listed) && element("span", { class: "dot" }, element("span", { class: "unseen" }, words.customer_wrote))),
    element("span", { class: "words", lang: summary.language }, `“${summary.trigger}”`),
    element("span", { class: "foot quiet" }, queueName(ticket.queue), " · ", waiting(ticket.created_at), " · ",
      words.languages[ticket.language], " · ", number(ticket), this.#holder(listed)));
  }

  /** In the list of all: who has it. */
  #holder({ agent_id: id }) {
    const agent = this.#tabs.chosen === "all" && this.#overview.agents.find((each) => each.id === id);
    return agent && element("span", { class: "holder" }, agent.name);
  }

  #unread(listed) {
    return standing(listed, this.#overview.me) === "mine" && listed.last_sender === "customer";
  }

  // --- keys --------------------------------------------------------------------------------

  #arrow(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    this.move(step);
  }
}

/** The priority as a word and a colour. */
export function badge({ priority }) {
  return element("span", { class: `badge priority-${priority}`, title: fill(words.priority, { n: priority }) },
    words.priorities[priority]);
}

/** That nobody came in time, and that the ticket became more urgent by it. */
export function mark(ticket) {
  if (ticket.escalated_at && !ticket.claimed_at) return element("span", { class: "late" }, words.escalated);
  return late(ticket) && element("span", { class: "late" }, words.overdue);
}

/** The ticket's number, on one line. */
export function number({ id }) {
  return element("span", { class: "number" }, id);
}

export function queueName(queue) {
  return words.queues[queue] ?? queue;
}

function nobody(name) {
  return element("li", { class: "nobody" }, element("strong", {}, words.nobody[name]), element("p", { class: "quiet" }, words.nobody_text[name]));
}
