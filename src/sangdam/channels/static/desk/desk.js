/** The agents' page: the key, the list, one ticket, and a look at the server every 5 seconds. */

import { agreed } from "../shared/dialog.js";
import { fill, found, words } from "../shared/page.js";
import { Key } from "./key.js";
import { noTicket, OpenTicket } from "./ticket.js";
import { TicketList } from "./ticket_list.js";

const LOOK_EVERY_MS = 5_000;

class Desk {
  #api = null;
  #key = new Key((api) => this.#enter(api));
  #list = new TicketList((id) => this.#choose(id));
  #chosen = null; // Id of the ticket that is open.
  #open = null;
  #view = null;

  async begin() {
    found("leave").addEventListener("click", () => this.#leave());
    setInterval(() => this.#look(), LOOK_EVERY_MS); // Out of sight too: the title counts.
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
    this.#api = null;
    this.#showRoom(false);
    this.#key.ask(problem);
  }

  #showRoom(inside) {
    found("gate").hidden = inside;
    found("room").hidden = !inside;
    found("leave").hidden = !inside;
  }

  /** Read the list and the open ticket again; says so where the server can't be reached. */
  async #look() {
    if (!this.#api) return;
    try {
      const tickets = await this.#api.openTickets();
      this.#list.show(tickets, this.#chosen);
      document.title = tickets.length ? `(${tickets.length}) ${words.title}` : words.title;
      if (this.#chosen) await this.#refresh(this.#chosen);
      if (found("news").textContent === words.offline) this.#tell("");
    } catch (error) {
      if (error.status === 401 || error.status === 403) this.#leave(words.key_wrong);
      else if (error.status === undefined) throw error;
      else this.#tell(words.offline);
    }
  }

  async #choose(id) {
    this.#chosen = id;
    this.#open = null;
    found("room").classList.add("chosen");
    this.#tell("");
    await this.#look();
  }

  async #refresh(id) {
    const view = await this.#api.ticket(id);
    if (id !== this.#chosen) return;
    this.#view = view;
    if (this.#open) this.#open.show(view);
    else this.#open = new OpenTicket(view, this.#acts(id));
  }

  #acts(id) {
    return {
      send: (text) => this.#send(text),
      resolve: () => this.#resolve(id),
      back: () => this.#back(id),
    };
  }

  /** Sends under the version that the agent has seen; a Conflict shows what is new. */
  async #send(text) {
    const { id, version } = this.#view.conversation;
    try {
      await this.#api.say(id, text, version);
    } finally {
      await this.#look();
    }
  }

  async #resolve(id) {
    if (!(await agreed(found("resolving")))) return;
    try {
      await this.#api.resolve(id);
    } catch {
      this.#tell(words.resolve_failed);
      return;
    }
    this.#close();
    this.#tell(fill(words.resolved, { ticket: id }));
    await this.#look();
  }

  #back(id) {
    this.#close();
    this.#list.focus(id);
  }

  #close() {
    this.#chosen = null;
    this.#open = null;
    found("room").classList.remove("chosen");
    noTicket();
  }

  #tell(news) {
    found("news").textContent = news;
  }
}

await new Desk().begin();
