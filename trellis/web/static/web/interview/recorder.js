// Recording the interview: begun on the server first, which tells everybody.

import { Composer } from "./composer.js";
import { Upload } from "./upload.js";

const PIECE_MS = 4000;
const KINDS = ["video/webm;codecs=vp8,opus", "video/webm"];
const ADDRESS = /^(.*\/recordings\/[0-9a-f-]{36})\.webm$/;

export class Recorder extends EventTarget {
  // Events: "change" (`state` is off, starting, on or saving), "progress", "problem" (detail: a sentence).

  constructor({ api, session, scene, sounds }) {
    super();
    Object.assign(this, { api, session, scene, sounds });
    this.state = "off";
  }

  static get isPossible() {
    return "MediaRecorder" in window && KINDS.some((kind) => MediaRecorder.isTypeSupported(kind));
  }

  async start() {
    if (this.state !== "off") return;
    this.become("starting");
    try {
      const response = await this.api.json("POST", "start_recording/", { session_id: this.session });
      const { recording_url: url } = await response.json();
      const [, address] = ADDRESS.exec(new URL(url, location.href).pathname);
      this.record(address);
      this.become("on");
    } catch (error) {
      this.fail(`The recording was not started. ${error.message}`);
    }
  }

  // Resolves when the recording is whole on the server, or has failed.
  stop() {
    if (this.state === "on") {
      this.become("saving");
      this.recorder.stop();
    }
    return this.finished ?? Promise.resolve();
  }

  record(address) {
    this.composer = new Composer({ scene: this.scene, sounds: this.sounds });
    this.upload = new Upload({ api: this.api, address });
    this.upload.addEventListener("progress", ({ detail }) => this.tell("progress", detail));
    this.upload.addEventListener("failed", () => this.stop());
    const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
    const bits = { videoBitsPerSecond: 1_500_000, audioBitsPerSecond: 64_000 };
    this.recorder = new MediaRecorder(this.composer.start(), { mimeType, ...bits });
    this.recorder.addEventListener("dataavailable", ({ data }) => this.upload.add(data));
    this.finished = new Promise((resolve) => {
      this.recorder.addEventListener("stop", () => this.finish().then(resolve));
    });
    this.recorder.start(PIECE_MS);
  }

  async finish() {
    this.become("saving");
    this.composer.stop();
    try {
      await this.upload.finish();
      this.become("off");
    } catch (error) {
      this.fail(`The recording is not complete. ${error.message}`);
    }
  }

  fail(sentence) {
    this.become("off");
    this.tell("problem", sentence);
  }

  become(state) {
    this.state = state;
    this.tell("change");
  }

  tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
