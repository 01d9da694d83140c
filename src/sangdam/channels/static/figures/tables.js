/** Every figure as a number at the head, or as a table whose shares are drawn as bars. */

import { element } from "../shared/element.js";
import { fill, found, page, words } from "../shared/page.js";
import { count, dayOf, money, percent, wait } from "./numbers.js";

export function showFigures(figures) {
  found("figures").replaceChildren(...(isEmpty(figures) ? nothingYet() : all(figures)));
}

function isEmpty({ total, before, first_replies: { tickets, open_now: open } }) {
  return !total.messages && !before?.messages && !tickets && !open;
}

function nothingYet() {
  return [element("div", { class: "nobody" }, element("strong", {}, words.empty), element("p", { class: "quiet" }, words.empty_text))];
}

function all(figures) {
  const { days, endings, reasons, kept_days: kept } = figures;
  return [
    kept !== null && kept < days.length && element("p", { class: "quiet" }, fill(words.kept, { n: count(kept) })),
    heads(figures),
    shares("endings", words.endings, endings.map(({ outcome, messages, share }) => [words.outcomes[outcome], messages, share])),
    shares("reasons", words.called, reasons.map(({ reason_code: reason, tickets, share }) => [words.reasons[reason], tickets, share])),
    facts("replies", words.first_replies, replies(figures.first_replies), words.waits_text),
    facts("rest", words.rest, rest(figures)),
    dayByDay(days),
  ].filter(Boolean);
}

// --- the head ----------------------------------------------------------------------------------

function heads({ total, before, opinions, first_replies: replies, days }) {
  const compared = (say) => before && fill(words.before, { n: days.length, value: say(before) });
  const judged = opinions.helpful + opinions.unhelpful;
  return element("dl", { class: "heads" },
    head("conversations", count(total.conversations), compared((span) => count(span.conversations))),
    head("messages", count(total.messages), compared((span) => count(span.messages))),
    head("without_person", percent(total.without_person_share), compared((span) => percent(span.without_person_share))),
    head("median", wait(replies.median_seconds), fill(words.open, { n: count(replies.open_now) })),
    head("helpful", percent(judged ? opinions.helpful / judged : null), fill(words.judged, { n: count(judged) })));
}

function head(name, value, beside) {
  return element("div", { "data-head": name },
    element("dt", {}, words.heads[name]),
    element("dd", { class: "value" }, value),
    beside && element("dd", { class: "quiet" }, beside));
}

// --- tables ------------------------------------------------------------------------------------

/** Rows are [label, count, share]. */
function shares(id, title, rows) {
  if (!rows.length) return section(id, title, element("p", { class: "quiet" }, words.none_of_it));
  return section(id, title, table(id, [words.columns.what, words.columns.count, words.columns.share],
    rows.map(([label, n, share]) => row(label, count(n), [percent(share), measure(share)]))));
}

function dayByDay(days) {
  const most = Math.max(1, ...days.map(({ messages }) => messages));
  const { day: date, conversations, messages } = words.columns;
  return section("days", words.by_day, table("days", [date, conversations, messages],
    days.map((day, n) => row(n ? dayOf(day.day) : fill(words.today, { day: dayOf(day.day) }),
      count(day.conversations), [count(day.messages), measure(day.messages / most)]))));
}

/** Rows are [label, value]. */
function facts(id, title, rows, note) {
  return section(id, title, table(id, [words.columns.what, words.columns.value], rows.map(([label, value]) => row(label, value))),
    note && element("p", { class: "quiet note" }, note));
}

function replies({ tickets, answered, waiting, median_seconds: median, ninetieth_seconds: ninetieth, open_now: open, unclaimed_now: unclaimed }) {
  return [
    [words.waits.tickets, count(tickets)],
    [words.waits.answered, count(answered)],
    [words.waits.median, wait(median)],
    [words.waits.ninetieth, wait(ninetieth)],
    [words.waits.waiting, count(waiting)],
    [link("/desk", words.waits.open), count(open)],
    [words.waits.unclaimed, count(unclaimed)],
  ];
}

function rest({ opinions, unanswered, model }) {
  return [
    [words.helpful, count(opinions.helpful)],
    [words.unhelpful, count(opinions.unhelpful)],
    [link("/desk/gaps", words.unanswered), count(unanswered)],
    ...(model.calls ? [[link("/desk/status", words.model), count(model.calls)]] : []),
    ...(model.failures ? [[words.model_failures, count(model.failures)]] : []),
    ...(model.cost === null ? [] : [[words.cost, money(model.cost, model.currency)]]),
  ];
}

function section(id, title, ...inside) {
  return element("section", { "data-figure": id }, element("h2", { id: `${id}-title` }, title), ...inside);
}

function table(id, columns, rows) {
  return element("table", { "aria-labelledby": `${id}-title` },
    element("thead", {}, element("tr", {}, columns.map((column) => element("th", { scope: "col" }, column)))),
    element("tbody", {}, rows));
}

function row(label, ...cells) {
  return element("tr", {}, element("th", { scope: "row" }, label), cells.map((cell) => element("td", {}, cell)));
}

/** A bar of this share of its cell. It says nothing that the number beside it doesn't. */
function measure(share) {
  const bar = element("span", { class: "measure", "aria-hidden": "true" });
  bar.style.setProperty("--share", share);
  return bar;
}

function link(path, text) {
  return element("a", { href: `${path}?lang=${page.language}` }, text);
}
