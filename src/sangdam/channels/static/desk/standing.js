/** How a conversation stands to an agent: free, mine or theirs (another agent's). Takes whatever
 *  names owner and agent_id: a conversation, or a row of the list. */

export function standing({ owner, agent_id: agent }, me) {
  if (owner !== "human" || !agent) return "free";
  return agent === me.id ? "mine" : "theirs";
}
