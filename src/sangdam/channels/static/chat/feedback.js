/** Was this helpful? Two thumbs; after a "no", reasons to choose and a line to write. */

import { button, element, icon } from "../shared/element.js";
import { words } from "../shared/page.js";

const MOST_CHARACTERS = 500;

/** `send(helpful, reason)` tells the server; `given` is an earlier opinion, if any. */
export function feedback(send, given) {
  const place = element("div", { class: "feedback" });
  if (given === undefined) place.append(...thumbs(place, send));
  else thank(place, given);
  return place;
}

function thumbs(place, send) {
  const press = (helpful) => attempt(place, async () => {
    await send(helpful, "");
    if (helpful) thank(place, true);
    else askWhy(place, send);
  });
  return [
    element("span", { class: "quiet" }, words.feedback),
    button(icon("up-thumb"), () => press(true), { class: "plain square", "aria-label": words.helpful }),
    button(icon("down-thumb"), () => press(false), { class: "plain square", "aria-label": words.unhelpful }),
  ];
}

function askWhy(place, send) {
  const chosen = new Set();
  const more = element("textarea", { rows: "2", maxlength: String(MOST_CHARACTERS), "aria-label": words.reason_label, placeholder: words.reason_placeholder });
  const form = element("form", { class: "why", onsubmit: (event) => {
    event.preventDefault();
    const reason = [...chosen, more.value.trim()].filter(Boolean).join(" / ");
    attempt(place, async () => {
      if (reason) await send(false, reason);
      thank(place, false);
    });
  } },
  element("p", {}, words.why),
  element("div", { class: "reasons" }, words.reasons.map((reason) => choice(reason, chosen))),
  more,
  element("div", { class: "choices" },
    button(words.close, () => thank(place, false)),
    element("button", { type: "submit", class: "main" }, words.reason_send)));
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    event.preventDefault();
    thank(place, false);
  });
  place.replaceChildren(form);
  form.querySelector("button").focus();
  form.scrollIntoView({ block: "nearest" });
}

function choice(reason, chosen) {
  const chip = button(reason, () => {
    const now = !chosen.delete(reason);
    if (now) chosen.add(reason);
    chip.setAttribute("aria-pressed", String(now));
  }, { class: "choice", "aria-pressed": "false" });
  return chip;
}

function thank(place, helpful) {
  const hadFocus = place.contains(place.getRootNode().activeElement);
  const thanks = element("p", { class: "thanks quiet", role: "status", tabindex: "-1" },
    icon("check"), helpful ? words.thanks : words.thanks_unhelpful);
  place.replaceChildren(thanks);
  if (hadFocus) thanks.focus();
}

async function attempt(place, action) {
  place.querySelector(".problem")?.remove();
  try {
    await action();
  } catch {
    place.append(element("p", { class: "problem", role: "alert" }, words.feedback_failed));
  }
}
