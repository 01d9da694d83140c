/** Tells the desk that the customer is writing, and no more often than it needs to know. */

const EVERY_MS = 3_000;

export class Keystrokes {
  #tell;
  #last = -Infinity;

  /** `tell()` sends it; that it may fail concerns nobody. */
  constructor(tell) {
    this.#tell = tell;
  }

  pressed() {
    const now = performance.now();
    if (now - this.#last < EVERY_MS) return;
    this.#last = now;
    this.#tell().catch(() => {});
  }
}
