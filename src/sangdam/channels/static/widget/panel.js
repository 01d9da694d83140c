/** The button in the corner and the window that it opens: beside the page where there is room,
 *  else over it, and then nothing behind can be reached. */

import { found, words } from "../shared/page.js";
import { place } from "../shared/place.js";

const ROOM = matchMedia("(min-width: 561px) and (min-height: 521px)");
const KEY = "sangdam.open";

export class Panel {
  #launcher = found("launcher");
  #label = found("launcher-label");
  #news = found("news");
  #window = found("panel");
  #onOpen;
  #listening = new AbortController();

  /** `onOpen(invited)` is called each time, once the window is in sight. */
  constructor(onOpen) {
    const { signal } = this.#listening;
    this.#onOpen = onOpen;
    this.#launcher.addEventListener("click", () => this.open());
    found("close").addEventListener("click", () => this.close());
    this.#window.addEventListener("keydown", (event) => this.#key(event));
    this.#window.addEventListener("cancel", (event) => this.#cancel(event));
    ROOM.addEventListener("change", () => this.isOpen && this.#show(), { signal });
    window.visualViewport?.addEventListener("resize", () => this.#fit(), { signal });
    window.visualViewport?.addEventListener("scroll", () => this.#fit(), { signal });
    this.#say(false);
  }

  get isOpen() {
    return this.#window.open;
  }

  get roomy() {
    return ROOM.matches;
  }

  /** `invited`: the customer asked for it, and goes on in it; a page that begins keeps its focus. */
  open(invited = true) {
    if (this.isOpen) return;
    this.#launcher.hidden = true;
    this.#show();
    this.#say(false);
    keepOpen(true);
    if (invited) this.#window.focus();
    this.#onOpen(invited);
  }

  close() {
    if (!this.isOpen) return;
    this.#window.close();
    this.#launcher.hidden = false;
    keepOpen(false);
    this.#launcher.focus();
  }

  /** Another one takes its place. */
  leave() {
    this.#listening.abort();
  }

  /** Somebody wrote while it is closed: the button tells of it. */
  called() {
    this.#say(true);
  }

  #say(unread) {
    this.#launcher.classList.toggle("unread", unread);
    this.#launcher.setAttribute("aria-expanded", String(this.isOpen));
    this.#label.textContent = place.options.label ?? words.window.open;
    this.#news.textContent = unread ? words.new_message : "";
  }

  #show() {
    this.#window.close();
    if (ROOM.matches) this.#window.setAttribute("open", ""); // show() would take the focus.
    else this.#window.showModal();
    this.#fit();
  }

  /** A phone lays its keyboard over the page: keep to the height that is left. */
  #fit() {
    const view = window.visualViewport;
    const { style } = this.#window;
    const narrow = view && !ROOM.matches && view.scale <= 1;
    style.height = narrow ? `${view.height}px` : "";
    style.top = narrow ? `${view.offsetTop}px` : "";
  }

  #key(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    this.close();
  }

  #cancel(event) {
    if (event.target !== this.#window) return; // The file chooser tells of its cancelling too.
    event.preventDefault();
    this.close();
  }
}

/** Whether it was open when this tab was at its last page. */
export function wasOpen() {
  try {
    return sessionStorage.getItem(KEY) === "yes";
  } catch {
    return false;
  }
}

function keepOpen(open) {
  try {
    sessionStorage.setItem(KEY, open ? "yes" : "no");
  } catch {
    // The window is then closed on the next page.
  }
}
