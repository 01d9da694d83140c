/** Knowledge at hand, beside the conversation: a search, and the passages that evidence names. */

import { button, element, icon } from "../shared/element.js";
import { words } from "../shared/page.js";
import { prose } from "../shared/prose.js";

const MOST_SHOWN = 8;
const MOST_INTERNAL = 4; // Of those that only agents may read.
const MOST_FOUND = 20;
const MOST_LOOKED_THROUGH = 50; // The server gives no more at once.
const LONGEST_QUESTION = "2000";

export class Assist {
  #search;
  #insert;
  #language;
  #asked = 0; // Of several answers underway only the newest is shown.
  #opener = null;
  #field = element("input", { id: "search", type: "search", maxlength: LONGEST_QUESTION, placeholder: words.search_placeholder, "aria-label": words.search });
  #state = element("p", { class: "quiet state", role: "status" });
  #found = element("div", { class: "passages" });
  node = element("aside", { class: "assist", "aria-label": words.search, onkeydown: (event) => this.#key(event) },
    element("header", {}, element("h3", {}, words.search),
      button(icon("close"), () => this.#fold(), { class: "plain square fold", "aria-label": words.close })),
    element("form", { role: "search", onsubmit: (event) => this.#submit(event) }, this.#field,
      element("button", { type: "submit" }, words.search_go)),
    this.#state, this.#found);

  /** `search(question, most)` gives {hits}; `insert(text)` puts a customers' passage into the
   *  reply. What is in the customer's `language` comes first. */
  constructor(language, search, insert) {
    this.#language = language;
    this.#search = search;
    this.#insert = (text) => {
      this.node.classList.remove("open");
      insert(text);
    };
  }

  /** Where there is no room beside the conversation it lies over it until it is folded away. */
  open() {
    this.#opener = document.activeElement;
    this.node.classList.add("open");
    this.#field.focus();
    this.#field.select();
  }

  /** Search for what the customer wants. */
  async ask(question) {
    this.#field.value = question;
    const hits = await this.#hits(question, MOST_FOUND);
    if (!hits) return;
    this.#say(hits.length ? "" : words.search_none);
    const ours = hits.filter(internal).slice(0, MOST_INTERNAL);
    const theirs = hits.filter((hit) => !internal(hit)).slice(0, MOST_SHOWN);
    this.#draw(theirs, ours);
  }

  /** Show one document's passages; `text` is what is known of it. */
  async show(documentId, text) {
    this.#opener = document.activeElement;
    this.node.classList.add("open");
    const named = (hits) => hits?.filter(({ document_id: id }) => id === documentId);
    const hits = await this.#hits(text, MOST_LOOKED_THROUGH);
    if (!hits) return;
    const passages = named(hits).length ? named(hits) : named(await this.#hits(documentId, MOST_LOOKED_THROUGH));
    if (!passages) return;
    this.#say(passages.length ? documentId : `${documentId}: ${words.passage_gone}`);
    this.#draw(passages.filter((hit) => !internal(hit)), passages.filter(internal));
    this.#found.querySelector("summary")?.focus();
  }

  /** The hits, or null where they can't be had or something newer was asked. */
  async #hits(question, most) {
    const asked = ++this.#asked;
    this.#say(words.searching);
    try {
      const { hits } = await this.#search(question, most);
      return asked === this.#asked ? hits : null;
    } catch {
      if (asked === this.#asked) this.#say(words.search_failed);
      return null;
    }
  }

  #draw(theirs, ours) {
    const own = theirs.filter(({ language }) => language === this.#language);
    const others = theirs.filter((hit) => !own.includes(hit));
    this.#found.replaceChildren(...results([...own, ...others], ours, this.#insert));
  }

  #submit(event) {
    event.preventDefault();
    const question = this.#field.value.trim();
    if (question) this.ask(question);
  }

  #key(event) {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    this.#fold();
  }

  #fold() {
    this.node.classList.remove("open");
    this.#opener?.focus();
  }

  #say(text) {
    this.#state.textContent = text;
  }
}

/** What customers may see first; what only agents may read apart, without a way into the reply. */
function results(theirs, ours, insert) {
  return [
    theirs.length > 0 && element("ul", { "aria-label": words.search_results }, theirs.map((hit, n) => element("li", {}, card(hit, n === 0, insert)))),
    ours.length > 0 && element("section", { class: "agents-only", "aria-label": words.internal_passages },
      element("strong", {}, words.internal_passages), element("p", { class: "warning" }, words.internal_warning),
      element("ul", {}, ours.map((hit, n) => element("li", {}, card(hit, n === 0 && !theirs.length))))),
  ].filter(Boolean);
}

function internal({ audience }) {
  return audience === "internal";
}

function card({ title, section, text, language, document_id: id }, open, insert) {
  return element("details", { class: "passage", lang: language, open },
    element("summary", {}, element("strong", {}, title), section && section !== title && element("span", { class: "quiet" }, ` ${section}`)),
    element("blockquote", {}, prose(text)),
    element("div", { class: "foot" }, element("code", {}, id),
      insert && button(words.insert, () => insert(text), { class: "small", "aria-label": `${words.insert}: ${title}` })));
}
