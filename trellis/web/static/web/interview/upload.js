// The pieces of a recording on their way to the server: one after the other, each until it has arrived.

const LARGEST = 8 * 1024 * 1024;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30000;
const TRIES = 12;
// What trying again can mend: no network, a server that starts anew, too many requests.
const FOR_NOW = new Set([408, 425, 429, 500, 502, 503, 504]);

export class Upload extends EventTarget {
  // Events: "progress" (detail: {sent, waiting} in pieces), "failed" (detail: a sentence).

  constructor({ api, address }) {
    super();
    Object.assign(this, { api, address });
    this.waiting = [];
    this.sent = 0;
    this.queued = 0;
    this.error = null;
    this.work = Promise.resolve();
  }

  add(blob) {
    for (let at = 0; at < blob.size; at += LARGEST) {
      const number = this.queued++;
      const piece = blob.slice(at, at + LARGEST);
      this.work = this.work.then(() => this.put(number, piece));
    }
    this.progress();
  }

  // Resolves when all has arrived and the server has put it together.
  async finish() {
    await this.work;
    if (this.error) throw this.error;
    const headers = { "Content-Type": "application/json" };
    const body = JSON.stringify({ chunks: this.sent });
    await this.patiently(() => this.api.call("POST", `${this.address}/finish/`, { headers, body }));
  }

  async put(number, body) {
    if (this.error) return;
    const headers = { "Content-Type": "video/webm" };
    try {
      await this.patiently(() => this.api.call("PUT", `${this.address}/chunks/${number}/`, { headers, body }));
      this.sent += 1;
      this.progress();
    } catch (error) {
      this.error = error;
      this.dispatchEvent(new CustomEvent("failed", { detail: error.message }));
    }
  }

  async patiently(send) {
    let pause = FIRST_PAUSE_MS;
    for (let tried = 1; ; tried += 1) {
      try {
        return await send();
      } catch (error) {
        // Without a status it never reached the server.
        const isFinal = error.status && !FOR_NOW.has(error.status);
        if (isFinal || tried === TRIES) throw error;
      }
      await new Promise((resume) => { setTimeout(resume, pause * (0.75 + Math.random() / 2)); });
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  }

  progress() {
    const detail = { sent: this.sent, waiting: this.queued - this.sent };
    this.dispatchEvent(new CustomEvent("progress", { detail }));
  }
}
