/** Signing in: login and password, and a code where the account has a second factor. */

import { AccessApi } from "../accounts/access_api.js";
import { fill, found, page, words } from "../shared/page.js";
import { Problem } from "../shared/problem.js";

const api = new AccessApi();

found("login-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  found("login-problem").textContent = "";
  try {
    const { signed_in: inside } = await api.signIn(found("login").value, found("password").value, code());
    if (inside) location.assign(page.to);
    else askForCode();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    refuse(error);
  }
});

function code() {
  return found("code-part").hidden ? null : found("code").value.trim();
}

function askForCode() {
  found("code-part").hidden = false;
  found("code").required = true;
  found("code").focus();
}

function refuse({ status, again }) {
  const reasons = { 401: words.wrong, 422: words.wrong, 429: fill(words.too_often, { minutes: Math.ceil(again / 60) }) };
  found("login-problem").textContent = reasons[status] ?? words.unreachable;
  const last = found("code-part").hidden ? "password" : "code";
  found(last).value = "";
  found(last).focus();
}
