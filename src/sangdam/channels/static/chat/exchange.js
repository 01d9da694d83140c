/** One message out, one reply back, shown as it comes. */

import { Problem } from "../shared/problem.js";
import { ask, callPerson } from "./api.js";
import { arrivingMessage } from "./message.js";

/** The whole reply. Throws a Problem, also where the stream ends before its time. */
export async function exchange({ text, key, person }, conversation, log) {
  log.doing(person ? "person" : "sending");
  if (person && conversation) return callPerson(key, conversation);
  const arriving = arrivingMessage();
  try {
    for await (const { kind, data } of ask(text, key, conversation)) {
      if (kind === "status") log.doing(data.step);
      if (kind === "delta") arrive(arriving, data.text, log);
      if (kind === "error") throw new Problem(data.status, data.detail);
      if (kind === "done") return data;
    }
  } finally {
    arriving.remove();
  }
  throw new Problem(0);
}

function arrive(arriving, text, log) {
  const follows = log.nearEnd;
  if (!arriving.isConnected) log.add(arriving);
  log.quiet();
  arriving.firstChild.append(text);
  if (follows) log.toEnd();
}
