/** Ready replies: a list to search in, opened above the reply box. */

import { element } from "../shared/element.js";
import { words } from "../shared/page.js";

export class Canned {
  #read;
  #onEnd;
  #replies = null;
  #at = 0;
  #field = element("input", {
    type: "search", role: "combobox", autocomplete: "off", spellcheck: "false", placeholder: words.canned_search,
    "aria-label": words.canned_search, "aria-expanded": "true", "aria-controls": "canned-list", "aria-autocomplete": "list",
  });
  #list = element("ul", { id: "canned-list", role: "listbox", "aria-label": words.canned });
  node = element("div", { class: "canned", hidden: true }, this.#list, this.#field);

  /** `read()` gives the replies; `onEnd(text)` gets the chosen one, or null where none was. */
  constructor(read, onEnd) {
    this.#read = read;
    this.#onEnd = onEnd;
    this.#field.addEventListener("input", () => this.#show(0));
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    this.node.addEventListener("focusout", ({ relatedTarget: to }) => to && !this.node.contains(to) && this.#close());
  }

  async open() {
    this.node.hidden = false;
    this.#field.value = "";
    this.#field.focus();
    try {
      this.#replies ??= await this.#read();
      this.#show(0);
    } catch {
      this.#list.replaceChildren(element("li", { class: "problem" }, words.canned_failed));
    }
  }

  get #fitting() {
    const asked = this.#field.value.trim().toLowerCase();
    return (this.#replies ?? []).filter(({ key, title, text }) => `${key} ${title} ${text}`.toLowerCase().includes(asked));
  }

  #show(at) {
    const fitting = this.#fitting;
    this.#at = Math.min(Math.max(at, 0), Math.max(fitting.length - 1, 0));
    this.#list.replaceChildren(...fitting.map((reply, n) => this.#row(reply, n)));
    if (!fitting.length) this.#list.append(element("li", { class: "quiet" }, words.canned_none));
    this.#field.setAttribute("aria-activedescendant", fitting.length ? `canned-${this.#at}` : "");
    this.#list.children[this.#at].scrollIntoView({ block: "nearest" });
  }

  #row({ key, title, text }, n) {
    return element("li", { id: `canned-${n}`, role: "option", "aria-selected": String(n === this.#at), onclick: () => this.#end(text) },
      element("strong", {}, title), " ", element("span", { class: "quiet" }, `/${key}`), element("p", {}, text));
  }

  #key(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#show(this.#at + step);
    else if (event.key === "Enter") this.#end(this.#fitting[this.#at]?.text ?? null);
    else if (event.key === "Escape") this.#end(null);
    else return;
    event.preventDefault();
  }

  #end(text) {
    this.#close();
    this.#onEnd(text);
  }

  #close() {
    this.node.hidden = true;
  }
}
