/** The operator's page: who has an account, which programs have a key. */

import { Key } from "../desk/key.js";
import { agreed } from "../shared/dialog.js";
import { fill, found, words } from "../shared/page.js";
import { Problem } from "../shared/problem.js";
import { AccessApi } from "./access_api.js";
import { accountRow, keyRow } from "./rows.js";

class AccountsPage {
  #api = null;
  #key = new Key((desk) => this.#enter(new AccessApi(desk.key)), "accounts");

  async begin() {
    found("leave").addEventListener("click", () => this.#leave());
    this.#onSubmit("account-form", "account-problem", () => this.#create());
    this.#onSubmit("api-key-form", "api-key-problem", () => this.#createKey());
    await this.#key.begin();
  }

  #onSubmit(form, problem, act) {
    found(form).addEventListener("submit", async (event) => {
      event.preventDefault();
      found(problem).textContent = "";
      if (await this.#act(act, (why) => { found(problem).textContent = why; })) event.target.reset();
    });
  }

  async #enter(api) {
    this.#api = api;
    if (await this.#act(() => {})) this.#showRoom(true);
  }

  #leave(problem = "") {
    this.#api = null;
    for (const list of ["accounts", "keys"]) found(list).replaceChildren();
    this.#showRoom(false);
    this.#key.ask(problem);
  }

  #showRoom(inside) {
    found("gate").hidden = inside;
    found("room").hidden = !inside;
    found("leave").hidden = !inside;
  }

  async #create() {
    const [login, name, role, password] = ["new-login", "new-name", "new-role", "new-password"].map((id) => found(id).value);
    await this.#api.create({ login, name, role, password });
    this.#tell(fill(words.created, { name }));
  }

  async #createKey() {
    const days = found("key-days").value;
    const { secret } = await this.#api.createKey({ name: found("key-name").value, role: found("key-role").value, days: days ? Number(days) : null });
    found("secret-value").textContent = secret;
    found("secret").addEventListener("close", () => { found("secret-value").textContent = ""; }, { once: true });
    found("secret").showModal();
  }

  async #reset(account) {
    found("reset-password").value = "";
    if (!(await agreed(found("new-password-dialog")))) return;
    await this.#api.setPassword(account.id, found("reset-password").value);
    found("reset-password").value = "";
    this.#tell(fill(words.password_set, { name: account.name }));
  }

  async #endFactor(account) {
    if (!(await agreed(found("end-factor-dialog")))) return;
    await this.#api.endFactor(account.id);
    this.#tell(fill(words.factor_ended, { name: account.name }));
  }

  /** Do it, then read both lists again; gives whether it was done. `refuse(why)` says why not. */
  async #act(act, refuse = (why) => this.#tell(why)) {
    try {
      await act();
      this.#draw(await this.#api.accounts(), await this.#api.keys());
      return true;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#refused(error, refuse);
      return false;
    }
  }

  #draw(accounts, keys) {
    found("accounts").replaceChildren(...accounts.map((account) => accountRow(account, {
      role: (role) => this.#act(() => this.#api.change(account.id, { role })),
      disable: (disabled) => this.#act(() => this.#api.change(account.id, { disabled })),
      reset: () => this.#act(() => this.#reset(account)),
      endFactor: () => this.#act(() => this.#endFactor(account)),
    })));
    found("keys").replaceChildren(...keys.map((key) => keyRow(key, () => this.#act(() => this.#api.revokeKey(key.id)))));
  }

  #refused({ status }, refuse) {
    if (status === 401 || status === 403) this.#leave(words.key_wrong);
    else refuse({ 409: words.taken, 422: words.invalid }[status] ?? words.failed);
  }

  #tell(news) {
    found("news").textContent = news;
  }
}

await new AccountsPage().begin();
