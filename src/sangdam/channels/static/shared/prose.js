/** The little Markdown that knowledge is written in, as DOM nodes: paragraphs, lists, tables,
 *  headings, bold, links (http and https only) and source markers such as [1]. */

import { element } from "./element.js";

const INLINE = /\[(\d{1,2})\]|\*\*(.+?)\*\*|\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)|(https?:\/\/[^\s<>()"']*[^\s<>()"'.,;:!?])/g;
const KINDS = [
  { name: "ul", is: /^\s*[-*•]\s+/ },
  { name: "ol", is: /^\s*\d{1,2}[.)]\s+/ },
  { name: "table", is: /^\s*\|/ },
  { name: "heading", is: /^#{1,6}\s+/ },
];

/** `marker(n)` gives the node for [n], or null to leave it out. */
export function prose(text, marker = () => null) {
  const fragment = document.createDocumentFragment();
  for (const block of blocks(text)) fragment.append(drawn(block, marker));
  return fragment;
}

/** Runs of lines of one kind; an empty line ends a run. */
function blocks(text) {
  const runs = [];
  let before = null;
  for (const line of text.split(/\r?\n/)) {
    const kind = line.trim() ? kindOf(line) : null;
    if (kind && kind === before && kind !== "heading") runs.at(-1).lines.push(line);
    else if (kind) runs.push({ kind, lines: [line] });
    before = kind;
  }
  return runs;
}

function kindOf(line) {
  return KINDS.find((kind) => kind.is.test(line))?.name ?? "p";
}

function drawn({ kind, lines }, marker) {
  if (kind === "ul" || kind === "ol") return list(kind, lines, marker);
  if (kind === "table") return table(lines, marker);
  if (kind === "heading") return element("p", { class: "heading" }, inline(bare(lines[0]), marker));
  return element("p", {}, lines.flatMap((line, n) => [n > 0 && element("br"), ...inline(line, marker)]));
}

function list(tag, lines, marker) {
  return element(tag, {}, lines.map((line) => element("li", {}, inline(bare(line), marker))));
}

function bare(line) {
  return line.replace(KINDS.find((kind) => kind.is.test(line)).is, "");
}

function table(lines, marker) {
  const rows = lines.filter((line) => !/^[\s|:-]+$/.test(line)).map(cells);
  const [head, ...body] = rows;
  return element("div", { class: "table" }, element("table", {},
    element("thead", {}, row(head ?? [], "th", marker)),
    element("tbody", {}, body.map((each) => row(each, "td", marker)))));
}

function cells(line) {
  return line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());
}

function row(texts, tag, marker) {
  return element("tr", {}, texts.map((text) => element(tag, {}, inline(text, marker))));
}

function inline(text, marker) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(before(text.slice(end, match.index), match), special(match, marker));
    end = match.index + match[0].length;
  }
  return [...nodes, text.slice(end)];
}

/** A marker stays on the line of the word before it. */
function before(text, [, number]) {
  return number ? text.replace(/\s*$/, "\u00a0") : text;
}

function special([whole, number, bold, label, address, bareAddress], marker) {
  if (number) return marker(Number(number));
  if (bold) return element("strong", {}, bold);
  return link(address ?? bareAddress, label ?? whole);
}

/** A link that opens beside this page, or plain text where the address is not a web address. */
export function link(address, ...label) {
  if (!/^https?:\/\//i.test(address)) return element("span", {}, ...label);
  return element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...label);
}
