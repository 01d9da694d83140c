/** Where an agent writes: a reply to the customer, or a note that only agents see. What is typed
 *  stays until it has been sent. */

import { button, element } from "../shared/element.js";
import { fill, words } from "../shared/page.js";
import { Problem } from "../shared/problem.js";
import { Canned } from "./canned.js";
import { keepWords, wordsFor } from "./kept_words.js";
import { Once } from "./once.js";

const MOST_CHARACTERS = "4000";
const COMPOSING = 229; // What Safari still reports for the key that ends a Hangul syllable.
const KINDS = ["reply", "note"];

export class ReplyBox {
  #ticketId;
  #acts;
  #kind = "reply";
  #held = { standing: "free", holder: "" };
  #texts = { reply: field("reply"), note: field("note") };
  #tabs = { reply: this.#tab("reply"), note: this.#tab("note") };
  #state = element("p", { class: "state", role: "status" });
  #hint = element("span", { class: "quiet hint" }, words.answer_hint);
  #send = element("button", { type: "submit", class: "main" });
  #canned;
  #cannedOpener = button(words.canned, () => this.#canned.open(), { class: "plain", "aria-haspopup": "listbox" });
  #once = new Once();
  #sending = null; // What was sent last, as {kind, text, failed, arrived}; null once it is done.
  node;

  /** `acts` are send(kind, text, id), which throws a Problem when it fails and sends nothing twice
   *  under one id; wrote(), called with what the agent types to the customer; canned(), which gives
   *  ready replies; search(). */
  constructor(ticketId, acts) {
    this.#ticketId = ticketId;
    this.#acts = acts;
    this.#canned = new Canned(acts.canned, (text) => (text === null ? this.#text.focus() : this.take(text)));
    this.node = element("form", { class: "answer", onsubmit: (event) => this.#submit(event) },
      element("div", { class: "tabs", role: "tablist", "aria-label": words.answer_tabs, onkeydown: (event) => this.#turn(event) },
        this.#tabs.reply, this.#tabs.note),
      element("div", { id: "answer-panel", role: "tabpanel" }, this.#texts.reply, this.#texts.note),
      this.#canned.node,
      element("div", { class: "foot" }, this.#cannedOpener,
        button(words.search, acts.search, { class: "plain searches" }), this.#state, this.#hint, this.#send));
    for (const kind of KINDS) {
      this.#texts[kind].value = wordsFor(ticketId)[kind];
      this.#texts[kind].addEventListener("input", () => this.#typed(kind));
      this.#texts[kind].addEventListener("keydown", (event) => this.#key(event));
    }
    this.turnTo("reply");
  }

  /** Who may write what now: a reply only whoever has the conversation, or may still take it. */
  stands(standing, holder) {
    this.#held = { standing, holder };
    this.#fit();
  }

  /** Put a text into the reply, without source markers, behind what is there. */
  take(text) {
    if (this.#texts.reply.disabled) return;
    const clean = text.replace(/\s*\[\d{1,2}\]/g, "").trim();
    this.turnTo("reply");
    this.#texts.reply.value = [this.#texts.reply.value.trim(), clean].filter(Boolean).join("\n\n");
    this.#typed("reply");
    this.#texts.reply.focus();
  }

  write(kind) {
    this.turnTo(kind);
    this.#text.focus();
  }

  /** A message of this agent came from the server: it may be the one that seems lost. */
  arrived({ text }) {
    if (this.#sending?.text !== text) return;
    this.#sending.arrived = true;
    if (this.#sending.failed) this.#sent(this.#sending);
  }

  say(text, problem = false) {
    this.#state.textContent = text;
    this.#state.classList.toggle("problem", problem);
  }

  turnTo(kind) {
    this.#kind = kind;
    for (const each of KINDS) {
      this.#tabs[each].setAttribute("aria-selected", String(each === kind));
      this.#tabs[each].tabIndex = each === kind ? 0 : -1;
      this.#texts[each].hidden = each !== kind;
    }
    this.node?.classList.toggle("note", kind === "note");
    this.#fit();
  }

  // --- parts -------------------------------------------------------------------------------

  get #text() {
    return this.#texts[this.#kind];
  }

  #tab(kind) {
    return button(words.answer_tab[kind], () => this.write(kind), { role: "tab", id: `answer-tab-${kind}`, "aria-controls": "answer-panel" });
  }

  #fit() {
    const { standing, holder } = this.#held;
    const barred = standing === "theirs" || standing === "closed";
    this.#texts.reply.disabled = barred;
    this.#texts.reply.placeholder = placeholder(standing, holder);
    this.#send.textContent = words.answer_send[this.#kind];
    this.#send.disabled = barred && this.#kind === "reply";
    this.#cannedOpener.hidden = barred || this.#kind === "note";
  }

  #turn(event) {
    if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
    event.preventDefault();
    this.turnTo(this.#kind === "reply" ? "note" : "reply");
    this.#tabs[this.#kind].focus();
  }

  #typed(kind) {
    const text = this.#texts[kind].value;
    if (kind === "reply" && text === "/") {
      this.#texts.reply.value = "";
      this.#canned.open();
      return;
    }
    keepWords(this.#ticketId, { reply: this.#texts.reply.value, note: this.#texts.note.value });
    if (kind === "reply" && text.trim()) this.#acts.wrote();
  }

  #key(event) {
    const composing = event.isComposing || event.keyCode === COMPOSING;
    if (composing) return;
    if (event.key === "Escape") event.target.blur();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.node.requestSubmit();
  }

  async #submit(event) {
    event.preventDefault();
    const kind = this.#kind;
    const text = this.#text.value.trim();
    if (!text || this.#send.disabled) return;
    this.#send.disabled = true;
    this.#sending = { kind, text, failed: false, arrived: false };
    try {
      await this.#acts.send(kind, text, this.#once.idOf(kind, text));
      this.#sent({ kind, text });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#failed(error);
    } finally {
      this.#fit();
      if (document.activeElement === document.body || this.node.contains(document.activeElement)) this.#text.focus();
    }
  }

  #why({ status }) {
    const { standing, holder } = this.#held;
    if (standing === "theirs") return fill(words.taken, { name: holder });
    return status === 409 ? words.answer_conflict : words.answer_failed;
  }

  #failed(error) {
    this.#sending.failed = true;
    if (this.#sending.arrived) this.#sent(this.#sending);
    else this.say(this.#why(error), true);
  }

  /** What was written on meanwhile stays. */
  #sent({ kind, text }) {
    this.#sending = null;
    this.#once.done();
    const written = this.#texts[kind].value.trimStart();
    if (written.startsWith(text)) this.#texts[kind].value = written.slice(text.length).trimStart();
    keepWords(this.#ticketId, { reply: this.#texts.reply.value, note: this.#texts.note.value });
    this.say(words.answer_sent[kind]);
  }
}

function field(kind) {
  return element("textarea", { id: kind === "reply" ? "answer" : "note", class: kind, rows: "2", maxlength: MOST_CHARACTERS, placeholder: words.answer_placeholder[kind], "aria-label": words.answer_tab[kind] });
}

function placeholder(standing, holder) {
  if (standing === "theirs") return fill(words.answer_theirs, { name: holder });
  return standing === "closed" ? words.answer_closed : words.answer_placeholder.reply;
}
