/** Why a request failed: the server's problem document (RFC 9457), or status 0: no connection. */

export class Problem extends Error {
  /** `type` is the problem's stable name; `again` the seconds after which the server asks to be
   *  asked again, or null. */
  constructor(status, detail = "", type = "", again = null) {
    super(detail);
    this.status = status;
    this.type = type;
    this.again = again;
  }

  /** The caller's token or key is no longer good. */
  get barred() {
    return [401, 403, 404].includes(this.status) && !this.unproven;
  }

  /** What the shop signed of who the customer is proves nothing, or not any more. */
  get unproven() {
    return this.type.startsWith("identity");
  }

  /** The same request may get through when it is made again. */
  get passing() {
    return [0, 429].includes(this.status) || this.status >= 500;
  }
}

/** The response of a request that succeeded; throws a Problem otherwise. */
export async function request(address, options = {}) {
  const response = await fetch(address, options).catch((error) => {
    throw options.signal?.aborted ? error : new Problem(0);
  });
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** What the server answered, read as JSON; throws a Problem. */
export async function json(address, options = {}) {
  const response = await request(address, options);
  return response.json().catch(() => {
    throw new Problem(0);
  });
}

/** Options for sending a JSON body, with or without a bearer's token. */
export function post(body, token) {
  const headers = { "Content-Type": "application/json", ...bearer(token) };
  return { method: "POST", headers, body: JSON.stringify(body) };
}

export function bearer(token) {
  return token ? { Authorization: `Bearer ${token}` } : {};
}

/** The seconds that a Retry-After header asks for, or null where it asks for none. */
export function againIn(header) {
  return Number.parseInt(header, 10) || null;
}

async function problemOf(response) {
  const problem = await response.json().catch(() => ({}));
  const detail = typeof problem.detail === "string" ? problem.detail : "";
  const type = String(problem.type).split(":").at(-1);
  return new Problem(response.status, detail, type, againIn(response.headers.get("Retry-After")));
}
