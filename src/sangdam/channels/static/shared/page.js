/** What the server handed to this page: {language, limit, files, person_message, words}; to the
 *  desk its queues too. */

export const page = JSON.parse(document.getElementById("page").textContent);

export const words = page.words;

/** The text with every {name} replaced by its value. */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

export function found(id) {
  return document.getElementById(id);
}
