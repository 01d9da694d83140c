/** Messages on their way: sent one after the other, each kept until it has a reply. */

import { Problem } from "../shared/problem.js";

export class Outbox {
  #memory;
  #acts;
  #line = Promise.resolve();
  #underway = 0;
  #unsent = new Set();

  /** `acts` are deliver(sending), failed(sending, problem) and idle(). */
  constructor(memory, acts) {
    this.#memory = memory;
    this.#acts = acts;
  }

  get busy() {
    return this.#underway > 0;
  }

  /** Messages, as {text, key, person, message}, that could not be sent. */
  get unsent() {
    return [...this.#unsent];
  }

  /** Nothing goes out before this is settled, which is given back. */
  holdFor(promise) {
    this.#line = promise.catch(() => {});
    return promise;
  }

  send(sending) {
    this.#underway += 1;
    this.#line = this.#line.then(() => this.#attempt(sending)).finally(() => {
      this.#underway -= 1;
      if (!this.busy) this.#acts.idle();
    });
    return this.#line;
  }

  /** The sending failed: it waits for another try where one could help. */
  fail(sending, problem) {
    if (problem.passing) this.#unsent.add(sending);
    else this.#memory.pending = null;
    this.#acts.failed(sending, problem);
  }

  async #attempt(sending) {
    const { text, key, person } = sending;
    this.#memory.pending = { text, key, person };
    this.#unsent.delete(sending);
    try {
      await this.#acts.deliver(sending);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.fail(sending, error);
    }
  }
}
