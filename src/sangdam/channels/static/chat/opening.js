/** When people answer again, in the page's language and the reader's own zone. */

import { page } from "../shared/page.js";

const FORM = { month: "long", day: "numeric", weekday: "short", hour: "numeric", minute: "2-digit" };

/** `iso` is in the shop's zone; to a reader whose clock differs the zone is named too. */
export function opening(iso) {
  const when = new Date(iso);
  const form = offsetIn(iso) === -when.getTimezoneOffset() ? FORM : { ...FORM, timeZoneName: "short" };
  return new Intl.DateTimeFormat(page.language, form).format(when);
}

/** Minutes ahead of UTC. */
function offsetIn(iso) {
  const [, sign, hours, minutes] = iso.match(/([+-])(\d\d):(\d\d)$/) ?? [null, "+", 0, 0];
  return (sign === "-" ? -1 : 1) * (60 * Number(hours) + Number(minutes));
}
