/** The desk API, with a key or as whoever is signed in. Every call throws a Problem when it fails. */

import { bearer, json, post, request } from "../shared/problem.js";
import { events } from "../shared/sse.js";

export class DeskApi {
  #key;
  #agent;

  /** Without a key the browser's session counts. `agent` is the id of whoever acts, where that is
   *  not who is signed in; what needs no name works without it. */
  constructor(key, agent = null) {
    this.#key = key;
    this.#agent = agent;
  }

  as(agentId) {
    return new DeskApi(this.#key, agentId);
  }

  get key() {
    return this.#key;
  }

  // --- people ------------------------------------------------------------------------------

  agents() {
    return this.#get("/v1/desk/agents");
  }

  addAgent(name, languages) {
    return this.#post("/v1/desk/agents", { name, languages });
  }

  /** {name, role, permissions, account, agent, any_account}: who calls, and what they may do. */
  me() {
    return this.#get("/v1/desk/me");
  }

  /** `availability` is online, away or offline. */
  turn(availability) {
    return this.#send("PATCH", `/v1/desk/agents/${encodeURIComponent(this.#agent)}`, { availability });
  }

  /** {me, agents, held, open_now, tickets, dead_letters}; asking is the agent's sign of life. */
  overview() {
    return this.#get("/v1/desk/overview");
  }

  // --- tickets -----------------------------------------------------------------------------

  /** {ticket, conversation, messages, last_event}. */
  ticket(id) {
    return this.#get(ticketPlace(id));
  }

  /** The same of the ticket that is the agent's next; null where none fits. */
  takeNext() {
    return this.#post("/v1/desk/tickets/next");
  }

  claim(id) {
    return this.#post(`${ticketPlace(id)}/claim`);
  }

  resolve(id, resolution) {
    return this.#post(`${ticketPlace(id)}/resolve`, { resolution });
  }

  // --- a conversation ----------------------------------------------------------------------

  /** Write to the customer, as of the conversation's `version`; once under the id `once`. */
  say(conversationId, text, version, once) {
    return this.#post(`${placeOf(conversationId)}/messages`, { text, version, client_message_id: once });
  }

  note(conversationId, text, once) {
    return this.#post(`${placeOf(conversationId)}/notes`, { text, client_message_id: once });
  }

  /** `sent` is {agent_id} or {queue}, with a note, the version that the agent has seen, and an id
   *  under which it is done once. */
  transfer(conversationId, sent) {
    return this.#post(`${placeOf(conversationId)}/transfer`, sent);
  }

  giveBack(conversationId, version) {
    return this.#post(`${placeOf(conversationId)}/return`, { version });
  }

  async typing(conversationId) {
    await request(`${placeOf(conversationId)}/typing`, { method: "POST", headers: this.#headers });
  }

  /** Yields what happens in the conversation after event number `last`. */
  async *events(conversationId, last, signal) {
    const headers = { ...this.#headers, "Last-Event-ID": String(last) };
    yield* events(await request(`${placeOf(conversationId)}/events`, { headers, signal }));
  }

  /** The customer's file, as a Blob. */
  async attachment(conversationId, id) {
    const address = `${placeOf(conversationId)}/attachments/${encodeURIComponent(id)}`;
    return (await request(address, { headers: this.#headers })).blob();
  }

  // --- what helps to answer ----------------------------------------------------------------

  canned(language) {
    return this.#get(`/v1/desk/canned?language=${language}`);
  }

  /** The `most` best passages, those for agents only among them: {hits, confidence}. */
  search(question, most) {
    const asked = new URLSearchParams({ q: question, k: most, audience: "internal" });
    return this.#get(`/v1/search?${asked}`);
  }

  // --- gaps --------------------------------------------------------------------------------

  /** {gaps, total, dismissed}: at most `limit` gaps, the one asked last first. */
  gaps(limit) {
    return this.#get(`/v1/desk/gaps?limit=${limit}`);
  }

  /** Add {question, answer, language, aliases} to the knowledge; gives {document_id, source, next}.
   *  A Problem says why not in the language `reader`. */
  writeEntry(entry, reader) {
    return this.#post(`/v1/desk/gaps/entries?lang=${reader}`, entry);
  }

  /** Never answer this gap; gives {id}, by which it is brought back. */
  dismiss(gapId) {
    return this.#post(`/v1/desk/gaps/${encodeURIComponent(gapId)}/dismissal`);
  }

  async bringBack(dismissalId) {
    const address = `/v1/desk/gaps/dismissals/${encodeURIComponent(dismissalId)}`;
    await request(address, { method: "DELETE", headers: this.#headers });
  }

  // --- news to other systems ---------------------------------------------------------------

  /** {deliveries, dead, waiting}: the oldest that are `state` (dead or waiting), and how many there
   *  are of either. */
  deliveries(state) {
    return this.#get(`/v1/desk/deliveries?state=${state}&limit=200`);
  }

  replay(deliveryId) {
    return this.#post(`/v1/desk/deliveries/${deliveryId}/replay`);
  }

  /** Send all the dead ones again; gives {replayed}: how many. */
  replayAll() {
    return this.#post("/v1/desk/deliveries/replay");
  }

  // --- the service itself ------------------------------------------------------------------

  /** {state, version, process, parts: [{part, state, since, facts}]}. */
  status() {
    return this.#get("/v1/desk/status");
  }

  /** What happened in so many latest days: {first, last, zone, total, before, days, endings, reasons,
   *  first_replies, opinions, unanswered, model}. */
  figures(days) {
    return this.#get(`/v1/desk/figures?days=${days}`);
  }

  // --- how it is asked ---------------------------------------------------------------------

  get #headers() {
    return { ...bearer(this.#key), ...(this.#agent && { "Sangdam-Agent": this.#agent }) };
  }

  #get(address) {
    return json(address, { headers: this.#headers });
  }

  #post(address, body = {}) {
    return this.#send("POST", address, body);
  }

  #send(method, address, body) {
    const options = post(body);
    return json(address, { ...options, method, headers: { ...options.headers, ...this.#headers } });
  }
}

function ticketPlace(ticketId) {
  return `/v1/desk/tickets/${encodeURIComponent(ticketId)}`;
}

function placeOf(conversationId) {
  return `/v1/desk/conversations/${encodeURIComponent(conversationId)}`;
}
