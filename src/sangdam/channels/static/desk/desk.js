/** The agents' page: the key, who works here, the lists, one open ticket. */

import { agreed } from "../shared/dialog.js";
import { fill, found, words } from "../shared/page.js";
import { Problem } from "../shared/problem.js";
import { showDeadLetters } from "./dead_letters.js";
import { Key } from "./key.js";
import { forgetWords } from "./kept_words.js";
import { Presence } from "./presence.js";
import { shortcuts } from "./shortcuts.js";
import { noTicket, OpenTicket } from "./ticket.js";
import { TicketList } from "./ticket_list.js";
import { asked } from "./transfer.js";
import { Who } from "./who.js";
import { ending } from "./wrap_up.js";

const LOOK_EVERY_MS = 2_000;
const SILENT_MS = 60_000; // After so long without a look the server may have taken us as gone.

class Desk {
  #api = null;
  #overview = null;
  #key = new Key((api, again, me) => this.#arrive(api, again, me), "reply");
  #who = new Who(() => this.#showPart("who"), (agent) => this.#enter(agent));
  #presence = new Presence((availability) => this.#turn(availability));
  #list = new TicketList((id) => this.#choose(id));
  #keyed = null; // The API with the key, before it is known who acts.
  #chosen = null; // Id of the ticket that is open.
  #open = null;
  #underway = Promise.resolve(); // The newest act, done or not.
  #looks = 0;
  #newest = 0; // The number of the newest look that is shown: what an older one learned is stale.
  #seen = 0; // When the last look succeeded.

  async begin() {
    found("leave").addEventListener("click", () => this.#goHome());
    found("next").addEventListener("click", () => this.#takeNext());
    found("help-open").addEventListener("click", () => found("help").showModal());
    setInterval(() => this.#look(), LOOK_EVERY_MS); // Out of sight too: it is the sign of life.
    document.addEventListener("visibilitychange", () => document.hidden || this.#look());
    shortcuts({
      j: () => this.#list.move(1),
      k: () => this.#list.move(-1),
      n: () => this.#api && this.#takeNext(),
      c: () => this.#open?.standing === "free" && this.#claim("mine"),
      t: () => this.#may() && this.#transfer(),
      e: () => this.#may() && this.#resolve(),
      r: () => this.#open?.write("reply"),
      i: () => this.#open?.write("note"),
      s: () => this.#open?.search(),
      "?": () => found("help").showModal(),
    });
    await this.#key.begin();
  }

  // --- coming and going --------------------------------------------------------------------

  /** Who is signed in as an agent is that one; whoever may act for others says who it is. */
  async #arrive(api, again, { agent, account, permissions, any_account: anyAccount }) {
    found("my-account").hidden = !account;
    found("to-figures").hidden = !permissions.includes("usage");
    found("manage").hidden = !permissions.includes("accounts");
    found("manage").textContent = anyAccount ? words.manage_accounts : words.first_account;
    if (!agent) return this.#identify(api, again);
    this.#keyed = api;
    await this.#enter(agent);
  }

  async #identify(api, again) {
    this.#keyed = api;
    try {
      await this.#who.ask(api, again);
    } catch (error) {
      this.#refused(error, words.key_unreachable);
    }
  }

  /** Whoever was offline is online now; away stays away. */
  async #enter(agent) {
    this.#api = this.#keyed.as(agent.id);
    this.#close();
    if (agent.availability === "offline") await this.#turn("online");
    else await this.#look();
    this.#showPart("room");
    this.#list.turnTo("queue");
  }

  async #turn(availability) {
    await this.#act(() => this.#api.turn(availability), () => words.offline);
  }

  async #goHome() {
    const api = this.#api;
    this.#api = null;
    await api?.turn("offline").catch(onlyProblems);
    this.#leave();
    forgetWords();
  }

  #leave(problem = "") {
    this.#close();
    this.#api = null;
    this.#overview = null;
    this.#list.empty();
    this.#showPart("gate");
    document.title = words.title;
    this.#tell("");
    this.#key.ask(problem);
  }

  #showPart(part) {
    for (const id of ["gate", "who", "room"]) found(id).hidden = id !== part;
    for (const id of ["my-account", "to-figures"]) found(id).hidden ||= part === "gate";
    for (const id of ["self", "help-open"]) found(id).hidden = part !== "room";
    found("leave").hidden = part === "gate";
    if (part !== "room") showDeadLetters(0);
  }

  // --- looking -----------------------------------------------------------------------------

  /** Read the lists again; says so where the server can't be reached. */
  async #look() {
    const api = this.#api;
    if (!api) return;
    const look = ++this.#looks;
    try {
      const overview = await api.overview();
      if (api !== this.#api || look < this.#newest) return;
      this.#newest = look;
      await this.#comeBack(overview);
      this.#show(overview);
      if (found("news").textContent === words.offline) this.#tell("");
    } catch (error) {
      if (api !== this.#api) return;
      if (error.status === 404) await this.#forgotten();
      else this.#refused(error, words.offline);
    }
  }

  /** The server does not know this agent any more. */
  async #forgotten() {
    this.#close();
    this.#api = null;
    await this.#identify(this.#keyed);
  }

  #show(overview) {
    this.#overview = overview;
    this.#presence.show(overview);
    if (!this.#list.pressed) this.#list.show(overview, this.#chosen);
    found("closed-now").hidden = overview.open_now;
    showDeadLetters(overview.dead_letters);
    const calls = this.#list.calls;
    document.title = calls ? `(${calls}) ${words.title}` : words.title;
  }

  /** After a sleep the server has missed this desk; its agent is still there. */
  async #comeBack({ me }) {
    const was = this.#overview?.me.availability;
    const slept = this.#seen && Date.now() - this.#seen > SILENT_MS;
    this.#seen = Date.now();
    if (slept && was !== "offline" && me.availability === "offline") await this.#api.turn(was);
  }

  // --- one ticket --------------------------------------------------------------------------

  async #choose(id) {
    this.#close();
    this.#chosen = id;
    found("room").classList.add("chosen");
    this.#tell("");
    this.#list.show(this.#overview, id);
    const api = this.#api;
    try {
      const view = await api.ticket(id);
      if (id === this.#chosen && api === this.#api) this.#openUp(view);
    } catch (error) {
      this.#refused(error, words.offline);
    }
  }

  #openUp(view) {
    const { id } = view.ticket;
    this.#open = new OpenTicket(view, {
      api: this.#api,
      me: this.#overview.me,
      nameOf: (agentId) => this.#nameOf(agentId),
      claim: () => this.#claim(),
      settled: () => this.#underway,
      acts: {
        claim: () => this.#claim("mine"),
        transfer: () => this.#transfer(),
        give_back: () => this.#giveBack(),
        resolve: () => this.#resolve(),
        back: () => this.#back(id),
      },
    });
  }

  #nameOf(agentId) {
    return this.#overview.agents.find(({ id }) => id === agentId)?.name ?? "";
  }

  #may() {
    return ["free", "mine"].includes(this.#open?.standing);
  }

  #back(id) {
    this.#close();
    this.#list.show(this.#overview, null);
    this.#list.seek(id);
  }

  #close() {
    this.#chosen = null;
    this.#open?.close();
    this.#open = null;
    found("room").classList.remove("chosen");
    noTicket();
  }

  // --- acts --------------------------------------------------------------------------------

  async #takeNext() {
    let view = null;
    const done = await this.#act(async () => { view = await this.#api.takeNext(); }, () => this.#full());
    if (!done) return;
    if (!view) return this.#tell(words.none_fits);
    this.#list.turnTo("mine");
    await this.#choose(view.ticket.id);
  }

  /**
   * Whether the agent has the open ticket now; where not, they are told who does. Who claims by
   * writing stays in the list where they are: it is not to turn under their hands.
   */
  async #claim(list = null) {
    const open = this.#open;
    const won = await this.#act(() => this.#api.claim(open.id), () => this.#whyNot(open), list);
    if (!won) open.say(found("news").textContent);
    return won;
  }

  async #transfer() {
    const open = this.#open;
    const sent = await asked(this.#overview, open.view);
    if (!sent) return;
    const name = sent.agent_id ? this.#nameOf(sent.agent_id) : words.queues[sent.queue] ?? sent.queue;
    const done = await this.#act(() => this.#api.transfer(open.view.conversation.id, sent), () => this.#whyNot(open, words.transfer_failed));
    if (done) this.#leaveTicket(fill(words.transferred, { name }));
  }

  async #giveBack() {
    const open = this.#open;
    const { id, version } = open.view.conversation;
    if (!(await agreed(found("returning")))) return;
    const done = await this.#act(() => this.#api.giveBack(id, version), () => this.#whyNot(open));
    if (done) this.#leaveTicket(words.returned);
  }

  async #resolve() {
    const open = this.#open;
    const resolution = await ending();
    if (!resolution) return;
    const done = await this.#act(() => this.#api.resolve(open.id, resolution), () => this.#whyNot(open));
    if (done) this.#leaveTicket(fill(words.resolved, { ticket: open.id }));
  }

  #leaveTicket(news) {
    this.#close();
    this.#list.show(this.#overview, null);
    this.#tell(news);
  }

  /**
   * Do it, then look, and turn to `list` where one is named: gives whether it was done.
   * `conflict()` says why another was first.
   */
  #act(act, conflict, list = null) {
    const acted = this.#actAndLook(act, conflict, list);
    this.#underway = acted.catch(() => {});
    return acted;
  }

  async #actAndLook(act, conflict, list) {
    try {
      await act();
    } catch (error) {
      if (error.status === 409) await this.#afterConflict(conflict);
      else this.#refused(error, words.act_failed);
      return false;
    }
    await this.#look();
    if (list) this.#list.turnTo(list); // Before the ticket shows it: nobody is to aim at a row that goes.
    await this.#open?.refresh().catch(onlyProblems);
    return true;
  }

  async #afterConflict(conflict) {
    await this.#look();
    await this.#open?.refresh().catch(onlyProblems);
    this.#tell(conflict());
  }

  /** What kept the agent from a ticket, as it stands after a look. */
  #whyNot(open, otherwise = words.changed) {
    if (open.standing === "theirs") return fill(words.taken, { name: open.holder });
    if (open.standing === "closed") return words.closed;
    if (open.standing === "free" && this.#isFull) return this.#full();
    return otherwise;
  }

  get #isFull() {
    const { me, held } = this.#overview;
    return (held[me.id] ?? 0) >= me.capacity;
  }

  #full() {
    return fill(words.full, { n: this.#overview.me.capacity });
  }

  #refused(error, otherwise) {
    if (!(error instanceof Problem)) throw error;
    if (error.status === 401 || error.status === 403) this.#leave(words.key_wrong);
    else this.#tell(otherwise);
  }

  #tell(news) {
    found("news").textContent = news;
  }
}

function onlyProblems(error) {
  if (!(error instanceof Problem)) throw error;
}

await new Desk().begin();
