/** The banner of notices: open until the customer folds it or begins to talk; never gone.
 *  Where there is little room it begins folded to its titles, so that the greeting has room. */

import { found } from "../shared/page.js";
import { place } from "../shared/place.js";

const KEY = "sangdam.notices";
const ROOM_PX = 560;

export class Notices {
  #banner = found("notices");

  constructor() {
    if (!this.#banner) return;
    this.#banner.open = found("chat").clientWidth > ROOM_PX && read() !== this.#banner.dataset.key;
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
    return place.storage.getItem(KEY);
  } catch {
    return null;
  }
}

function write(key) {
  try {
    place.storage.setItem(KEY, key);
  } catch {
    // The banner is then open again at the next visit.
  }
}
