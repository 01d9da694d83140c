/** How a case ended: asked in a <dialog> before it is closed. */

import { agreed } from "../shared/dialog.js";
import { found } from "../shared/page.js";

/** The resolution code, or null where the agent thought better of it. */
export async function ending() {
  const dialog = found("resolving");
  const form = dialog.querySelector("form");
  form.reset();
  return (await agreed(dialog)) ? new FormData(form).get("resolution") : null;
}
