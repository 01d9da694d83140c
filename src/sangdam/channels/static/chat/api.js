/** The chat API. Every call throws a Problem when it fails. */

import { bearer, json, post, request } from "../shared/problem.js";
import { page } from "../shared/page.js";
import { place } from "../shared/place.js";
import { events } from "../shared/sse.js";
import { upload } from "./upload.js";

/** Yields status, delta and at last done with the whole reply. */
export async function* ask(text, key, conversation) {
  const body = {
    message: text,
    client_message_id: key,
    channel: "web",
    locale: page.language,
    ...(place.customer !== conversation?.customer && { identity: place.options.identity }),
    ...(conversation && { conversation_id: conversation.id }),
  };
  yield* events(await request(`${place.home}/v1/chat/stream`, post(body, conversation?.token)));
}

/** The reply that tells of the ticket. */
export function callPerson(key, conversation) {
  const address = `${placeOf(conversation)}/handoff`;
  return json(address, post({ client_message_id: key }, conversation.token));
}

/** The conversation so far: {owner, agent, waiting, contact_left, last_event, messages}. */
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
  await request(`${place.home}/v1/feedback`, post(body, conversation.token));
}

/** The message that holds the file; `onProgress` takes the share that is sent. */
export function sendFile(file, conversation, onProgress) {
  const address = `${placeOf(conversation)}/attachments?name=${encodeURIComponent(file.name)}`;
  return upload(address, conversation.token, file, onProgress);
}

/** The bytes of a file that was sent, as a Blob. */
export async function fetchFile(id, conversation) {
  const address = `${placeOf(conversation)}/attachments/${encodeURIComponent(id)}`;
  const response = await request(address, { headers: bearer(conversation.token) });
  return response.blob();
}

export async function leaveContact(contact, conversation) {
  await request(`${placeOf(conversation)}/contact`, post({ contact }, conversation.token));
}

export async function tellTyping(conversation) {
  await request(`${placeOf(conversation)}/typing`, post({}, conversation.token));
}

function placeOf(conversation) {
  return `${place.home}/v1/conversations/${encodeURIComponent(conversation.id)}`;
}
