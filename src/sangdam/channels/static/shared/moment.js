/** When something was said, as people of the page's language say it. */

import { element } from "./element.js";
import { page } from "./page.js";

const TIME = { hour: "numeric", minute: "2-digit" };
const DAY = { month: "short", day: "numeric", ...TIME };

export function moment(iso) {
  const when = new Date(iso);
  const today = when.toDateString() === new Date().toDateString();
  const text = new Intl.DateTimeFormat(page.language, today ? TIME : DAY).format(when);
  return element("time", { datetime: iso }, text);
}

/** The nodes of a text that says {time}. */
export function momentIn(text, iso) {
  const [before, after] = text.split("{time}");
  return [before, moment(iso), after];
}
