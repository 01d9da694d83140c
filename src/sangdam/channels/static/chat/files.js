/** Where files come from: the paper clip, the clipboard, or dropped on the page. */

import { fill, found, page, words } from "../shared/page.js";
import { sizeOf } from "./size.js";

const KINDS = /^(image\/(jpeg|png|webp|gif|hei[cf])|application\/pdf)$/;
const NAMES = /\.(jpe?g|png|webp|gif|hei[cf]|pdf)$/i; // Not every system knows the kind of a HEIC.

export class Files {
  #button = found("attach");
  #input = found("files");
  #problem = found("files-problem");
  #page = found("chat");
  #onFile;

  /** `onFile(file)` is called for each file that may be sent. */
  constructor(onFile) {
    this.#onFile = onFile;
    this.#button.addEventListener("click", () => this.#input.click());
    this.#input.addEventListener("change", () => this.#chosen());
    found("text").addEventListener("paste", (event) => this.#pasted(event));
    for (const kind of ["dragover", "dragleave", "drop"]) {
      this.#page.addEventListener(kind, (event) => this.#dragged(event));
    }
  }

  /** Only a person looks at files. */
  set welcome(welcome) {
    this.#button.hidden = !welcome || page.files.at_most === 0;
    found("files-consent").hidden = this.#button.hidden;
    this.#complain();
  }

  #chosen() {
    const files = [...this.#input.files];
    this.#input.value = ""; // The same file may be chosen again.
    this.#take(files);
  }

  #pasted(event) {
    const files = [...event.clipboardData.files];
    if (!files.length) return;
    event.preventDefault();
    this.#take(files);
  }

  /** A file dropped beside the composer would otherwise open in place of the page. */
  #dragged(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.#page.classList.toggle("dropping", event.type === "dragover" && !this.#button.hidden);
    if (event.type === "drop") this.#take([...event.dataTransfer.files]);
  }

  #take(files) {
    if (this.#button.hidden) return this.#complain(words.files.later);
    this.#complain(...new Set(files.map(fault).filter(Boolean)));
    for (const file of files.filter((each) => !fault(each))) this.#onFile(file);
  }

  #complain(...reasons) {
    this.#problem.textContent = reasons.join("\n");
  }
}

/** Why the file can't be sent, or null. The server looks at what is in it. */
function fault(file) {
  if (!KINDS.test(file.type) && !NAMES.test(file.name)) return fill(words.files.kind, { name: file.name });
  const limit = page.files.bytes_each;
  return file.size > limit ? fill(words.files.large, { name: file.name, limit: sizeOf(limit) }) : null;
}
