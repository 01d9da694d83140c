/** What shall never be answered: the folded list of it, and the page right after a dismissal. */

import { button, element, icon } from "../shared/element.js";
import { momentIn } from "../shared/moment.js";
import { fill, found, words } from "../shared/page.js";

export class DismissedList {
  #onBringBack;

  /** `onBringBack(dismissed)` with one of those that are shown. */
  constructor(onBringBack) {
    this.#onBringBack = onBringBack;
  }

  show(dismissed) {
    found("dismissed").hidden = !dismissed.length;
    found("dismissed-title").textContent = fill(words.dismissed, { n: dismissed.length });
    found("dismissed-list").replaceChildren(...dismissed.map((each) => this.#row(each)));
  }

  empty() {
    found("dismissed").open = false;
    this.show([]);
  }

  #row(dismissed) {
    const { at, question, language, times } = dismissed;
    const name = `${words.bring_back}: ${question}`;
    return element("li", {},
      element("p", { class: "words", lang: language }, question),
      element("p", { class: "foot quiet" }, momentIn(words.dismissed_at, at), " · ", fill(words.times, { n: times })),
      button(words.bring_back, () => this.#onBringBack(dismissed), { "aria-label": name }));
  }
}

/** Says in the gap's place that it is dismissed; `undo()` brings it back, `back()` shows the list. */
export function dismissedNow(gap, { undo, back }) {
  const taken = button(words.undo, undo, { class: "main" });
  found("gap").replaceChildren(
    element("header", { class: "top" },
      button(icon("back"), back, { class: "plain square back", "aria-label": words.back }),
      element("div", {}, element("h2", { lang: gap.language }, gap.question))),
    element("div", { class: "read" },
      element("div", { class: "summary", role: "status" },
        element("strong", {}, words.dismissed_one), element("p", { class: "quiet" }, words.dismissed_text)),
      element("div", { class: "offer" }, taken)));
  taken.focus();
}
