/** The status page: the key, then every part of the service, looked at again every few seconds. */

import { Key } from "../desk/key.js";
import { fill, found, words } from "../shared/page.js";
import { showParts } from "./parts.js";

const LOOK_EVERY_MS = 5_000;

/** Who may look at all may look at this: unlike `me` it needs no database. */
async function known(api) {
  await api.status();
  return { permissions: ["status"] };
}

class StatusPage {
  #api = null;
  #key = new Key((api) => this.#enter(api), "status", known);
  #looks = 0; // The number of the newest look: what an older one learns is stale.
  #next = null;

  async begin() {
    found("leave").addEventListener("click", () => this.#leave());
    document.addEventListener("visibilitychange", () => document.hidden || this.#look());
    await this.#key.begin();
  }

  #enter(api) {
    this.#api = api;
    this.#showRoom(true);
    this.#look();
  }

  #leave(problem = "") {
    this.#api = null;
    this.#newLook();
    found("news").textContent = "";
    this.#showRoom(false);
    this.#key.ask(problem);
  }

  #showRoom(inside) {
    found("gate").hidden = inside;
    found("room").hidden = !inside;
    found("leave").hidden = !inside;
  }

  async #look() {
    const look = this.#newLook();
    if (!this.#api) return;
    try {
      const status = await this.#api.status();
      if (look !== this.#looks) return;
      found("news").textContent = "";
      this.#show(status);
    } catch (error) {
      if (look !== this.#looks) return;
      if (error.status === undefined) throw error;
      if (error.barred) return this.#leave(words.key_wrong);
      found("news").textContent = words.offline;
    }
    this.#next = setTimeout(() => document.hidden || this.#look(), LOOK_EVERY_MS);
  }

  #newLook() {
    clearTimeout(this.#next);
    return ++this.#looks;
  }

  #show({ state, version, process, parts }) {
    const whole = words.whole[state];
    if (found("whole").textContent !== whole) found("whole").textContent = whole;
    found("teller").textContent = fill(words.teller, { version, process });
    showParts(parts);
  }
}

await new StatusPage().begin();
