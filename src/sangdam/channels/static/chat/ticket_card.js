/** What a customer sees once a person has been called: the number, and what happens next. */

import { element, icon } from "../shared/element.js";
import { words } from "../shared/page.js";
import { prose } from "../shared/prose.js";

export function ticketCard(handoff, text) {
  return element("section", { class: "card", "aria-label": words.ticket_title },
    element("p", { class: "title" }, icon("person"), words.ticket_title),
    element("p", { class: "number" }, element("span", { class: "quiet" }, words.ticket_number), " ",
      element("strong", {}, handoff.ticket_id)),
    prose(text),
    element("p", { class: "quiet" }, words.ticket_kept));
}
