/** Ids under which an act is done once. What is asked for again keeps its id: it may have been
 *  done, and only the answer was lost. */

import { unique } from "../shared/unique.js";

export class Once {
  #asked = "";
  #id = "";

  /** The id of what is asked for now, by all that tells it from another. */
  idOf(...asked) {
    const now = JSON.stringify(asked);
    if (now !== this.#asked) {
      this.#asked = now;
      this.#id = unique();
    }
    return this.#id;
  }

  /** It is known to be done: the same words are a new act. */
  done() {
    this.#asked = "";
  }
}
