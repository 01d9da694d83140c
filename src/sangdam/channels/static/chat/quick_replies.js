/** Questions that can be asked with one press; they go when anything else is said. */

import { button, element } from "../shared/element.js";
import { words } from "../shared/page.js";

export function quickReplies({ suggestions, outcome, language }, ask) {
  if (!suggestions?.length) return null;
  const label = outcome === "clarify" ? words.choices : words.suggestions;
  return element("ul", { class: "quick", "aria-label": label, lang: language },
    suggestions.map((text) => element("li", {}, button(text, () => ask(text)))));
}
