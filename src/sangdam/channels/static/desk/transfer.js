/** To whom a conversation goes: asked in a <dialog>. */

import { agreed } from "../shared/dialog.js";
import { element } from "../shared/element.js";
import { fill, found, page, words } from "../shared/page.js";
import { Once } from "./once.js";
import { load } from "./presence.js";
import { queueName } from "./ticket_list.js";

const once = new Once();

/** {agent_id} or {queue}, with a note, the version that the agent saw and an id; null where the
 *  agent thought better of it. */
export async function asked({ me, agents, held }, { ticket, conversation }) {
  const { version } = conversation;
  const field = found("transfer-to");
  const others = agents.filter(({ id }) => id !== me.id).sort(byPresence);
  const nobody = !others.some(({ availability }) => availability === "online");
  field.replaceChildren(...[
    others.length > 0 && element("optgroup", { label: words.transfer_people }, others.map((agent) => person(agent, held))),
    element("optgroup", { label: words.transfer_queues }, page.queues.map((queue) =>
      element("option", { value: `queue:${queue}`, selected: nobody && queue === ticket.queue }, queueName(queue)))),
  ].filter(Boolean));
  found("transfer-note").value = "";
  if (!(await agreed(found("transferring")))) return null;
  const [kind, ...rest] = field.value.split(":");
  const to = rest.join(":");
  const sent = { ...(kind === "agent" ? { agent_id: to } : { queue: to }), note: found("transfer-note").value.trim(), version };
  return { ...sent, client_message_id: once.idOf(conversation.id, sent) };
}

function person(agent, held) {
  const told = fill(words.transfer_person, { name: agent.name, presence: words.availability[agent.availability], load: load(agent, held) });
  const full = (held[agent.id] ?? 0) >= agent.capacity;
  return element("option", { value: `agent:${agent.id}`, disabled: full }, told);
}

function byPresence(one, other) {
  const order = ["online", "away", "offline"];
  return order.indexOf(one.availability) - order.indexOf(other.availability) || one.name.localeCompare(other.name);
}
