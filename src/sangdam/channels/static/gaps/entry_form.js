/** The form for a new entry, filled with what customers asked. What is typed stays until saved. */

import { button, element } from "../shared/element.js";
import { fill, page, words } from "../shared/page.js";
import { draftOf, forgetDraft, keepDraft } from "./drafts.js";

const FAILURES = { 409: "exists", 422: "invalid", 503: "read_only" };

export class EntryForm {
  #gap;
  #acts;
  #question;
  #aliases;
  #language;
  #answer;
  #state = element("p", { class: "state problem", role: "alert" });
  #button = element("button", { type: "submit", class: "main" }, words.save);
  node;

  /** `save(entry)` gives what was written, or throws a Problem; then `saved(written)`. */
  constructor(gap, acts) {
    this.#gap = gap;
    this.#acts = acts;
    const draft = draftOf(gap.id) ?? filled(gap);
    this.#question = area("question", 2, draft.question);
    this.#aliases = area("aliases", Math.min(6, gap.wordings.length + 1), draft.aliases, "aliases-hint");
    this.#answer = area("answer", 5, draft.answer, "answer-hint");
    this.#language = languages(draft.language);
    this.node = element("form", { class: "summary write", "aria-labelledby": "write-title", novalidate: true,
      onsubmit: (event) => this.#submit(event), oninput: () => keepDraft(gap.id, this.#draft()) },
    element("h3", { id: "write-title" }, words.write),
    element("label", { for: "question" }, words.question), this.#question,
    element("label", { for: "aliases" }, words.aliases),
    element("p", { id: "aliases-hint", class: "quiet" }, words.aliases_hint), this.#aliases,
    this.#language,
    element("label", { for: "answer" }, words.answer),
    element("p", { id: "answer-hint", class: "quiet" }, words.answer_hint), this.#answer,
    this.#state,
    element("div", { class: "choices" }, button(words.cancel, () => this.#cancel()), this.#button));
  }

  focus() {
    this.#question.focus();
  }

  #draft() {
    return { question: this.#question.value, aliases: this.#aliases.value,
      language: this.#language.querySelector(":checked").value, answer: this.#answer.value };
  }

  #cancel() {
    forgetDraft(this.#gap.id);
    this.#acts.cancel();
  }

  async #submit(event) {
    event.preventDefault();
    if (this.#button.disabled || this.#lacks() || this.#exceeds()) return;
    this.#button.disabled = true;
    this.#say("");
    try {
      const written = await this.#acts.save(entryOf(this.#draft()));
      forgetDraft(this.#gap.id);
      this.#acts.saved(written);
    } catch (error) {
      if (error.status === undefined) throw error;
      this.#say(words.failures[FAILURES[error.status] ?? "other"], error.message);
    } finally {
      this.#button.disabled = false;
    }
  }

  /** Whether question or answer is empty; says so at the first that is. */
  #lacks() {
    const empty = [this.#question, this.#answer].filter((field) => !field.value.trim());
    for (const field of [this.#question, this.#answer]) field.setAttribute("aria-invalid", empty.includes(field));
    if (!empty.length) return false;
    this.#say(words.required);
    empty[0].focus();
    return true;
  }

  /** Whether something is longer than an entry may be; says so at the first that is. */
  #exceeds() {
    const { longest } = page;
    const { question, aliases, answer } = entryOf(this.#draft());
    const long = [[this.#question, question.length > longest.line],
      [this.#aliases, aliases.length > longest.aliases || aliases.some((line) => line.length > longest.line)],
      [this.#answer, answer.length > longest.answer]].filter(([, is]) => is).map(([field]) => field);
    for (const field of [this.#question, this.#aliases, this.#answer]) field.setAttribute("aria-invalid", long.includes(field));
    if (!long.length) return false;
    this.#say(fill(words.too_long, longest));
    long[0].focus();
    return true;
  }

  #say(text, detail = "") {
    this.#state.replaceChildren(text, detail && element("span", { class: "detail" }, ` ${detail}`));
    this.#state.scrollIntoView({ block: "nearest" });
  }
}

function filled(gap) {
  const aliases = gap.wordings.map(({ text }) => text.replace(/\s+/g, " ")).join("\n");
  return { question: gap.question, aliases, language: gap.language, answer: "" };
}

function entryOf({ question, aliases, language, answer }) {
  return { question, answer, language, aliases: aliases.split("\n").filter((line) => line.trim()) };
}

function area(id, rows, text, hint) {
  const node = element("textarea", { id, rows: String(rows), "aria-describedby": hint });
  node.value = text;
  return node;
}

function languages(chosen) {
  return element("fieldset", {}, element("legend", {}, words.language), Object.entries(words.languages).map(([code, name]) =>
    element("label", {}, element("input", { type: "radio", name: "language", value: code, checked: code === chosen }), name)));
}
