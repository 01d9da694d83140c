/** Whether this agent takes conversations, and who else is at the desk. */

import { element } from "../shared/element.js";
import { fill, found, words } from "../shared/page.js";

export class Presence {
  #switch = found("status");
  #shown = "";

  /** `onTurn(availability)` is called when the agent comes or goes. */
  constructor(onTurn) {
    this.#switch.addEventListener("change", () => onTurn(this.#switch.value));
  }

  /** Show the agent, the others and their loads. */
  show({ me, agents, held }) {
    found("me").textContent = me.name;
    this.#switch.value = me.availability;
    this.#switch.dataset.availability = me.availability;
    const shown = JSON.stringify([agents.map(({ id, availability, capacity }) => [id, availability, capacity]), held]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const there = agents.filter(({ availability }) => availability !== "offline");
    found("people-title").textContent = fill(words.people, { n: there.length });
    found("people").replaceChildren(...[...there, ...agents.filter((agent) => !there.includes(agent))].map((agent) =>
      element("li", {}, element("span", {}, agent.name),
        element("span", { class: `presence ${agent.availability}` }, words.availability[agent.availability]),
        element("span", { class: "quiet load" }, load(agent, held)))));
  }
}

/** How many conversations an agent has of how many they may have. */
export function load(agent, held) {
  return fill(words.load, { n: held[agent.id] ?? 0, most: agent.capacity });
}
