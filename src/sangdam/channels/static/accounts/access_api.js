/** Signing in, one's own account, and all accounts and keys. Every call throws a Problem when it
 *  fails. */

import { bearer, json, post, request } from "../shared/problem.js";

const ME = "/v1/desk/me";
const FACTOR = `${ME}/second-factor`;
const SESSION = "/v1/desk/session";

export class AccessApi {
  #key;

  /** Without a key the browser's session counts. */
  constructor(key = null) {
    this.#key = key;
  }

  /** {signed_in, needs_code}. */
  signIn(login, password, code) {
    return this.#send("POST", SESSION, { login, password, code });
  }

  async signOut() {
    await request(SESSION, { method: "DELETE" });
  }

  // --- one's own account -------------------------------------------------------------------

  /** {name, role, permissions, account, agent, any_account}. */
  me() {
    return json(ME, { headers: bearer(this.#key) });
  }

  async changePassword(old, fresh) {
    await this.#done("POST", `${ME}/password`, { old, new: fresh });
  }

  /** {uri, secret, picture}. */
  offerFactor() {
    return this.#send("POST", FACTOR);
  }

  /** {recovery_codes}. */
  beginFactor(code) {
    return this.#send("PUT", FACTOR, { code });
  }

  async endMyFactor(password) {
    await this.#done("DELETE", FACTOR, { password });
  }

  // --- everybody's -------------------------------------------------------------------------

  async accounts() {
    return (await json("/v1/desk/accounts", { headers: bearer(this.#key) })).accounts;
  }

  /** `account` is {login, name, role, password}. */
  create(account) {
    return this.#send("POST", "/v1/desk/accounts", account);
  }

  /** `sent` is {role} or {disabled}. */
  change(id, sent) {
    return this.#send("PATCH", place("accounts", id), sent);
  }

  async setPassword(id, password) {
    await this.#done("PUT", `${place("accounts", id)}/password`, { password });
  }

  async endFactor(id) {
    await this.#done("DELETE", `${place("accounts", id)}/second-factor`);
  }

  async keys() {
    return (await json("/v1/desk/keys", { headers: bearer(this.#key) })).keys;
  }

  /** {key, secret}; `sent` is {name, role, days}. */
  createKey(sent) {
    return this.#send("POST", "/v1/desk/keys", sent);
  }

  revokeKey(id) {
    return this.#send("DELETE", place("keys", id));
  }

  // --- how it is asked ---------------------------------------------------------------------

  #send(method, address, body = {}) {
    return json(address, { ...post(body, this.#key), method });
  }

  async #done(method, address, body = {}) {
    await request(address, { ...post(body, this.#key), method });
  }
}

function place(kind, id) {
  return `/v1/desk/${kind}/${encodeURIComponent(id)}`;
}
