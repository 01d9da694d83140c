/** What has no answer yet, asked last first; below it what got an entry since. */

import { button, element } from "../shared/element.js";
import { moment } from "../shared/moment.js";
import { fill, found, words } from "../shared/page.js";

export class GapList {
  #onChoose;
  #onAll;
  #shown = "";

  constructor(onChoose, onAll) {
    this.#onChoose = onChoose;
    this.#onAll = onAll;
  }

  /** Draw the list where it changed; `total` counts those that are not shown too. */
  show(gaps, total, chosen) {
    const shown = JSON.stringify([gaps, total]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const focused = document.activeElement?.closest?.("nav.list button")?.dataset.gap;
    const open = gaps.filter(({ entry }) => !entry);
    const since = gaps.filter(({ entry }) => entry);
    found("list-title").textContent = fill(words.count, { n: open.length + total - gaps.length });
    found("gaps").replaceChildren(...(open.length ? open.map((gap) => this.#row(gap)) : [nothing()]));
    found("since-title").textContent = fill(words.since, { n: since.length });
    found("since-title").hidden = !since.length;
    found("since").replaceChildren(...since.map((gap) => this.#row(gap)));
    this.#more(gaps.length, total);
    this.mark(chosen);
    if (focused) this.focus(focused);
  }

  empty() {
    this.#shown = "";
    for (const id of ["gaps", "since", "more"]) found(id).replaceChildren();
    found("since-title").hidden = true;
    found("list-title").textContent = words.loading;
  }

  mark(id) {
    for (const row of document.querySelectorAll("[data-gap]")) {
      if (row.dataset.gap === id) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
  }

  focus(id) {
    document.querySelector(`[data-gap="${CSS.escape(id)}"]`)?.focus();
  }

  #more(shown, total) {
    found("more").hidden = shown >= total;
    found("more").replaceChildren(element("p", { class: "quiet" }, fill(words.newest, { n: shown })),
      button(fill(words.all, { n: total }), this.#onAll));
  }

  #row(gap) {
    return element("li", {}, element("button", { type: "button", "data-gap": gap.id, onclick: () => this.#onChoose(gap.id) },
      element("span", { class: "head" }, state(gap), element("strong", {}, reasons(gap)[0])),
      element("span", { class: "words", lang: gap.language }, gap.question),
      element("span", { class: "foot quiet" }, fill(words.askers, { n: gap.askers }), " · ", moment(gap.last))));
  }
}

/** Why it has no answer, in words, most often first. */
export function reasons({ ended }) {
  return Object.keys(ended).map((name) => words.ended[name] ?? name);
}

/** Whether an entry was written for it, as a badge; nothing where none was. */
export function state({ entry }) {
  if (!entry) return null;
  return element("span", { class: `badge ${entry.live ? "live" : "waiting"}` }, entry.live ? words.live : words.waiting);
}

function nothing() {
  return element("li", { class: "nobody" }, element("strong", {}, words.none), element("p", { class: "quiet" }, words.none_text));
}
