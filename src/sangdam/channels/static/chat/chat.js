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

/** A person wrote: where the page is out of sight, its title says so. */
function called() {
  if (!document.hidden) return conversation.noticed();
  const back = () => {
    document.title = words.title;
    conversation.noticed();
  };
  document.title = `● ${words.new_message}`;
  document.addEventListener("visibilitychange", back, { once: true });
}
