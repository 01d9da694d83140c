/** What the server handed to this page: {language, limit, files, person_message, words}; to the
 *  desk its queues too, to the gaps page how long an entry may be. */

import { place } from "./place.js";

export const page = place.handed;

export const words = page.words;

/** The text with every {name} replaced by its value. */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

export function found(id) {
  return place.root.getElementById(id);
}
