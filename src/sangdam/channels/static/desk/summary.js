/** What an agent reads first: who, what they want, what was tried, what to say next. */

import { button, element } from "../shared/element.js";
import { fill, words } from "../shared/page.js";

/** `jump(id)` shows a message of the conversation; `use(draft)` puts the draft into the reply. */
export function summary(ticket, { jump, use }) {
  const told = ticket.summary;
  return element("section", { class: "summary", "aria-labelledby": "summary-title" },
    element("header", {}, element("h3", { id: "summary-title" }, words.summary),
      element("span", { class: "quiet" }, author(told.author))),
    element("p", { class: "next" }, element("span", { class: "label" }, words.next_step), told.next_step),
    element("dl", {},
      entry(words.who, told.customer),
      entry(words.trigger, element("q", { lang: told.language }, told.trigger)),
      entry(words.goal, statement(told.goal, jump)),
      entry(words.tried, tried(told.tried, jump)),
      entry(words.entities, entities(told.entities)),
      entry(words.confidence, confidence(told.confidence)),
      entry(words.closest, listed(told.closest))),
    draft(told.draft, use));
}

function author(name) {
  return name === "rules" ? words.by_rules : fill(words.by_model, { model: name });
}

function entry(name, value) {
  return value && element("div", { class: "entry" }, element("dt", {}, name), element("dd", {}, value));
}

/** A statement with a way to the message that it rests on. */
function statement({ text, pointers }, jump) {
  const show = pointers.length > 0 && button(words.show_in_talk, () => jump(pointers), { class: "plain small" });
  return element("div", { class: "statement" }, element("span", {}, text), show);
}

function tried(statements, jump) {
  if (!statements.length) return element("span", { class: "quiet" }, words.tried_none);
  return element("ul", {}, statements.map((each) => element("li", {}, statement(each, jump))));
}

function entities(values) {
  const found = Object.entries(values);
  if (!found.length) return null;
  return element("ul", { class: "tags" }, found.map(([kind, value]) =>
    element("li", {}, element("span", { class: "quiet" }, `${words.entity[kind] ?? kind} `), element("strong", {}, value))));
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

function draft(text, use) {
  return text && element("section", { class: "draft", "aria-label": words.draft },
    element("header", {}, element("strong", {}, words.draft), button(words.draft_use, () => use(text))),
    element("p", { class: "warning" }, words.draft_warning),
    element("blockquote", {}, text));
}

function listed(titles) {
  return titles.length > 0 && element("ul", {}, titles.map((title) => element("li", {}, title)));
}

function percent(value) {
  return Math.round(100 * value);
}

function signed(value) {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`;
}
