/** The banner of notices: open until the customer folds it or begins to talk; never gone.
 *  On a phone it begins folded to its titles, so that the greeting has room. */

import { found } from "../shared/page.js";

const KEY = "sangdam.notices";
const ROOM = matchMedia("(min-width: 561px)");

export class Notices {
  #banner = found("notices");

  constructor() {
    if (!this.#banner) return;
    this.#banner.open = ROOM.matches && read() !== this.#banner.dataset.key;
    this.#banner.addEventListener("toggle", () => write(this.#banner.open ? "" : this.#banner.dataset.key));
  }

  /** One line of it stays. */
  fold() {
    if (!this.#banner) return;
    this.#banner.open = false;
    this.#banner.classList.add("slim");
  }
}

function read() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function write(key) {
  try {
    localStorage.setItem(KEY, key);
  } catch {
    // The banner is then open again at the next visit.
  }
}
