/** Where the customer writes. Enter sends, Shift+Enter breaks the line. */

import { fill, found, page, words } from "../shared/page.js";
import { place } from "../shared/place.js";

const key = () => "sangdam.draft" + (place.customer ?? ""); // Not the next customer's to read.
const COUNT_FROM = 0.8; // Share of the limit from which the count is shown.
const COMPOSING = 229; // What Safari still reports for the Enter that ends a Hangul syllable.

export class Composer {
  #form = found("composer");
  #text = found("text");
  #count = found("count");
  #send = this.#form.querySelector("[type=submit]");
  #onSend;
  #onKey;

  /** `onSend(text)`, and `onKey()` whenever something is typed. */
  constructor(onSend, onKey) {
    this.#onSend = onSend;
    this.#onKey = onKey;
    this.#form.addEventListener("submit", (event) => this.#submit(event));
    this.#text.addEventListener("keydown", (event) => this.#key(event));
    this.#text.addEventListener("input", () => this.#typed());
    this.#text.value ||= keptDraft();
    this.#changed();
  }

  focus() {
    this.#text.focus();
  }

  /** Give a text back to be changed, unless something new is being written. */
  giveBack(text) {
    if (this.#text.value.trim()) return;
    this.#text.value = text;
    this.#changed();
  }

  #key(event) {
    const composing = event.isComposing || event.keyCode === COMPOSING;
    if (event.key !== "Enter" || event.shiftKey || composing) return;
    event.preventDefault();
    this.#form.requestSubmit();
  }

  #typed() {
    this.#changed();
    if (this.#text.value.trim()) this.#onKey();
  }

  #submit(event) {
    event.preventDefault();
    const text = this.#text.value.trim();
    if (!text || this.#over() > 0) return;
    this.#text.value = "";
    this.#changed();
    this.focus();
    this.#onSend(text);
  }

  #changed() {
    const over = this.#over();
    const near = over > -page.limit * (1 - COUNT_FROM);
    this.#count.textContent = near ? this.#counted(over) : "";
    this.#count.classList.toggle("over", over > 0);
    this.#send.setAttribute("aria-disabled", String(!this.#text.value.trim() || over > 0));
    this.#fit();
    keepDraft(this.#text.value);
  }

  #counted(over) {
    const form = over > 0 ? words.too_long : words.count;
    return fill(form, { n: number(page.limit + over), limit: number(page.limit), over: number(over) });
  }

  /** Characters over the limit, counted as the server counts them. */
  #over() {
    return [...this.#text.value.trim()].length - page.limit;
  }

  #fit() {
    this.#text.style.height = "auto";
    this.#text.style.height = `${this.#text.scrollHeight}px`;
  }
}

function number(value) {
  return value.toLocaleString(page.language);
}

function keptDraft() {
  try {
    return sessionStorage.getItem(key()) ?? "";
  } catch {
    return "";
  }
}

function keepDraft(text) {
  try {
    sessionStorage.setItem(key(), text);
  } catch {
    // What is being written is then lost with a reload, and nothing else.
  }
}
