/** The sources of a reply: chips below it, markers in it, and one panel that both open. */

import { button, element, icon } from "../shared/element.js";
import { languageOf } from "../shared/language.js";
import { fill, words } from "../shared/page.js";
import { link, prose } from "../shared/prose.js";
import { unique } from "../shared/unique.js";

export class Sources {
  #citations;
  #chips = new Map();
  #panel = element("section", { class: "source", tabindex: "-1", hidden: true });
  #opener = null;

  constructor(citations) {
    this.#citations = new Map(citations.map((citation) => [citation.marker, citation]));
    this.#panel.id = `source-${unique()}`;
    this.#panel.addEventListener("keydown", (event) => this.#escape(event));
  }

  /** The small button that stands for [n] in the text; null where n has no source. */
  marker = (n) => {
    const citation = this.#citations.get(n);
    return citation ? this.#opening(citation, "marker", String(n)) : null;
  };

  /** Chips and panel, or null for a reply without sources. */
  get footer() {
    if (!this.#citations.size) return null;
    const chips = [...this.#citations.values()].map((citation) => this.#chip(citation));
    const row = element("ul", { class: "chips", "aria-label": words.sources }, chips);
    return element("div", { class: "sources" }, row, this.#panel);
  }

  #chip(citation) {
    const name = element("span", { class: "name", lang: languageOf(citation.title) }, citation.title);
    const chip = this.#opening(citation, "chip", element("span", { class: "number" }, String(citation.marker)), name);
    this.#chips.set(citation.marker, chip);
    return element("li", {}, chip);
  }

  #opening(citation, style, ...label) {
    const opener = button(null, () => this.#toggle(citation, opener), {
      class: style,
      "aria-label": fill(words.source_label, { n: citation.marker, title: citation.title }),
      "aria-expanded": "false",
      "aria-controls": this.#panel.id,
    });
    opener.append(...label);
    opener.addEventListener("keydown", (event) => this.#escape(event));
    return opener;
  }

  #toggle(citation, opener) {
    if (this.#panel.dataset.marker === String(citation.marker)) this.#close();
    else this.#open(citation, opener);
  }

  #open(citation, opener) {
    this.#close();
    this.#opener = opener;
    this.#panel.dataset.marker = citation.marker;
    this.#panel.setAttribute("aria-label", fill(words.source_label, { n: citation.marker, title: citation.title }));
    this.#panel.replaceChildren(...this.#told(citation));
    this.#panel.hidden = false;
    for (const each of this.#openers()) each.setAttribute("aria-expanded", "true");
    this.#panel.scrollIntoView({ block: "nearest" });
  }

  #close() {
    for (const each of this.#openers()) each.setAttribute("aria-expanded", "false");
    delete this.#panel.dataset.marker;
    this.#panel.hidden = true;
  }

  #openers() {
    const chip = this.#chips.get(Number(this.#panel.dataset.marker));
    return [chip, this.#opener].filter(Boolean);
  }

  #told({ title, section, quote, url }) {
    const lang = languageOf(quote);
    const close = button(icon("close"), () => this.#leave(), { class: "plain square", "aria-label": words.close });
    return [
      element("header", {},
        element("div", { lang }, element("strong", {}, title), section && element("p", { class: "quiet" }, section)),
        close),
      element("blockquote", { lang, "aria-label": words.source_quote }, prose(quote)),
      isWeb(url) && element("p", {}, link(url, words.source_link, icon("out"),
        element("span", { class: "unseen" }, words.new_tab))),
    ].filter(Boolean);
  }

  #escape(event) {
    if (event.key !== "Escape" || this.#panel.hidden) return;
    event.stopPropagation();
    event.preventDefault();
    this.#leave();
  }

  #leave() {
    this.#close();
    this.#opener?.focus();
  }
}

function isWeb(url) {
  return /^https?:\/\//i.test(url ?? "");
}
