/** Every part with its state, since when, what is done meanwhile, and its figures. */

import { element } from "../shared/element.js";
import { moment, momentIn } from "../shared/moment.js";
import { fill, found, page, words } from "../shared/page.js";

const BAD_FIRST = ["down", "unknown", "degraded", "ok"];
const GIB = 2 ** 30;

let shown = "";

export function showParts(parts) {
  const told = JSON.stringify(parts.map((each) => ({ ...each, facts: { ...each.facts, milliseconds: null } })));
  if (told === shown) return;
  shown = told;
  const sorted = [...parts].sort((one, other) => BAD_FIRST.indexOf(one.state) - BAD_FIRST.indexOf(other.state));
  found("parts").replaceChildren(...sorted.map(row));
}

function row({ part, state, since, facts }) {
  const meanwhile = words.meanwhile[part][state];
  return element("li", { class: "part", "data-part": part, "data-state": state },
    element("h2", {}, words.parts[part]),
    element("p", { class: "state" }, words.states[state]),
    meanwhile && element("p", { class: "meanwhile" }, meanwhile),
    element("p", { class: "facts quiet" }, [momentIn(words.since, since), ...told(part, facts)].flatMap((fact, n) => [n > 0 && " · ", fact].flat())));
}

/** The facts that a person understands, as texts and nodes. */
function told(part, facts) {
  const says = { database, index, embedder, language_model: languageModel, deliveries, disk, workers, budget };
  return says[part](facts).filter(Boolean);
}

function database({ kind, reason }) {
  return [words.kinds[kind], reason && words.reasons[reason]];
}

function index({ generation, passages, refused }) {
  return [generation && fill(words.generation, { generation, n: count(passages) }), refused && fill(words.refused, { generation: refused })];
}

function embedder({ name }) {
  return [name];
}

function languageModel({ name, breaker, failure, failed_at: failedAt }) {
  if (!name) return [words.no_model];
  const last = failure && element("span", {}, fill(words.last_failure, { failure: words.failures[failure] }), " ", moment(failedAt));
  return [name, words.breaker[breaker], last];
}

function deliveries({ dead, waiting }) {
  return dead === undefined ? [] : [fill(words.deliveries, { dead: count(dead), waiting: count(waiting) })];
}

function disk({ free_bytes: free }) {
  return free === undefined ? [] : [fill(words.free, { n: count(free / GIB) })];
}

function workers({ there, wanted }) {
  return there === undefined ? [] : [fill(words.processes, { n: there, wanted })];
}

function budget({ budget: most, spent, currency }) {
  if (most === undefined) return [];
  return [most === null ? words.no_budget : fill(words.spent, { spent: money(spent, currency), most: money(most, currency) })];
}

function count(number) {
  return new Intl.NumberFormat(page.language, { maximumFractionDigits: 1 }).format(number);
}

function money(amount, currency) {
  return new Intl.NumberFormat(page.language, { style: "currency", currency, maximumFractionDigits: 4 }).format(amount);
}
