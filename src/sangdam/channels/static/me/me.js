/** One's own account: the password, the second factor. */

import { AccessApi } from "../accounts/access_api.js";
import { element } from "../shared/element.js";
import { found, page, words } from "../shared/page.js";
import { Problem } from "../shared/problem.js";

const LOGIN = `/desk/login?to=me&lang=${page.language}`;
const api = new AccessApi();

async function begin() {
  found("leave").addEventListener("click", () => attempt(leave, "news"));
  onSubmit("password-form", "password-problem", changePassword);
  onSubmit("factor-form", "factor-problem", beginFactor);
  onSubmit("factor-end", "end-problem", endFactor);
  found("factor-begin").addEventListener("click", () => attempt(offerFactor, "news"));
  if (page.signed_in) await attempt(show, "news");
  else location.replace(LOGIN);
}

function onSubmit(form, problem, act) {
  found(form).addEventListener("submit", async (event) => {
    event.preventDefault();
    found(problem).textContent = "";
    if (await attempt(act, problem)) event.target.reset();
  });
}

/** Do it; what is wrong is said in the element `problem`. */
async function attempt(act, problem) {
  try {
    await act();
    return true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.type === "token-missing") location.replace(LOGIN);
    found(problem).textContent = { 401: words.wrong, 409: words.failed, 422: words.invalid, 429: words.too_often }[error.status] ?? words.failed;
    return false;
  }
}

async function show() {
  const { name, role, permissions, account } = await api.me();
  found("name").textContent = name;
  found("role").textContent = `${account.login} · ${words.roles[role]}`;
  found("manage").hidden = !permissions.includes("accounts");
  found("company").hidden = !account.company;
  found("password-part").hidden = found("factor-part").hidden = account.company;
  found("factor-state").textContent = account.second_factor ? words.factor_on : words.factor_off;
  found("factor-begin").hidden = account.second_factor;
  found("factor-end").hidden = !account.second_factor;
  found("room").hidden = false;
}

async function changePassword() {
  await api.changePassword(found("old").value, found("new").value);
  found("news").textContent = words.changed;
}

async function offerFactor() {
  const { uri, picture } = await api.offerFactor();
  found("factor-picture").src = URL.createObjectURL(new Blob([picture], { type: "image/svg+xml" }));
  found("factor-uri").textContent = uri;
  found("factor-begin").hidden = true;
  found("factor-form").hidden = false;
  found("factor-code").focus();
}

async function beginFactor() {
  const { recovery_codes: codes } = await api.beginFactor(found("factor-code").value);
  found("factor-form").hidden = true;
  found("factor-uri").textContent = "";
  found("recovery-codes").replaceChildren(...codes.map((code) => element("li", {}, code)));
  found("recovery").hidden = false;
  await show();
}

async function endFactor() {
  await api.endMyFactor(found("end-password").value);
  found("recovery").hidden = true;
  found("recovery-codes").replaceChildren();
  await show();
}

async function leave() {
  await api.signOut();
  location.replace(LOGIN);
}

await begin();
