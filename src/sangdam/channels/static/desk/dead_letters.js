/** The way to the dead letters, with their number: there only while there are any. */

import { fill, found, words } from "../shared/page.js";

export function showDeadLetters(number) {
  const door = found("dead-letters");
  const label = fill(words.dead_letters, { n: number });
  door.hidden = !number;
  door.setAttribute("aria-label", label);
  door.querySelector(".wide").textContent = label;
  door.querySelector(".narrow").textContent = number;
}
