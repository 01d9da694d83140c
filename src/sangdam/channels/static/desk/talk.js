/** The conversation below the summary. */

import { element } from "../shared/element.js";
import { languageOf } from "../shared/language.js";
import { moment } from "../shared/moment.js";
import { words } from "../shared/page.js";
import { prose } from "../shared/prose.js";

export class Talk {
  node = element("ol", { class: "talk", "aria-label": words.talk });
  #shown = "";

  /** Draw the messages where they changed. */
  show(messages, ticket) {
    const shown = messages.map(({ id }) => id).join();
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.node.replaceChildren(...messages.map((message) => drawn(message, ticket)));
  }

  /** Bring the first message that one of these ids (of messages or turns) names into view. */
  jump(pointers) {
    const named = [...this.node.children].find(({ dataset }) =>
      pointers.includes(dataset.message) || pointers.includes(dataset.turn));
    named?.scrollIntoView({ block: "center" });
    named?.focus();
  }
}

function drawn({ id, turn_id, sender, audience, text, created_at }, ticket) {
  const called = sender === "customer" && turn_id === ticket.turn_id;
  const internal = audience === "internal";
  return element("li", { class: `said ${sender}${internal ? " internal" : ""}`, "data-message": id, "data-turn": turn_id, tabindex: "-1" },
    element("p", { class: "sender" }, element("strong", {}, words.senders[sender]), " ", moment(created_at),
      internal && element("span", { class: "mark" }, words.internal),
      called && element("span", { class: "mark" }, words.called)),
    element("div", { class: "text", lang: languageOf(text) }, prose(text, (n) => `[${n}]`)));
}
