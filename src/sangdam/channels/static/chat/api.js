/** The chat API. Every call throws a Problem when it fails. */

import { bearer, json, post, request } from "../shared/problem.js";
import { page } from "../shared/page.js";
import { events } from "./sse.js";

/** Yields status, delta and at last done with the whole reply. */
export async function* ask(text, key, conversation) {
  const body = {
    message: text,
    client_message_id: key,
    channel: "web",
    locale: page.language,
    ...(conversation && { conversation_id: conversation.id }),
  };
  yield* events(await request("/v1/chat/stream", post(body, conversation?.token)));
}

/** The reply that tells of the ticket. */
export function callPerson(key, conversation) {
  const address = `${placeOf(conversation)}/handoff`;
  return json(address, post({ client_message_id: key }, conversation.token));
}

/** The conversation so far: {owner, last_event, messages}. */
export function read(conversation) {
  return json(placeOf(conversation), { headers: bearer(conversation.token) });
}

/** Yields what happens in the conversation after event number `last`. */
export async function* follow(conversation, last, signal) {
  const headers = { ...bearer(conversation.token), "Last-Event-ID": String(last) };
  yield* events(await request(`${placeOf(conversation)}/events`, { headers, signal }));
}

export async function tell(turnId, helpful, reason, conversation) {
  const body = { turn_id: turnId, helpful, ...(reason && { reason }) };
  await request("/v1/feedback", post(body, conversation.token));
}

function placeOf(conversation) {
  return `/v1/conversations/${encodeURIComponent(conversation.id)}`;
}
