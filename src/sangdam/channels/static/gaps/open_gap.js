/** One gap, opened: why it has no answer, how customers asked, what is nearest, and the form. */

import { button, element, icon } from "../shared/element.js";
import { momentIn } from "../shared/moment.js";
import { fill, found, words } from "../shared/page.js";
import { hasDraft } from "./drafts.js";
import { EntryForm } from "./entry_form.js";
import { state } from "./gap_list.js";

const EXAM = "python scripts/candidates.py make";

export class OpenGap {
  #place = found("gap");
  #facts = element("div");
  #below = element("div");
  #save;
  #dismiss;
  #gap;
  #shown = "";

  /** `save(entry)` gives what was written, or throws a Problem; `dismiss()` takes the gap off the
   *  list; `back()` shows the list. */
  constructor(gap, { save, dismiss, back }) {
    this.#save = save;
    this.#dismiss = dismiss;
    this.#gap = gap;
    const title = element("h2", { tabindex: "-1", lang: gap.language }, gap.question);
    this.#place.replaceChildren(
      element("header", { class: "top" },
        button(icon("back"), back, { class: "plain square back", "aria-label": words.back }),
        element("div", {}, title, element("p", { class: "quiet" }, fill(words.askers, { n: gap.askers }), " · ", momentIn(words.last, gap.last)))),
      element("div", { class: "read" }, this.#facts, this.#below));
    this.show(gap);
    this.#offer();
    title.focus();
  }

  /** Show what changed; what is being written stays untouched. */
  show(gap) {
    const shown = JSON.stringify(gap);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#facts.replaceChildren(facts(gap));
  }

  /** The buttons that open the form and dismiss; the form itself where something is written already. */
  #offer() {
    if (hasDraft(this.#gap.id)) return this.#write();
    const open = button(words.write, () => this.#write(true), { class: this.#gap.entry ? "" : "main" });
    const dismiss = !this.#gap.entry && button(words.dismiss, this.#dismiss);
    this.#below.replaceChildren(element("div", { class: "offer" }, ...[dismiss, open].filter(Boolean)));
    return open;
  }

  #write(focus = false) {
    const form = new EntryForm(this.#gap, {
      save: (entry) => this.#save(entry),
      saved: (written) => this.#tell(written),
      cancel: () => this.#offer().focus(),
    });
    this.#below.replaceChildren(form.node);
    if (focus) form.focus();
  }

  /** The entry is in the table: what it waits for stands on top. */
  #tell({ document_id, source }) {
    this.#below.replaceChildren();
    this.show({ ...this.#gap, entry: { document_id, source, live: false } });
    this.#facts.querySelector(".next").focus();
  }
}

export function noGap() {
  found("gap").replaceChildren(element("p", { class: "choose quiet" }, words.choose));
}

function facts(gap) {
  return element("div", { class: "summary" },
    gap.entry && element("p", { class: "next", tabindex: "-1" }, state(gap), " ", since(gap.entry)),
    element("dl", {},
      entry(words.why, why(gap)),
      entry(words.wordings, wordings(gap)),
      entry(words.closest, closest(gap.closest)),
      entry(words.exam, element("code", {}, `${EXAM} ${gap.id}`))));
}

function since({ document_id, source, live }) {
  return fill(live ? words.entry_live : words.entry_waiting, { id: document_id, source });
}

function entry(name, value) {
  return element("div", { class: "entry" }, element("dt", {}, name), element("dd", {}, value));
}

function why({ ended }) {
  return element("ul", { class: "tags" }, Object.entries(ended).map(([name, times]) =>
    element("li", {}, words.ended[name] ?? name, often(times))));
}

function wordings(gap) {
  return element("ul", { lang: gap.language }, gap.wordings.map(({ text, times }) => element("li", {}, text, often(times))));
}

function often(times) {
  return times > 1 && element("span", { class: "quiet" }, ` ${fill(words.times, { n: times })}`);
}

function closest(document) {
  if (!document) return element("span", { class: "quiet" }, words.closest_none);
  return [element("strong", {}, document.title),
    element("p", { class: "quiet place" }, fill(words.place, document)),
    element("p", {}, document.kind === "faq" ? words.closest_faq : words.closest_document)];
}
