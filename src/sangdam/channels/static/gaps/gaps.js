/** The gaps page: the key, the list of what has no answer yet, one gap with its form. */

import { Key } from "../desk/key.js";
import { found, page, words } from "../shared/page.js";
import { dismissedNow, DismissedList } from "./dismissed.js";
import { forgetDrafts } from "./drafts.js";
import { GapList } from "./gap_list.js";
import { noGap, OpenGap } from "./open_gap.js";

const FIRST = 50; // Gaps shown before someone asks for all.
const MOST = 300;

class GapsPage {
  #api = null;
  #key = new Key((api) => this.#enter(api), "gaps");
  #list = new GapList((id) => this.#choose(id), () => this.#showAll());
  #dismissed = new DismissedList((dismissed) => this.#bringBack(dismissed));
  #limit = FIRST;
  #gaps = [];
  #chosen = null; // Id of the gap that is open.
  #open = null;
  #deciding = false; // While a dismissal or its undoing is under way.

  async begin() {
    found("leave").addEventListener("click", () => this.#leave());
    document.addEventListener("visibilitychange", () => document.hidden || this.#look());
    await this.#key.begin();
  }

  #enter(api) {
    this.#api = api;
    this.#showRoom(true);
    this.#close();
    this.#look();
  }

  #leave(problem = "") {
    if (!problem) forgetDrafts();
    this.#api = null;
    this.#gaps = [];
    this.#close();
    this.#list.empty();
    this.#dismissed.empty();
    this.#showRoom(false);
    this.#key.ask(problem);
  }

  #showRoom(inside) {
    found("gate").hidden = inside;
    found("room").hidden = !inside;
    found("leave").hidden = !inside;
  }

  /** Read the list again; says so where the server can't be reached. */
  async #look() {
    const api = this.#api;
    if (!api) return;
    try {
      const { gaps, total, dismissed } = await api.gaps(this.#limit);
      if (api !== this.#api) return;
      this.#gaps = gaps;
      this.#list.show(gaps, total, this.#chosen);
      this.#dismissed.show(dismissed);
      const open = gaps.find(({ id }) => id === this.#chosen);
      if (open) this.#open?.show(open);
      this.#tell("");
    } catch (error) {
      if (api !== this.#api) return;
      if (error.status === 401 || error.status === 403) this.#leave(words.key_wrong);
      else if (error.status === undefined) throw error;
      else this.#tell(words.offline);
    }
  }

  #choose(id) {
    const gap = this.#gaps.find((each) => each.id === id);
    this.#chosen = id;
    this.#list.mark(id);
    found("room").classList.add("chosen");
    this.#open = new OpenGap(gap, {
      save: (entry) => this.#save(entry),
      dismiss: () => this.#dismiss(gap),
      back: () => this.#back(id),
    });
  }

  async #save(entry) {
    const written = await this.#api.writeEntry(entry, page.language);
    this.#look();
    return written;
  }

  #dismiss(gap) {
    return this.#decide(async () => {
      const { id } = await this.#api.dismiss(gap.id);
      this.#chosen = this.#open = null;
      dismissedNow(gap, { undo: () => this.#bringBack({ ...gap, id }), back: () => this.#back(gap.id) });
    });
  }

  /** Bring it back and open it again, under the id that it has by now. */
  async #bringBack({ id, question }) {
    await this.#decide(() => this.#api.bringBack(id));
    const again = this.#gaps.find(({ wordings }) => wordings.some(({ text }) => text === question));
    if (again) this.#choose(again.id);
  }

  /** Do it, read the list again, and say so where it could not be done. */
  async #decide(act) {
    if (this.#deciding) return;
    this.#deciding = true;
    let news = "";
    try {
      await act();
    } catch (error) {
      if (error.status === undefined) throw error;
      news = [404, 409].includes(error.status) ? words.changed : words.not_done;
    } finally {
      this.#deciding = false;
    }
    await this.#look();
    if (news) this.#tell(news);
  }

  async #showAll() {
    this.#limit = MOST;
    await this.#look();
  }

  #back(id) {
    this.#close();
    this.#list.mark(null);
    this.#list.focus(id);
  }

  #close() {
    this.#chosen = null;
    this.#open = null;
    found("room").classList.remove("chosen");
    noGap();
  }

  #tell(news) {
    found("news").textContent = news;
  }
}

await new GapsPage().begin();
