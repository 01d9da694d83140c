/** Who sits at this desk: chosen once the key is right. The browser remembers the agent's id. */

import { element } from "../shared/element.js";
import { fill, found, words } from "../shared/page.js";
import { Problem } from "../shared/problem.js";

const KEPT = "sangdam.agent";
const TAKEN = 409;

export class Who {
  #onChoose;
  #onAsk;
  #api = null;

  /** `onAsk()` is called when there is somebody to ask, `onChoose(agent)` with whoever works here
   *  from then on. */
  constructor(onAsk, onChoose) {
    this.#onAsk = onAsk;
    this.#onChoose = onChoose;
    found("who-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#add(found("who-name").value.trim());
    });
  }

  /** Ask; where the page was only loaded `again`, the remembered agent goes on working. */
  async ask(api, again = false) {
    this.#api = api;
    const agents = await api.agents();
    const remembered = agents.find(({ id }) => id === localStorage.getItem(KEPT));
    if (again && remembered) this.#choose(remembered);
    else this.#show(agents, remembered);
  }

  #show(agents, remembered) {
    found("who-list").replaceChildren(...agents.map((agent) => element("li", {}, this.#row(agent))));
    found("who-known").hidden = !agents.length;
    found("who-label").textContent = agents.length ? words.who_other : words.who_name;
    found("who-problem").textContent = "";
    found("who-name").value = "";
    this.#onAsk();
    const first = remembered ?? agents[0];
    (first ? found("who-list").querySelector(`[data-agent="${CSS.escape(first.id)}"]`) : found("who-name")).focus();
  }

  #row(agent) {
    return element("button", { type: "button", "data-agent": agent.id, onclick: () => this.#choose(agent) },
      element("strong", {}, agent.name),
      element("span", { class: `presence ${agent.availability}` }, words.availability[agent.availability]));
  }

  #choose(agent) {
    localStorage.setItem(KEPT, agent.id);
    this.#onChoose(agent);
  }

  async #add(name) {
    const languages = [...found("who-form").querySelectorAll("[name=language]:checked")].map(({ value }) => value);
    if (!name || !languages.length) return this.#refuse(words.who_required);
    try {
      this.#choose(await this.#api.addAgent(name, languages));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#refuse(error.status === TAKEN ? fill(words.who_taken, { name }) : words.key_unreachable);
    }
  }

  #refuse(problem) {
    found("who-problem").textContent = problem;
    found("who-name").focus();
  }
}
