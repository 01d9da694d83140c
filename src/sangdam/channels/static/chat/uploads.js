/** Files on their way: one after the other, each kept until the server has it. */

import { Problem } from "../shared/problem.js";

export class Uploads {
  #acts;
  #line = Promise.resolve();
  #underway = 0;
  #unsent = new Set();

  /** `acts` are deliver(parcel), failed(parcel, problem) and idle(). A parcel is {file, message}. */
  constructor(acts) {
    this.#acts = acts;
  }

  get busy() {
    return this.#underway > 0;
  }

  send(parcel) {
    this.#underway += 1;
    this.#unsent.delete(parcel);
    this.#line = this.#line.then(() => this.#attempt(parcel)).finally(() => {
      this.#underway -= 1;
      if (!this.busy) this.#acts.idle();
    });
  }

  /** The unsent parcel of that name, which arrived after all; or null. It is then no longer unsent. */
  arrived(name) {
    const found = [...this.#unsent].find(({ file }) => file.name === name) ?? null;
    this.#unsent.delete(found);
    return found;
  }

  async #attempt(parcel) {
    try {
      await this.#acts.deliver(parcel);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.passing) this.#unsent.add(parcel);
      this.#acts.failed(parcel, error);
    }
  }
}
