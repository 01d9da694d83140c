/** Where this script lives: in a shadow root on a page that is not its own. */

import { drawn } from "./drawn.js";
import { handed } from "./handed.js";
import { languageFor, optionsOf } from "./options.js";
import { themed } from "./theme.js";

const { currentScript: script } = document;
const options = optionsOf(script);
options.identity = script.dataset.identity || null;
const language = languageFor(options);
const host = document.createElement("sangdam-widget");
const home = new URL(".", script.src).href.replace(/\/$/, "");
const root = host.attachShadow({ mode: "open" });

for (const kind of ["keydown", "keypress", "keyup"]) {
  host.addEventListener(kind, (event) => event.stopPropagation()); // The site has shortcuts of its own.
}
plant();

export const place = {
  root,
  host,
  options,
  plant,
  appear,
  handed: handed.languages[language],
  home, // What stands before the address of every request.
  get customer() {
    return options.identity && subject(options.identity);
  },
  get storage() {
    return options.memory === "tab" ? sessionStorage : localStorage;
  },
};

/** Whom the shop has signed for, as its token says; whether it is right, the service finds out. */
function subject(token) {
  try {
    return JSON.parse(atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/"))).sub;
  } catch {
    return token;
  }
}

/** Draw everything as it is before the first word. */
function plant() {
  root.replaceChildren(drawn(handed.languages[language].frame));
  for (const link of root.querySelectorAll("a[href^='/']")) link.href = home + link.getAttribute("href");
}

/** Stand on the page, in a dress that goes with it. */
function appear() {
  root.adoptedStyleSheets = [sheet(handed.styles), sheet(themed(options))];
  document.documentElement.append(host); // Not in the body: sites move and clip theirs.
}

function sheet(text) {
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  return made;
}
