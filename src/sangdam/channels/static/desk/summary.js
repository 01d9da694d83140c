/** What an agent reads first: who, what they want, what was tried, what to say next. */

import { button, element, icon } from "../shared/element.js";
import { fill, words } from "../shared/page.js";
import { passage, statement } from "./evidence.js";

/** `show` has talk(pointers) and passage(documentId, text); `use(draft)` puts the draft into the
 *  reply. */
export function summary(ticket, conversation, { open, show, use }) {
  const told = ticket.summary;
  return element("details", { class: "summary", open },
    element("summary", {}, element("h3", {}, words.summary), element("span", { class: "quiet" }, author(told.author)), icon("down")),
    element("p", { class: "next" }, element("span", { class: "label" }, words.next_step), told.next_step),
    element("dl", {},
      entry(words.goal, statement(told.goal, show), "goal"),
      !told.goal.text.includes(told.trigger) && entry(words.trigger, element("q", { lang: told.language }, told.trigger)),
      entry(words.who, who(told, conversation)),
      entry(words.sentiment, told.sentiment && statement(told.sentiment, show)),
      entry(words.tried, tried(told.tried, show)),
      entry(words.open_questions, listed(told.open_questions, show)),
      entry(words.promises, listed(told.promises, show)),
      entry(words.entities, entities(told.entities, show)),
      entry(words.confidence, confidence(told.confidence)),
      entry(words.closest, passages(told.closest, show))),
    internal(told.internal, show),
    draft(told.draft, use));
}

function author(name) {
  return name === "rules" ? words.by_rules : fill(words.by_model, { model: name });
}

function entry(name, value, kind = "") {
  return value && element("div", { class: `entry ${kind}` }, element("dt", {}, name), element("dd", {}, value));
}

/** Who it is as far as the channel knows, whether that was verified, and how to reach them. */
function who({ customer, identity }, { contact, verified }) {
  return element("ul", { class: "tags" },
    element("li", {}, customer),
    element("li", { class: "quiet" }, words.identity[verified ? "verified" : identity]),
    contact && element("li", {}, element("span", { class: "quiet" }, `${words.contact} `), element("strong", {}, contact)));
}

function tried(statements, show) {
  return listed(statements, show) ?? element("span", { class: "quiet" }, words.tried_none);
}

function listed(statements, show) {
  if (!statements.length) return null;
  return element("ul", {}, statements.map((each) => element("li", {}, statement(each, show))));
}

function passages(statements, show) {
  return statements.length > 0 && element("ul", {}, statements.map((each) => element("li", {}, passage(each, show))));
}

/** What the customer named, each with a way to the message that names it. */
function entities(named, show) {
  if (!named.length) return null;
  return element("ul", { class: "tags" }, named.map(({ kind, value, pointer }) =>
    element("li", {}, element("span", { class: "quiet" }, `${words.entity[kind] ?? kind} `),
      button(element("strong", {}, value), () => show.talk([pointer]), { class: "plain small", title: words.show_in_talk }))));
}

function confidence(judged) {
  if (!judged) return null;
  const { value, threshold, reasons } = judged;
  const over = value >= threshold;
  const line = fill(words.confidence_line, { value: percent(value), threshold: percent(threshold) });
  return element("div", {},
    element("meter", { min: "0", max: "1", low: threshold, optimum: "1", value, "aria-label": words.confidence }),
    element("span", {}, ` ${line} `),
    element("span", { class: over ? "quiet" : "under" }, `(${over ? words.confidence_over : words.confidence_under})`),
    signals(reasons));
}

function signals(reasons) {
  const strongest = Object.entries(reasons).sort(([, one], [, other]) => Math.abs(other) - Math.abs(one));
  if (!strongest.length) return null;
  return element("details", { class: "signals" }, element("summary", {}, words.signals_title),
    element("table", {}, element("tbody", {}, strongest.map(([name, share]) =>
      element("tr", {}, element("th", { scope: "row" }, words.signals[name] ?? name),
        element("td", { class: share < 0 ? "against" : "for" }, signed(share)))))));
}

/** What only agents may read stands apart, and nothing puts it into a reply. */
function internal(statements, show) {
  return statements.length > 0 && element("section", { class: "agents-only", "aria-label": words.internal_passages },
    element("strong", {}, words.internal_passages), element("p", { class: "warning" }, words.internal_warning), passages(statements, show));
}

function draft(text, use) {
  return text && element("section", { class: "draft", "aria-label": words.draft },
    element("header", {}, element("strong", {}, words.draft), button(words.draft_use, () => use(text))),
    element("p", { class: "warning" }, words.draft_warning),
    element("blockquote", {}, text));
}

function percent(value) {
  return Math.round(100 * value);
}

function signed(value) {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`;
}
