/** Counts, shares, days and times, as people of the page's language write them. */

import { lasting } from "../desk/waiting.js";
import { fill, page, words } from "../shared/page.js";

const MINUTE = 60;

export function count(number) {
  return new Intl.NumberFormat(page.language).format(number);
}

/** A dash where there is nothing to have a share in. */
export function percent(share) {
  if (share === null) return words.none;
  return new Intl.NumberFormat(page.language, { style: "percent", maximumFractionDigits: 1 }).format(share);
}

export function money(amount, currency) {
  return new Intl.NumberFormat(page.language, { style: "currency", currency, maximumFractionDigits: 4 }).format(amount);
}

/** A date of the shop's calendar, whatever zone the browser is in. */
export function dayOf(date) {
  const parts = { month: "short", day: "numeric", weekday: "short", timeZone: "UTC" };
  return new Intl.DateTimeFormat(page.language, parts).format(new Date(date));
}

/** A dash where nobody waited. */
export function wait(seconds) {
  if (seconds === null) return words.none;
  if (seconds < MINUTE) return fill(words.seconds, { n: Math.round(seconds) });
  return lasting(Math.round(seconds / MINUTE));
}
