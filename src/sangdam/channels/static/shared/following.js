/** Listens to a conversation for as long as the page is open, and comes back when cut off. */

import { Problem } from "./problem.js";

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

export class Following {
  #stop = null;

  /** `onEvent({id, kind, data})` for each event that `follow(last, signal)` yields: those after
   *  number `last`, and after a cut those after the last that came. */
  start(follow, last, onEvent) {
    this.stop();
    const stop = new AbortController();
    this.#stop = stop;
    this.#run(follow, last, onEvent, stop.signal);
  }

  get running() {
    return this.#stop !== null;
  }

  stop() {
    this.#stop?.abort();
    this.#stop = null;
  }

  async #run(follow, last, onEvent, signal) {
    let wait = FIRST_WAIT_MS;
    while (!signal.aborted) {
      try {
        for await (const event of follow(last, signal)) {
          last = event.id ?? last;
          wait = FIRST_WAIT_MS;
          onEvent(event);
        }
      } catch (error) {
        if (signal.aborted || (error instanceof Problem && error.barred)) return;
        if (!(error instanceof Problem) && error.name !== "AbortError") throw error;
      }
      await pause(wait, signal);
      wait = Math.min(2 * wait, LONGEST_WAIT_MS);
    }
  }
}

/** Ends early when the network is back, or when nobody listens any more. */
function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const over = new AbortController();
    const wake = () => {
      clearTimeout(timer);
      over.abort();
      resolve();
    };
    const timer = setTimeout(wake, milliseconds);
    window.addEventListener("online", wake, { signal: over.signal });
    signal.addEventListener("abort", wake, { signal: over.signal });
  });
}
