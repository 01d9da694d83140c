/** One entry of the conversation, by who said it. */

import { element, icon } from "../shared/element.js";
import { languageOf } from "../shared/language.js";
import { moment } from "../shared/moment.js";
import { fill, words } from "../shared/page.js";
import { prose } from "../shared/prose.js";
import { attachment } from "./attachment.js";
import { feedback } from "./feedback.js";
import { Sources } from "./sources.js";
import { ticketCard } from "./ticket_card.js";

/** What the customer wrote. */
export function customerMessage(text) {
  return element("li", { class: "message customer" }, unseen(words.customer),
    element("div", { class: "bubble", lang: languageOf(text) }, text));
}

/** Files that the customer sent; `load(file)` gives the bytes of each. */
export function fileMessage(files, load) {
  return element("li", { class: "message customer files" }, unseen(words.customer),
    files.map((file) => attachment(file, () => load(file))));
}

/** A whole reply of the assistant; `send(helpful, reason)` takes the customer's opinion. */
export function replyMessage(reply, send) {
  const sources = new Sources(reply.citations ?? []);
  const body = reply.handoff
    ? ticketCard(reply.handoff, reply.text)
    : element("div", { class: "bubble" }, prose(reply.text, sources.marker));
  body.lang = reply.language ?? languageOf(reply.text);
  const asks = reply.outcome === "answered";
  return element("li", { class: "message bot" }, unseen(words.assistant), body, sources.footer,
    asks && feedback(send, reply.helpful));
}

/** The reply while it arrives: not read aloud until it is whole. */
export function arrivingMessage() {
  const bubble = element("div", { class: "bubble arriving" });
  return element("li", { class: "message bot", "aria-hidden": "true" }, bubble);
}

/** What a person at the desk wrote, under their name. */
export function agentMessage({ text, agent, created_at: createdAt }) {
  const name = agent ? fill(words.agent_named, { agent }) : words.agent;
  return element("li", { class: "message agent" },
    element("p", { class: "sender" }, icon("person"), name, " ", moment(createdAt)),
    element("div", { class: "bubble", lang: languageOf(text) }, prose(text)));
}

/** A line about the conversation itself. */
export function remark(text) {
  return element("li", { class: "remark quiet" }, text);
}

function unseen(text) {
  return element("span", { class: "unseen" }, `${text}: `);
}
