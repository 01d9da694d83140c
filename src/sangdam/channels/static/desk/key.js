/** The operator's key: asked for once, kept in this tab only. */

import { found, words } from "../shared/page.js";
import { DeskApi } from "./api.js";

const KEPT = "sangdam.operator_key";

export class Key {
  #onOpen;
  #knock;

  /** `onOpen(api, again)` is called with every key that opens the desk; `again` where it was kept
   *  from before the page was loaded. `knock(api)` is what a key must open. */
  constructor(onOpen, knock = (api) => api.agents()) {
    this.#onOpen = onOpen;
    this.#knock = knock;
    found("key-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#attempt(found("key").value.trim());
    });
  }

  /** Use the kept key, or ask for one. */
  async begin() {
    const kept = sessionStorage.getItem(KEPT);
    if (kept) await this.#attempt(kept, true);
    else this.ask();
  }

  ask(problem = "") {
    sessionStorage.removeItem(KEPT);
    found("key-problem").textContent = problem;
    found("key").value = "";
    found("key").focus();
  }

  async #attempt(key, again = false) {
    const api = new DeskApi(printable(key));
    try {
      await this.#knock(api);
    } catch (error) {
      this.#refused(error);
      return;
    }
    sessionStorage.setItem(KEPT, key);
    found("key").value = "";
    found("key-problem").textContent = "";
    this.#onOpen(api, again);
  }

  #refused(error) {
    if (error.barred) this.ask(words.key_wrong);
    else found("key-problem").textContent = words.key_unreachable;
  }
}

/** A header holds ASCII only: another character can be no part of a key. */
function printable(key) {
  return key.replace(/[^\x21-\x7e]/g, "?");
}
