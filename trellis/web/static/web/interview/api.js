// Calls of the API in the interviewer's name. The token is fetched when it is needed, kept in this module alone
// and never in the page: docs/decisions/interview-pages.md.

export class ApiError extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

export class Api {
  constructor({ session, tokenAddress }) {
    this.base = `/api/talent-engine/video-sessions`;
    this.session = session;
    this.tokenAddress = tokenAddress;
    this.token = "";
  }

  json(method, path, body) {
    const headers = { "Content-Type": "application/json" };
    return this.call(method, `${this.base}/${path}`, { headers, body: body && JSON.stringify(body) });
  }

  async call(method, address, { headers = {}, body } = {}) {
    if (!this.token) await this.renew();
    let response = await this.send(method, address, headers, body);
    if (response.status === 401) {
      await this.renew();
      response = await this.send(method, address, headers, body);
    }
    if (!response.ok) throw new ApiError(response.status, await reason(response));
    return response;
  }

  send(method, address, headers, body) {
    const signed = { ...headers, Authorization: `Bearer ${this.token}` };
    return fetch(address, { method, body, headers: signed, cache: "no-store", credentials: "omit" });
  }

  async renew() {
    const headers = { "X-CSRFToken": document.querySelector("#panel [name=csrfmiddlewaretoken]").value };
    const response = await fetch(this.tokenAddress, { method: "POST", headers, cache: "no-store" });
    if (!response.ok) throw new ApiError(response.status, "You are signed out. Sign in again in another tab, then repeat this.");
    this.token = (await response.json()).access_token;
  }
}

async function reason(response) {
  try {
    const body = await response.json();
    if (typeof body.detail === "string") return body.detail;
    return Object.entries(body).map(([field, what]) => `${field}: ${[what].flat().join(" ")}`).join(" ");
  } catch {
    return `The server has answered ${response.status}.`;
  }
}
