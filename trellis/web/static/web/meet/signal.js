// The WebSocket of the room. It comes back by itself after a loss, until the server says that it is no use.

const PING_MS = 20000;
const PONG_MS = 8000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8000;
// 1000 left, 4401 signed out, 4403 closed room, 4404 no such room, 4409 opened in another tab.
const FINAL = new Set([1000, 4401, 4403, 4404, 4409]);

export class Signal extends EventTarget {
  // Events: "open", "lost", "final" (detail: {code, reason}), and "message" (detail: the message).

  // `hello` gives what we are to the others, or nothing while we only listen; `auth` what proves who we are,
  // where the cookie does not.
  constructor(path, hello, auth = null) {
    super();
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    this.url = `${scheme}//${location.host}${path}`;
    this.hello = hello;
    this.auth = auth;
    this.pause = FIRST_PAUSE_MS;
    this.ended = false;
    this.socket = null;
    addEventListener("online", () => this.retryNow());
    addEventListener("offline", () => this.drop());
  }

  open() {
    clearTimeout(this.retry);
    const socket = new WebSocket(this.url);
    this.socket = socket;
    if (this.auth) socket.addEventListener("open", () => this.send({ type: "auth", ...this.auth() }));
    socket.addEventListener("message", (event) => this.socket === socket && this.take(JSON.parse(event.data)));
    socket.addEventListener("close", (event) => this.socket === socket && this.closed(event));
  }

  send(message) {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  leave() {
    this.ended = true;
    this.send({ type: "leave" });
    this.stopTimers();
  }

  take(message) {
    if (message.type === "pong") {
      clearTimeout(this.deadline);
      return;
    }
    if (message.type === "hello") {
      this.pause = FIRST_PAUSE_MS;
      const hello = this.hello();
      if (hello) this.send({ type: "hello", ...hello });
      this.stopTimers();
      this.pinging = setInterval(() => this.ping(), PING_MS);
    }
    this.dispatchEvent(new CustomEvent("message", { detail: message }));
  }

  ping() {
    if (!this.send({ type: "ping" })) return;
    clearTimeout(this.deadline);
    this.deadline = setTimeout(() => this.drop(), PONG_MS);
  }

  drop() {
    // A dead network may take minutes to close a socket: do not wait for it.
    const socket = this.socket;
    if (!socket || this.ended) return;
    this.closed({ code: 1006, reason: "" });
    socket.close();
  }

  closed({ code, reason }) {
    this.socket = null;
    this.stopTimers();
    if (this.ended) return;
    if (FINAL.has(code)) {
      this.ended = true;
      this.dispatchEvent(new CustomEvent("final", { detail: { code, reason } }));
      return;
    }
    this.dispatchEvent(new CustomEvent("lost"));
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.open(), this.pause * (0.75 + Math.random() / 2));
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
  }

  retryNow() {
    if (this.ended || this.socket) return;
    this.pause = FIRST_PAUSE_MS;
    this.open();
  }

  stopTimers() {
    clearInterval(this.pinging);
    clearTimeout(this.deadline);
  }
}
