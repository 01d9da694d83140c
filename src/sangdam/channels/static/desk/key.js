/** Who comes in: by the session of a browser that is signed in, or by a key, which is asked for once
 *  and kept in this tab only. */

import { AccessApi } from "../accounts/access_api.js";
import { found, page, words } from "../shared/page.js";
import { DeskApi } from "./api.js";

const KEPT = "sangdam.operator_key";

export class Key {
  #onOpen;
  #needed;
  #me;
  #signedIn = false;

  /** `onOpen(api, again, me)` is called with every key or session that may do what is `needed`;
   *  `again` where it was there before the page was loaded. `me(api)` is what the server says of
   *  whoever calls. */
  constructor(onOpen, needed, me = (api) => api.me()) {
    this.#onOpen = onOpen;
    this.#needed = needed;
    this.#me = me;
    found("key-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#attempt(found("key").value.trim());
    });
  }

  /** Use the kept key or the session; else ask, for a key where nobody has an account yet. */
  async begin() {
    const kept = sessionStorage.getItem(KEPT);
    if (kept) await this.#attempt(kept, true);
    else if (page.signed_in) await this.#attempt(null, true);
    else if (page.accounts && !new URLSearchParams(location.search).has("key")) location.replace(found("sign-in").href);
    else this.ask();
  }

  /** Whoever was signed in is no more, and is asked for the password. */
  ask(problem = "") {
    if (this.#signedIn) {
      this.#signOut();
      return;
    }
    sessionStorage.removeItem(KEPT);
    found("key-problem").textContent = problem;
    found("key").value = "";
    found("key").focus();
  }

  async #attempt(key, again = false) {
    const api = new DeskApi(key && printable(key));
    let me;
    try {
      me = await this.#me(api);
    } catch (error) {
      this.#refused(error, key);
      return;
    }
    if (!me.permissions.includes(this.#needed)) {
      found("key-problem").textContent = words.not_allowed;
      return;
    }
    this.#signedIn = key === null;
    if (key) sessionStorage.setItem(KEPT, key);
    found("key").value = "";
    found("key-problem").textContent = "";
    this.#onOpen(api, again, me);
  }

  #refused(error, key) {
    if (error.barred) this.ask(key ? words.key_wrong : "");
    else found("key-problem").textContent = words.key_unreachable;
  }

  async #signOut() {
    this.#signedIn = false;
    await new AccessApi().signOut().catch(() => {});
    location.assign(found("sign-in").href);
  }
}

/** A header holds ASCII only: another character can be no part of a key. */
function printable(key) {
  return key.replace(/[^\x21-\x7e]/g, "?");
}
