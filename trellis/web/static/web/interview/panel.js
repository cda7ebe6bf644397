// The interviewer's side: their own scorecard, and what the panel agrees on.

import { Api } from "./api.js";
import { Criteria } from "./criteria.js";

const byId = (id) => document.getElementById(id);

export class Panel {
  constructor() {
    const data = JSON.parse(byId("panel-data").textContent);
    this.root = byId("panel");
    this.session = data.session;
    this.scale = data.scale;
    this.api = new Api({ session: data.session, tokenAddress: data.token_address });
    this.own = this.criteria("own");
    this.shared = this.criteria("shared", { isReadOnly: !data.may_save_shared });
    this.isEdited = false;
    this.own.show(Object.keys(data.own.scores).length ? data.own.scores : blank(data.shared.scores));
    byId("own-notes").value = data.own.notes;
    this.showShared(data.shared);
    byId("own-form").addEventListener("submit", (event) => this.submit(event, "own", () => this.saveOwn()));
    byId("shared-form").addEventListener("submit", (event) => this.submit(event, "shared", () => this.saveShared()));
    byId("shared-form").addEventListener("input", () => { this.isEdited = true; });
    byId("shared-reload").addEventListener("click", () => this.reload());
  }

  // Opened by a button, which is told of it; the page after an interview has none.
  attach(toggle) {
    this.toggle = toggle;
    toggle.addEventListener("click", () => this.open(this.root.hidden));
    this.root.addEventListener("keydown", (event) => event.key === "Escape" && this.open(false));
  }

  open(isOpen) {
    this.root.hidden = !isOpen;
    this.toggle.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) byId("panel-title").focus();
    else this.toggle.focus();
  }

  // Somebody of the panel has saved.
  async changedElsewhere() {
    if (this.isSaving) return;
    if (!this.isEdited) {
      await this.reload({ isAsked: false });
      return;
    }
    byId("shared-saved").textContent = "Another interviewer has saved meanwhile. Saving replaces what they wrote.";
    byId("shared-reload").hidden = false;
  }

  criteria(name, more = {}) {
    return new Criteria({
      root: byId(`${name}-criteria`), input: byId(`${name}-criterion`), add: byId(`${name}-add`), name, scale: this.scale, ...more,
    });
  }

  showShared({ scores, notes, tags }) {
    this.shared.show(scores);
    byId("shared-notes").value = notes;
    byId("shared-tags").value = tags.join(", ");
    byId("shared-reload").hidden = true;
    this.isEdited = false;
  }

  async submit(event, name, save) {
    event.preventDefault();
    const said = byId(`${name}-saved`);
    said.textContent = "Saving …";
    this.isSaving = true;
    try {
      await save();
      const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });
      said.textContent = `Saved at ${time}`;
    } catch (error) {
      said.textContent = `Not saved. ${error.message}`;
    } finally {
      this.isSaving = false;
    }
  }

  saveOwn() {
    const body = { scores: this.own.value, notes: byId("own-notes").value };
    return this.api.json("PUT", `${this.session}/scorecards/me/`, body);
  }

  async saveShared() {
    const { scores, notes, tags } = this.sharedValue;
    const body = { session_id: this.session, scores, notes, tags };
    await this.api.json("POST", "update_interview_data/", body);
    byId("shared-reload").hidden = true;
    this.isEdited = false;
  }

  get sharedValue() {
    const tags = byId("shared-tags").value.split(",").map((tag) => tag.trim()).filter(Boolean);
    return { scores: this.shared.value, notes: byId("shared-notes").value, tags };
  }

  // Word of one's own saving can come after its answer: then nothing is new, and "Saved at" stays.
  async reload({ isAsked = true } = {}) {
    const before = comparable(this.sharedValue);
    try {
      const response = await this.api.json("GET", `${this.session}/`);
      this.showShared(await response.json());
      if (!isAsked && comparable(this.sharedValue) === before) return;
      byId("shared-saved").textContent = "Shown as the panel has saved it.";
    } catch (error) {
      byId("shared-saved").textContent = `Not shown anew. ${error.message}`;
    }
  }
}

function comparable({ scores, notes, tags }) {
  return JSON.stringify([Object.entries(scores).sort(), notes.trim(), tags]);
}

function blank(scores) {
  return Object.fromEntries(Object.keys(scores).map((criterion) => [criterion, null]));
}
