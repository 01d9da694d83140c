/** The customer's page: one conversation that fills it. */

import { found, words } from "../shared/page.js";
import { Conversation } from "./conversation.js";
import { keepInSight } from "./viewport.js";

keepInSight(found("chat"));
const conversation = new Conversation({ called, restart });
await conversation.open();

function restart() {
  conversation.leave();
  location.reload();
}

/** A person wrote while the page was out of sight: its title says so. */
function called() {
  if (!document.hidden) return;
  const back = () => { document.title = words.title; };
  document.title = `● ${words.new_message}`;
  document.addEventListener("visibilitychange", back, { once: true });
}
