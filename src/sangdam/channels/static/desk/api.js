/** The desk API, with the operator's key. Every call throws a Problem when it fails. */

import { bearer, json, post } from "../shared/problem.js";

export class DeskApi {
  #key;

  constructor(key) {
    this.#key = key;
  }

  async openTickets() {
    return (await this.#get("/v1/desk/tickets?status=open&limit=200")).tickets;
  }

  /** {ticket, conversation, messages}. */
  ticket(id) {
    return this.#get(placeOf(id));
  }

  resolve(id) {
    return json(`${placeOf(id)}/resolve`, post({}, this.#key));
  }

  /** Write to the customer, as of the conversation's `version`. */
  say(conversationId, text, version) {
    const address = `/v1/desk/conversations/${encodeURIComponent(conversationId)}/messages`;
    return json(address, post({ text, version }, this.#key));
  }

  /** {gaps, total}: at most `limit` gaps, the one asked last first. */
  gaps(limit) {
    return this.#get(`/v1/desk/gaps?limit=${limit}`);
  }

  /** Add {question, answer, language, aliases} to the knowledge; gives {document_id, source, next}. */
  writeEntry(entry) {
    return json("/v1/desk/gaps/entries", post(entry, this.#key));
  }

  #get(address) {
    return json(address, { headers: bearer(this.#key) });
  }
}

function placeOf(ticketId) {
  return `/v1/desk/tickets/${encodeURIComponent(ticketId)}`;
}
