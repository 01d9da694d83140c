/** The widget on a site: a window, and in it a conversation that begins when it is needed. */

import { Conversation } from "../chat/conversation.js";
import { Memory } from "../chat/memory.js";
import { place } from "../shared/place.js";
import { Panel, wasOpen } from "./panel.js";

class Widget {
  #panel;
  #conversation;

  constructor() {
    place.host.open = () => this.#panel.open();
    place.host.close = () => this.#panel.close();
    place.host.identify = (token) => {
      const before = place.customer;
      place.options.identity = token || null;
      if (before && before !== place.customer) this.#restart(false); // What was said is not theirs.
    };
    this.#begin();
    const { called, unread } = new Memory();
    if (wasOpen()) this.#panel.open(false);
    else if (called || unread) this.#talk();
  }

  #begin() {
    this.#conversation = null;
    this.#panel = new Panel((invited) => this.#opened(invited));
  }

  #opened(invited) {
    this.#talk();
    this.#conversation.noticed();
    if (invited && this.#panel.roomy) this.#conversation.focus();
  }

  #talk() {
    if (this.#conversation) return;
    this.#conversation = new Conversation({
      called: () => this.#called(),
      restart: () => this.#restart(),
    });
    this.#conversation.open();
  }

  #called() {
    if (this.#panel.isOpen) this.#conversation.noticed();
    else this.#panel.called();
  }

  #restart(invited = true) {
    const { isOpen } = this.#panel;
    this.#conversation?.leave();
    this.#panel.leave();
    place.plant();
    this.#begin();
    if (isOpen) this.#panel.open(invited);
  }
}

function start() {
  if (document.querySelector(place.host.localName)) return; // One is enough.
  place.appear();
  new Widget();
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start, { once: true });
else start();
