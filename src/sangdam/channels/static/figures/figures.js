/** The figures page: the key, the choice of a span, the figures of it. */

import { Key } from "../desk/key.js";
import { fill, found, words } from "../shared/page.js";
import { dayOf } from "./numbers.js";
import { showFigures } from "./tables.js";

class FiguresPage {
  #api = null;
  #key = new Key((api) => this.#enter(api), "usage");
  #days = 7;
  #looks = 0; // The number of the newest look: what an older one learns is stale.

  async begin() {
    found("leave").addEventListener("click", () => this.#leave());
    for (const each of this.#spans) each.addEventListener("click", () => this.#choose(each));
    document.addEventListener("visibilitychange", () => document.hidden || this.#look());
    await this.#key.begin();
  }

  get #spans() {
    return [...found("spans").children];
  }

  #enter(api) {
    this.#api = api;
    this.#showRoom(true);
    this.#choose(this.#spans[0]);
  }

  #leave(problem = "") {
    this.#api = null;
    this.#looks += 1;
    found("news").textContent = "";
    found("span").textContent = "";
    found("figures").replaceChildren();
    this.#showRoom(false);
    this.#key.ask(problem);
  }

  #showRoom(inside) {
    found("gate").hidden = inside;
    found("room").hidden = !inside;
    found("leave").hidden = !inside;
  }

  #choose(span) {
    this.#days = Number(span.dataset.days);
    for (const each of this.#spans) each.setAttribute("aria-pressed", String(each === span));
    this.#look();
  }

  async #look() {
    if (!this.#api) return;
    const look = ++this.#looks;
    try {
      const figures = await this.#api.figures(this.#days);
      if (look === this.#looks) this.#show(figures);
    } catch (error) {
      if (look !== this.#looks) return;
      if (error.status === undefined) throw error;
      if (error.barred) return this.#leave(words.key_wrong);
      found("news").textContent = words.offline;
    }
  }

  #show(figures) {
    const { first, last, zone } = figures;
    found("news").textContent = "";
    found("span").textContent = fill(words.span, { first: dayOf(first), last: dayOf(last), zone });
    showFigures(figures);
  }
}

await new FiguresPage().begin();
