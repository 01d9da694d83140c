/** One ticket, opened: summary on top, the live conversation below, then the reply box; knowledge
 *  beside them. */

import { element } from "../shared/element.js";
import { Following } from "../shared/following.js";
import { found, words } from "../shared/page.js";
import { Problem } from "../shared/problem.js";
import { Assist } from "./assist.js";
import { Files } from "./files.js";
import { ReplyBox } from "./reply_box.js";
import { standing } from "./standing.js";
import { summary } from "./summary.js";
import { Talk } from "./talk.js";
import { TicketHead } from "./ticket_head.js";

const TYPING_EVERY_MS = 3_000;

export class OpenTicket {
  #view;
  #desk;
  #scroller = element("div", { class: "read" });
  #summary = element("div");
  #summaryShown = "";
  #files;
  #head;
  #talk;
  #box;
  #assist;
  #following = new Following();
  #claiming = null;
  #toldTyping = 0;
  #reads = 0;
  #newest = 0; // The number of the newest reading that is shown.

  /** `desk` has api, me, nameOf(agentId), acts (of the ticket's head), claim(), which gives whether
   *  the agent has the ticket now, and settled(), which waits for what they do. */
  constructor(view, desk) {
    this.#view = view;
    this.#desk = desk;
    const { api } = desk;
    const { conversation, ticket } = view;
    this.#files = new Files((id) => api.attachment(conversation.id, id));
    this.#head = new TicketHead(desk.acts);
    this.#talk = new Talk(this.#scroller, this.#files);
    this.#assist = new Assist(ticket.language, (question, most) => api.search(question, most), (text) => this.#box.take(text));
    this.#box = new ReplyBox(ticket.id, {
      send: (kind, text, once) => this.#send(kind, text, once),
      wrote: () => this.#wrote(),
      canned: () => api.canned(ticket.language),
      search: () => this.#assist.open(),
    });
    this.#scroller.append(this.#summary, this.#talk.node);
    this.#show(view);
    found("ticket").replaceChildren(
      element("div", { class: "case" }, this.#head.node, this.#scroller, this.#box.node), this.#assist.node);
    if (this.#begun) this.#talk.toEnd();
    this.#head.focus();
    this.#assist.ask(this.#question);
    this.#following.start((last, signal) => api.events(conversation.id, last, signal), view.last_event, (event) => this.#happened(event));
  }

  get id() {
    return this.#view.ticket.id;
  }

  get view() {
    return this.#view;
  }

  get standing() {
    const { ticket, conversation } = this.#view;
    return ticket.status === "open" ? standing(conversation, this.#desk.me) : "closed";
  }

  get holder() {
    return this.#desk.nameOf(this.#view.conversation.agent_id);
  }

  write(kind) {
    this.#box.write(kind);
  }

  search() {
    this.#assist.open();
  }

  close() {
    this.#following.stop();
    this.#files.close();
  }

  /** Read the ticket again and show what changed; what is being written stays untouched. */
  async refresh() {
    const read = ++this.#reads;
    const view = await this.#desk.api.ticket(this.id);
    if (read < this.#newest) return;
    this.#newest = read;
    this.#show(view);
  }

  /** Why the agent does not have it. */
  say(text) {
    this.#box.say(text, true);
  }

  // --- showing -----------------------------------------------------------------------------

  #show(view) {
    this.#view = view;
    if (this.standing !== "free") this.#claiming = null;
    this.#talk.add(view.messages, view.ticket);
    this.#head.show(view, this.standing, this.holder);
    this.#box.stands(this.standing, this.holder);
    this.#showSummary(view);
  }

  #showSummary({ ticket, conversation }) {
    const shown = JSON.stringify([ticket.summary, conversation.contact, conversation.verified]);
    if (shown === this.#summaryShown) return;
    this.#summaryShown = shown;
    this.#summary.replaceChildren(summary(ticket, conversation, {
      open: this.#summary.firstChild?.open ?? !this.#begun,
      show: { talk: (pointers) => this.#talk.jump(pointers), passage: (id, text) => this.#assist.show(id, text) },
      use: (draft) => this.#box.take(draft),
    }));
  }

  /** Whether an agent has written to the customer since the ticket: the summary has been read. */
  get #begun() {
    const { ticket, messages } = this.#view;
    return messages.some(({ sender, audience, created_at: at }) =>
      sender === "agent" && audience === "customer" && at >= ticket.created_at);
  }

  /** The customer's last question, or the words that called for a person. */
  get #question() {
    const { ticket, messages } = this.#view;
    const asked = messages.filter(({ sender, text }) => sender === "customer" && text);
    return asked.at(-1)?.text ?? ticket.summary.trigger;
  }

  // --- what happens ------------------------------------------------------------------------

  #happened({ kind, data }) {
    if (kind === "typing") this.#talk.typing();
    else if (kind === "message") this.#heard(data.payload);
    else this.#changed().catch(onlyProblems);
  }

  /** Of what the agent does here, the lists are to tell first: then no row goes under their hands. */
  async #changed() {
    await this.#desk.settled();
    await this.refresh();
  }

  #heard(message) {
    this.#talk.add([message], this.#view.ticket);
    if (message.agent === this.#desk.me.name) this.#box.arrived(message);
  }

  /** A person who types stops the bot at once; the customer sees that somebody is writing. */
  #wrote() {
    if (this.standing === "free") this.#claim();
    if (Date.now() - this.#toldTyping < TYPING_EVERY_MS) return;
    this.#toldTyping = Date.now();
    this.#desk.api.typing(this.#view.conversation.id).catch(onlyProblems);
  }

  /** Tried once: what keeps an agent from claiming is not asked about with every key. */
  #claim() {
    this.#claiming ??= this.#desk.claim();
    return this.#claiming;
  }

  /** Sends a reply under the version that the agent has seen; a Conflict shows what is new. */
  async #send(kind, text, once) {
    const { id } = this.#view.conversation;
    const { api } = this.#desk;
    try {
      await this.#claiming;
      if (kind === "note") this.#heard(await api.note(id, text, once));
      else this.#heard(await api.say(id, text, this.#view.conversation.version, once));
      this.#talk.toEnd();
    } finally {
      await this.refresh().catch(onlyProblems);
    }
  }
}

/** A look that fails is made again by itself; anything else is a fault of ours. */
function onlyProblems(error) {
  if (!(error instanceof Problem)) throw error;
}

export function noTicket() {
  found("ticket").replaceChildren(element("p", { class: "choose quiet" }, words.choose));
}
