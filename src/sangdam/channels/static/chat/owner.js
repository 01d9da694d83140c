/** Who answers in this conversation, as the header shows it: the assistant, the queue, a person. */

import { fill, found, words } from "../shared/page.js";

export class Owner {
  #place = found("owner");
  #button = found("person");
  #agent = null;

  get is() {
    return this.#place.dataset.owner ?? "bot";
  }

  /** A person has been called: nobody needs to be called again. */
  get called() {
    return this.is !== "bot";
  }

  show({ owner, agent }) {
    this.#agent = agent ?? null;
    this.#place.dataset.owner = owner;
    this.#place.textContent = agent ? fill(words.owner_named, { agent }) : words.owner[owner];
    this.#button.querySelector("span").textContent = words.person_called[owner] ?? words.person;
  }

  /** Show it, and give the line that tells of the change; null where there is none to tell. */
  change({ owner, agent }) {
    const [before, known] = [this.is, this.#agent];
    this.show({ owner, agent });
    if (owner === "human" && agent && agent !== known) return fill(words.changed.named, { agent });
    if (before === owner) return null;
    if (owner === "queue") return before === "human" ? words.changed.queue : null;
    return words.changed[owner];
  }
}
