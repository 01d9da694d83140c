/** The page of the dead letters: the key, what was given up, what waits. */

import { Key } from "../desk/key.js";
import { fill, found, words } from "../shared/page.js";
import { DeliveryList } from "./delivery_list.js";

const LOOK_EVERY_MS = 3_000;

class DeliveriesPage {
  #api = null;
  #key = new Key((api) => this.#enter(api), "deliveries");
  #list = new DeliveryList(() => this.#look(), (id) => this.#replay(id));
  #looks = 0; // The number of the newest look: what an older one learns is stale.
  #next = null; // The timer of the one after it.
  #acting = false;

  async begin() {
    found("leave").addEventListener("click", () => this.#leave());
    found("replay-all").addEventListener("click", () => this.#replayAll());
    document.addEventListener("visibilitychange", () => document.hidden || this.#look());
    await this.#key.begin();
  }

  #enter(api) {
    this.#api = api;
    this.#showRoom(true);
    this.#list.turnTo("dead");
  }

  #leave(problem = "") {
    this.#api = null;
    this.#newLook();
    this.#list.empty();
    this.#tell("");
    this.#showRoom(false);
    this.#key.ask(problem);
  }

  #showRoom(inside) {
    found("gate").hidden = inside;
    found("room").hidden = !inside;
    found("leave").hidden = !inside;
  }

  /** Read the chosen list, and again every few seconds while the page is in sight; says so where
   *  the server can't be reached. */
  async #look() {
    const look = this.#newLook();
    if (!this.#api) return;
    try {
      const listed = await this.#api.deliveries(this.#list.state);
      if (look !== this.#looks) return;
      this.#list.show(listed);
      if (found("news").textContent === words.offline) this.#tell("");
    } catch (error) {
      if (look !== this.#looks) return;
      this.#refused(error, words.offline);
    }
    this.#next = setTimeout(() => document.hidden || this.#look(), LOOK_EVERY_MS);
  }

  #newLook() {
    clearTimeout(this.#next);
    return ++this.#looks;
  }

  async #replay(id) {
    await this.#act(async () => {
      await this.#api.replay(id);
      return 1;
    });
  }

  async #replayAll() {
    await this.#act(async () => (await this.#api.replayAll()).replayed);
  }

  /** Do it, which gives how many are sent again, and look; one act at a time. */
  async #act(act) {
    if (this.#acting) return;
    this.#acting = true;
    try {
      this.#tell(fill(words.replayed, { n: await act() }));
    } catch (error) {
      this.#refused(error, error.status === 409 ? words.changed : words.failed);
    } finally {
      this.#acting = false;
    }
    await this.#look();
  }

  #refused(error, otherwise) {
    if (error.status === undefined) throw error;
    if (error.status === 401 || error.status === 403) this.#leave(words.key_wrong);
    else this.#tell(otherwise);
  }

  #tell(news) {
    found("news").textContent = news;
  }
}

await new DeliveriesPage().begin();
