/** One message of the conversation, by who said it. */

import { element } from "../shared/element.js";
import { languageOf } from "../shared/language.js";
import { moment } from "../shared/moment.js";
import { words } from "../shared/page.js";
import { prose } from "../shared/prose.js";

/** `files.shown(attachment)` gives what stands for an attachment. */
export function said(message, ticket, files) {
  const { id, turn_id, sender, audience, agent, text, created_at, attachments } = message;
  const called = sender === "customer" && turn_id === ticket.turn_id;
  const internal = audience === "internal";
  return element("li", { class: `said ${sender}${internal ? " internal" : ""}`, "data-message": id, "data-turn": turn_id, tabindex: "-1" },
    element("p", { class: "sender" }, element("strong", {}, agent ?? words.senders[sender]), " ", moment(created_at),
      internal && element("span", { class: "mark" }, words.internal),
      called && element("span", { class: "mark" }, words.called)),
    text && element("div", { class: "text", lang: languageOf(text) }, prose(text, (n) => `[${n}]`)),
    attachments.map((attachment) => files.shown(attachment)));
}
