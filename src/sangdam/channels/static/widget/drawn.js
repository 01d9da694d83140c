/** The nodes of a tree [tag, attributes, child, …], as the server made it of its template. */

const HTML = "http://www.w3.org/1999/xhtml";
const SVG = "http://www.w3.org/2000/svg";

export function drawn([tag, attributes, ...children], around = HTML) {
  const space = tag === "svg" ? SVG : around;
  const node = document.createElementNS(space, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children.map((child) => (typeof child === "string" ? child : drawn(child, space))));
  return node;
}
