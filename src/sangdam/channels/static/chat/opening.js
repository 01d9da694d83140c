/** When people answer again, in the page's language and the reader's own zone. */

import { page } from "../shared/page.js";

const TIME = { hour: "numeric", minute: "2-digit" };
const DAY_AND_TIME = { month: "long", day: "numeric", weekday: "short", ...TIME };

/** `iso` is in the shop's zone; to a reader whose clock differs the zone is named too. */
export function opening(iso) {
  return told(iso, DAY_AND_TIME);
}

/** The same without the day: for an end that is near. */
export function timeOfDay(iso) {
  return told(iso, TIME);
}

function told(iso, form) {
  const when = new Date(iso);
  const zoned = offsetIn(iso) === -when.getTimezoneOffset() ? form : { ...form, timeZoneName: "short" };
  return new Intl.DateTimeFormat(page.language, zoned).format(when);
}

/** Minutes ahead of UTC. */
function offsetIn(iso) {
  const [, sign, hours, minutes] = iso.match(/([+-])(\d\d):(\d\d)$/) ?? [null, "+", 0, 0];
  return (sign === "-" ? -1 : 1) * (60 * Number(hours) + Number(minutes));
}
