/** One account, one key, each with what can be done to it. */

import { button, element } from "../shared/element.js";
import { momentIn } from "../shared/moment.js";
import { words } from "../shared/page.js";

/** A company account has its role and password elsewhere. `acts` are role(role), disable(disabled), reset(), endFactor(). */
export function accountRow(account, acts) {
  const { id, login, name, disabled, company, second_factor: factor, signed_in_at: seen } = account;
  const facts = [
    login,
    ...(disabled ? [words.disabled] : []),
    ...(company ? [words.company, words.roles[account.role]] : []),
    ...(factor ? [words.factor] : []),
    element("span", {}, ...(seen ? momentIn(words.seen, seen) : [words.never_seen])),
  ];
  return row(`account-${id}`, disabled, name, facts,
    !company && roleChoice(account, acts.role),
    !company && button(words.reset, acts.reset, { "aria-describedby": `account-${id}` }),
    factor && button(words.end_factor, acts.endFactor, { "aria-describedby": `account-${id}` }),
    button(disabled ? words.enable : words.disable, () => acts.disable(!disabled), { "aria-describedby": `account-${id}` }));
}

export function keyRow(key, onRevoke) {
  const over = key.revoked_at !== null || (key.expires_at !== null && new Date(key.expires_at) <= Date.now());
  const facts = [
    words.roles[key.role],
    element("code", {}, `${key.hint}…`),
    element("span", {}, ...expiry(key)),
    element("span", {}, ...(key.used_at ? momentIn(words.used, key.used_at) : [words.never_used])),
  ];
  return row(`key-${key.id}`, over, key.name, facts,
    !over && button(words.revoke, onRevoke, { "aria-describedby": `key-${key.id}` }));
}

function expiry({ revoked_at: revoked, expires_at: expires }) {
  if (revoked) return momentIn(words.revoked, revoked);
  return expires ? momentIn(words.expires, expires) : [words.never_expires];
}

function row(id, over, name, facts, ...acts) {
  return element("li", { class: over ? "card over" : "card" },
    element("div", {},
      element("strong", { id }, name),
      element("p", { class: "quiet" }, facts.flatMap((fact, n) => [n > 0 && " · ", fact]))),
    element("div", { class: "acts" }, acts));
}

function roleChoice({ name, role }, onChoose) {
  const options = Object.entries(words.roles).map(([value, label]) => element("option", { value, selected: value === role }, label));
  return element("select", { "aria-label": `${words.role}: ${name}`, onchange: (event) => onChoose(event.target.value) }, options);
}
