/** News that were given up, or that wait, oldest first. What is told of them is another system's. */

import { button, element } from "../shared/element.js";
import { languageOf } from "../shared/language.js";
import { momentIn } from "../shared/moment.js";
import { fill, found, words } from "../shared/page.js";
import { Tabs } from "../shared/tabs.js";

const LISTS = ["dead", "waiting"];

export class DeliveryList {
  #list = found("deliveries");
  #tabs;
  #onReplay;
  #shown = "";

  /** `onTurn()` is called when the other list is chosen, `onReplay(id)` for one to send again. */
  constructor(onTurn, onReplay) {
    this.#tabs = new Tabs(LISTS, () => {
      this.#clear();
      onTurn();
    });
    this.#onReplay = onReplay;
  }

  /** Which one is looked at: dead or waiting. */
  get state() {
    return this.#tabs.chosen;
  }

  turnTo(state) {
    this.#tabs.turnTo(state);
  }

  /** Draw the chosen list where it changed. */
  show({ deliveries, dead, waiting }) {
    const shown = JSON.stringify([this.state, dead, waiting, deliveries.map((each) => [each, isDue(each)])]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const focused = document.activeElement;
    const counts = { dead, waiting };
    for (const name of LISTS) this.#tabs.count(name, counts[name], name === "dead" && dead > 0);
    found("about").textContent = words.about[this.state];
    found("about").hidden = !deliveries.length;
    found("replay-all").textContent = fill(words.replay_all, { n: dead });
    found("replay-all").hidden = this.state !== "dead" || !dead;
    found("more").textContent = fill(words.oldest, { n: deliveries.length });
    found("more").hidden = deliveries.length >= counts[this.state];
    this.#draw(deliveries, focused);
  }

  empty() {
    this.#clear();
    for (const name of LISTS) this.#tabs.count(name, "");
  }

  #clear() {
    this.#shown = "";
    this.#list.replaceChildren();
    for (const id of ["about", "more", "replay-all"]) found(id).hidden = true;
  }

  /** The focus stays in its row; where that is gone it goes to the next, and else to the tab. */
  #draw(deliveries, focused) {
    const row = focused.closest("[data-delivery]");
    const at = [...this.#list.children].indexOf(row);
    const rows = deliveries.map((each) => this.#row(each, isBehind(each, deliveries)));
    this.#list.replaceChildren(...(rows.length ? rows : [nothing(this.state)]));
    if (!row && !focused.hidden) return;
    const next = rows.find(({ dataset }) => dataset.delivery === row?.dataset.delivery) ?? rows[Math.min(at, rows.length - 1)];
    (next?.querySelector("button") ?? this.#tabs).focus();
  }

  #row(delivery, behind) {
    const head = `delivery-${delivery.id}`;
    return element("li", { class: "letter", "data-delivery": delivery.id },
      element("div", {},
        element("p", { id: head, class: "head" }, element("strong", {}, delivery.destination), " ", element("span", {}, words.types[delivery.type] ?? delivery.type)),
        delivery.error && element("p", { class: "error", lang: languageOf(delivery.error) }, element("span", { class: "unseen", lang: document.documentElement.lang }, words.error), " ", delivery.error),
        element("p", { class: "foot quiet" }, facts(delivery, behind).flatMap((fact, n) => [n > 0 && " · ", fact]))),
      delivery.state === "dead" && button(words.replay, () => this.#onReplay(delivery.id), { "aria-describedby": head }));
  }
}

function facts(delivery, behind) {
  return [
    element("span", {}, whenOf(delivery, behind)),
    element("span", {}, momentIn(words.happened, delivery.created_at)),
    delivery.attempts > 0 && element("span", {}, fill(words.attempts, { n: delivery.attempts })),
    element("code", {}, delivery.conversation_id),
  ].filter(Boolean);
}

/** When a dead one was given up, or a waiting one is tried. */
function whenOf(delivery, behind) {
  if (delivery.state === "dead") return momentIn(words.given_up, delivery.settled_at);
  if (behind) return words.behind;
  return isDue(delivery) ? words.soon : momentIn(words.next, delivery.due_at);
}

function isDue({ due_at: due }) {
  return new Date(due) <= Date.now();
}

/** Whether an earlier one of its conversation is to go to the same place first. */
function isBehind({ id, conversation_id: conversation, destination }, deliveries) {
  return deliveries.some((each) => each.id < id && each.conversation_id === conversation && each.destination === destination);
}

function nothing(state) {
  return element("li", { class: "nobody" }, element("strong", {}, words.none[state]), element("p", { class: "quiet" }, words.none_text[state]));
}
