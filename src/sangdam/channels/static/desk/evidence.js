/** A statement of the summary with a way to whatever it rests on: messages, turns, documents. */

import { element, icon } from "../shared/element.js";
import { fill, words } from "../shared/page.js";

/** `show` has talk(pointers) and passage(documentId, text). */
export function statement({ text, pointers }, show) {
  const said = pointers.filter(isSaid);
  const documents = pointers.filter((pointer) => !isSaid(pointer));
  return element("div", { class: "statement" },
    element("span", {}, linked(text, documents, show)),
    documents.filter((id) => !text.includes(id)).map((id) => passageLink(id, id, text, show)),
    said.length > 0 && element("button", { type: "button", class: "plain square way", "aria-label": words.show_in_talk, title: words.show_in_talk, onclick: () => show.talk(said) }, icon("talk")));
}

/** `title: why` of a passage, with its title as the way to it. */
export function passage({ text, pointers: [id] }, show) {
  const [title, why] = halves(text);
  return element("div", { class: "statement" },
    element("span", {}, passageLink(title, id, title, show), why && element("span", { class: "quiet why" }, ` ${why}`)));
}

function isSaid(pointer) {
  return /^(msg|turn)_/.test(pointer);
}

/** The text with each document's id in it as the way to that document. */
function linked(text, documents, show) {
  const nodes = [];
  let rest = text;
  for (const id of documents) {
    const [before, ...after] = rest.split(id);
    if (!after.length) continue;
    nodes.push(before, passageLink(id, id, text, show));
    rest = after.join(id);
  }
  return [...nodes, rest];
}

function passageLink(label, id, text, show) {
  return element("button", { type: "button", class: "link", "aria-label": fill(words.show_passage, { title: label }), onclick: () => show.passage(id, text) }, label);
}

function halves(text) {
  const at = text.lastIndexOf(": ");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 2)];
}
