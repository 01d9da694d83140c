/** A customer's conversation, top to bottom: ask, show the reply, listen for people, restore. */

import { agreed } from "../shared/dialog.js";
import { Following } from "../shared/following.js";
import { found, page, words } from "../shared/page.js";
import { Problem } from "../shared/problem.js";
import { unique } from "../shared/unique.js";
import { fetchFile, follow, leaveContact, read, sendFile, tell, tellTyping } from "./api.js";
import { Composer } from "./composer.js";
import { exchange } from "./exchange.js";
import { failure } from "./failure.js";
import { Files } from "./files.js";
import { Keystrokes } from "./keystrokes.js";
import { clearMark, dropRetry, Log, markDelivered, markFailed, markProgress } from "./log.js";
import { Memory } from "./memory.js";
import { agentMessage, customerMessage, fileMessage, remark, replyMessage } from "./message.js";
import { Notices } from "./notices.js";
import { Outbox } from "./outbox.js";
import { Owner } from "./owner.js";
import { quickReplies } from "./quick_replies.js";
import { Typing } from "./typing.js";
import { Uploads } from "./uploads.js";
import { Waiting } from "./waiting.js";

export class Conversation {
  #around;
  #memory = new Memory();
  #log = new Log();
  #notices = new Notices();
  #following = new Following();
  #owner = new Owner();
  #waiting = new Waiting(
    () => read(this.#memory.conversation),
    (contact) => leaveContact(contact, this.#memory.conversation),
  );
  #typing = new Typing();
  #keystrokes = new Keystrokes(() => tellTyping(this.#memory.conversation));
  #composer = new Composer((text) => this.#say(text), () => this.#owner.called && this.#keystrokes.pressed());
  #files = new Files((file) => this.#attach(file));
  #outbox = new Outbox(this.#memory, {
    deliver: (sending) => this.#deliver(sending),
    failed: (sending, problem) => this.#failed(sending, problem),
    idle: () => this.#catchUp(),
  });
  #uploads = new Uploads({
    deliver: (parcel) => this.#upload(parcel),
    failed: (parcel, problem) => this.#notUploaded(parcel, problem),
    idle: () => this.#catchUp(),
  });
  #heldBack = []; // Events that came while a message was underway.
  #shownTurns = new Set();
  #shownMessages = new Set();

  /** `around` knows the page: called() where an agent's words are unread, restart() to begin with
   *  nothing. */
  constructor(around) {
    this.#around = around;
  }

  focus() {
    this.#composer.focus();
  }

  async open() {
    for (const example of found("examples").querySelectorAll("button")) {
      example.addEventListener("click", () => this.#say(example.textContent));
    }
    found("person").addEventListener("click", () => this.#callPerson());
    found("new").addEventListener("click", () => this.#startAnew());
    await this.#outbox.holdFor(this.#restore());
  }

  /** The customer has it in sight. */
  noticed() {
    this.#memory.notice();
  }

  /** It is not shown any more; what is underway is kept nowhere. */
  leave() {
    this.#memory.close();
    this.#following.stop();
    this.#waiting.stop();
  }

  // --- asking ------------------------------------------------------------------------------

  #say(text, person = false) {
    const message = this.#log.add(customerMessage(text));
    for (const unsent of this.#outbox.unsent) dropRetry(unsent.message);
    this.#begin();
    return this.#outbox.send({ text, person, key: unique(), message });
  }

  /** Pressed twice, it still calls once; a person who was called is not called again. */
  async #callPerson() {
    if (this.#owner.is === "queue") return this.#waiting.focus();
    if (this.#owner.is === "human") return this.#composer.focus();
    const button = found("person");
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    await this.#say(page.person_message, true);
    button.removeAttribute("aria-disabled");
  }

  async #deliver(sending) {
    this.#log.dropQuickReplies();
    clearMark(sending.message);
    try {
      this.#settle(await this.#reply(sending), sending.message);
    } finally {
      this.#log.quiet();
    }
  }

  /** The reply; where the kept conversation is dead, the message begins a new one. */
  async #reply(sending) {
    try {
      return await exchange(sending, this.#memory.conversation, this.#log);
    } catch (error) {
      if (!(error instanceof Problem && error.barred && this.#memory.conversation)) throw error;
      this.#forget();
      sending.message.before(remark(words.expired));
      return exchange(sending, null, this.#log);
    }
  }

  #settle(reply, message) {
    if (this.#memory.closed) return;
    this.#memory.keep(reply);
    this.#shownTurns.add(reply.turn_id);
    if (reply.handoff && !this.#owner.called) this.#showOwner({ owner: "queue" });
    if (!reply.text) markDelivered(message);
    else this.#log.reveal(this.#show(reply));
    if (!this.#following.running) this.#follow(0);
  }

  #show(reply) {
    const opinion = (helpful, reason) => this.#opinion(reply.turn_id, helpful, reason);
    const shown = this.#log.add(replyMessage(reply, opinion));
    const more = quickReplies(reply, (text) => this.#say(text));
    if (more) shown.append(more);
    return shown;
  }

  async #opinion(turnId, helpful, reason) {
    await tell(turnId, helpful, reason, this.#memory.conversation);
    this.#memory.keepOpinion(turnId, helpful);
  }

  #failed(sending, problem) {
    const { passing } = problem;
    if (!passing) this.#composer.giveBack(sending.text);
    const retry = passing && (() => this.#outbox.send(sending));
    markFailed(sending.message, failure(problem, words.failures), retry);
    this.#log.toEnd();
  }

  // --- photos and PDFs ---------------------------------------------------------------------

  #attach(file) {
    const shown = { name: file.name, media_type: file.type, size: file.size };
    const message = this.#log.add(fileMessage([shown], async () => file));
    this.#log.toEnd();
    this.#uploads.send({ file, message });
  }

  async #upload({ file, message }) {
    markProgress(message, 0);
    const progress = (share) => markProgress(message, share);
    const { id } = await sendFile(file, this.#memory.conversation, progress);
    this.#shownMessages.add(id);
    markDelivered(message);
  }

  #notUploaded(parcel, problem) {
    const { status, passing, message: detail } = problem;
    const reason = [413, 422].includes(status) && detail; // In the customer's language.
    const told = reason || failure(problem, words.files.failures);
    markFailed(parcel.message, told, passing && (() => this.#uploads.send(parcel)));
    this.#log.toEnd();
  }

  // --- what others say ---------------------------------------------------------------------

  #follow(last) {
    const { conversation } = this.#memory;
    this.#following.start((after, signal) => follow(conversation, after, signal), last, (event) => this.#happened(event));
  }

  #happened(event) {
    if (event.kind === "typing") this.#writes(event.data);
    else if (this.#outbox.busy || this.#mayBeOwn(event)) this.#heldBack.push(event);
    else if (event.kind === "owner") this.#ownerChanged(event.data.payload);
    else if (event.kind === "message") this.#heard(event.data.payload);
  }

  #catchUp() {
    this.#heldBack.splice(0).forEach((event) => this.#happened(event));
  }

  /** A file of the customer, while one is underway: whether it is that one is not known yet. */
  #mayBeOwn({ kind, data }) {
    return kind === "message" && this.#uploads.busy && data.payload.attachments?.length > 0;
  }

  #writes({ name }) {
    const follows = this.#log.nearEnd;
    this.#typing.show(name);
    if (follows) this.#log.toEnd();
  }

  #heard(message) {
    const { id, turn_id: turn, sender, text, attachments } = message;
    if (this.#shownMessages.has(id) || this.#shownTurns.has(turn)) return;
    if (sender === "customer" && this.#outbox.unsent.some((unsent) => unsent.text === text)) {
      this.#shownTurns.add(turn); // It arrived after all; trying again brings its reply.
      return;
    }
    const parcel = attachments?.length && this.#uploads.arrived(attachments[0].name);
    if (parcel) {
      this.#shownMessages.add(id);
      markDelivered(parcel.message);
      return;
    }
    const follows = this.#log.nearEnd;
    if (sender === "agent") this.#typing.hide();
    const node = this.#repeat(message);
    if (this.#memory.unread) this.#around.called();
    if (follows) this.#log.reveal(node);
  }

  /** Show a message as the server keeps it. */
  #repeat(message) {
    const { id, turn_id, sender, text, attachments } = message;
    this.#shownMessages.add(id);
    if (sender === "agent") {
      this.#memory.written = id;
      return this.#log.add(agentMessage(message));
    }
    if (attachments?.length) return this.#log.add(fileMessage(attachments, (file) => this.#bytes(file)));
    if (sender === "customer") return this.#log.add(customerMessage(text));
    return this.#show({ ...this.#memory.reply(turn_id), text, turn_id });
  }

  #bytes({ id }) {
    return fetchFile(id, this.#memory.conversation);
  }

  #ownerChanged(now) {
    const follows = this.#log.nearEnd;
    const line = this.#owner.change(now);
    if (line) this.#log.add(remark(line));
    this.#attend();
    if (line && follows) this.#log.toEnd();
  }

  #showOwner(now) {
    this.#owner.show(now);
    this.#attend();
  }

  /** What goes with the owner: where one stands in line, and whether files are looked at. */
  #attend() {
    if (this.#owner.is === "queue") this.#waiting.start();
    else this.#waiting.stop();
    if (this.#owner.is !== "human") this.#typing.hide();
    this.#files.welcome = this.#owner.called;
    this.#memory.called = this.#owner.called;
  }

  // --- beginning and end -------------------------------------------------------------------

  #begin() {
    found("examples").hidden = true;
    found("new").hidden = false;
    this.#notices.fold();
  }

  async #restore() {
    const { conversation, pending } = this.#memory;
    const view = conversation && (await this.#kept(conversation));
    if (view) this.#log.above(() => this.#showAll(view));
    if (pending) this.#showPending(pending, view?.messages ?? []);
    if (view || pending) this.#log.toEnd();
  }

  /** The kept conversation as it stands; null where it can't be read. */
  async #kept(conversation) {
    try {
      return await read(conversation);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.barred) this.#forget();
      else this.#follow(0);
      return null;
    }
  }

  #showAll({ messages, owner, agent, last_event: last }) {
    this.#begin();
    for (const message of messages) {
      this.#repeat(message);
      if (message.turn_id) this.#shownTurns.add(message.turn_id);
    }
    this.#showOwner({ owner, agent });
    if (this.#memory.unread) this.#around.called();
    this.#follow(last);
  }

  /** A message that was underway when the page was left. */
  #showPending({ text, key, person }, messages) {
    const last = messages.findLastIndex((each) => each.sender === "customer" && each.text === text);
    if (last >= 0 && messages.slice(last).some((each) => each.sender === "bot")) {
      this.#memory.pending = null;
      return;
    }
    this.#begin();
    const message = last >= 0 ? this.#log.lastOfCustomer : this.#log.add(customerMessage(text));
    this.#outbox.fail({ text, key, person, message }, new Problem(0));
  }

  async #startAnew() {
    if (!(await agreed(found("anew")))) return;
    this.#around.restart();
  }

  #forget() {
    this.#following.stop();
    this.#memory.forget();
    this.#showOwner({ owner: "bot" });
  }
}
