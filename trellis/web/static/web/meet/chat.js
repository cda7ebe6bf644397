// Words beside the pictures. They live in this page alone.

export class Chat extends EventTarget {
  // Event "send" (detail: {text, id}); the handler calls preventDefault() when it could not be sent.

  constructor({ panel, toggle, unread, log, form, text, other }) {
    super();
    Object.assign(this, { panel, toggle, unread, log, form, text, other });
    this.count = 0;
    this.seen = new Set();
    toggle.addEventListener("click", () => this.show(panel.hidden));
    form.addEventListener("submit", (event) => this.submit(event));
    text.addEventListener("keydown", (event) => this.onKey(event));
    panel.addEventListener("keydown", (event) => event.key === "Escape" && this.show(false));
  }

  show(open) {
    this.panel.hidden = !open;
    this.toggle.setAttribute("aria-expanded", String(open));
    if (open) {
      this.setCount(0);
      this.log.scrollTop = this.log.scrollHeight;
      this.text.focus();
    } else {
      this.toggle.focus();
    }
  }

  take({ text, id }, who = this.other) {
    // Delivered at least once: the same message may come again.
    if (this.seen.has(id)) return false;
    this.seen.add(id);
    this.add(who, text, "chat__message");
    if (this.panel.hidden) this.setCount(this.count + 1);
    return this.panel.hidden;
  }

  onKey(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.form.requestSubmit();
  }

  submit(event) {
    event.preventDefault();
    const text = this.text.value.trim();
    if (!text) return;
    const detail = { text, id: crypto.getRandomValues(new Uint32Array(2)).join("-") };
    if (!this.dispatchEvent(new CustomEvent("send", { detail, cancelable: true }))) return;
    this.add("You", text, "chat__message chat__message--own");
    this.text.value = "";
  }

  add(who, text, className) {
    const item = document.createElement("p");
    const name = document.createElement("span");
    const words = document.createElement("span");
    item.className = className;
    name.className = "chat__who";
    words.className = "chat__words";
    const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    name.textContent = `${who}, ${time}`;
    words.textContent = text;
    item.append(name, words);
    this.log.append(item);
    this.log.scrollTop = this.log.scrollHeight;
  }

  setCount(count) {
    this.count = count;
    this.unread.hidden = count === 0;
    this.unread.textContent = count ? `${count} new` : "";
  }
}
