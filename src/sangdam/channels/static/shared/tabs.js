/** The tabs over a list: one is chosen, by a click or with the arrow keys. */

import { found } from "./page.js";

export class Tabs {
  #names;
  #onTurn;
  chosen;

  /** `onTurn(name)` is called whenever a tab is chosen; until then it is the first. */
  constructor(names, onTurn) {
    this.#names = names;
    this.#onTurn = onTurn;
    this.chosen = names[0];
    for (const name of names) tab(name).addEventListener("click", () => this.turnTo(name));
    found("lists").addEventListener("keydown", (event) => this.#key(event));
  }

  turnTo(name) {
    this.chosen = name;
    for (const each of this.#names) {
      tab(each).setAttribute("aria-selected", String(each === name));
      tab(each).tabIndex = each === name ? 0 : -1;
    }
    found("listed").setAttribute("aria-labelledby", `list-${name}`);
    this.#onTurn(name);
  }

  /** Focus the chosen one. */
  focus() {
    tab(this.chosen).focus();
  }

  /** How many the list of this name has, and whether they call for someone. */
  count(name, number, calls = false) {
    found(`count-${name}`).textContent = number;
    tab(name).classList.toggle("unread", calls);
  }

  #key(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = this.#names.indexOf(this.chosen) + step + this.#names.length;
    this.turnTo(this.#names[at % this.#names.length]);
    this.focus();
  }
}

function tab(name) {
  return found(`list-${name}`);
}
