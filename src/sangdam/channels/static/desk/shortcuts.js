/** Single keys for what an agent does most; silent while they write, and where turned off. */

import { found } from "../shared/page.js";

const OFF = "sangdam.shortcuts_off";
const FIELDS = "input, textarea, select, [contenteditable]";

/** `acts` by key: a function each. */
export function shortcuts(acts) {
  const box = found("shortcuts-on");
  box.checked = !localStorage.getItem(OFF);
  box.addEventListener("change", () => (box.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
  document.addEventListener("keydown", (event) => {
    const act = acts[letter(event)];
    const elsewhere = event.target.closest?.(FIELDS) || document.querySelector("dialog[open]");
    if (!act || !box.checked || elsewhere || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
}

/** The Latin letter on the key where a Hangul one is typed. */
function letter({ key, code }) {
  if (/^[a-z?]$/i.test(key)) return key.toLowerCase();
  return /^Key[A-Z]$/.test(code) ? code.slice(3).toLowerCase() : "";
}
