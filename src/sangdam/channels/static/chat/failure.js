/** Why something could not be sent, in words for the customer. */

import { fill, page, words } from "../shared/page.js";

/** `failures` holds one text for each kind of failure. */
export function failure({ status, again, unproven }, failures) {
  if (unproven) return failures.unproven;
  if (status === 0) return failures.network;
  if (status === 429 || status === 503) return again ? fill(words.busy_for, { wait: length(again) }) : failures.busy;
  return status >= 500 ? failures.server : failures.refused;
}

function length(seconds) {
  const [unit, n] = seconds < 60 ? ["second", seconds] : ["minute", Math.ceil(seconds / 60)];
  return new Intl.NumberFormat(page.language, { style: "unit", unit, unitDisplay: "long" }).format(n);
}
